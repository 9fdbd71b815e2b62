import type {
  CapturedHit,
  CapturedLook,
  CapturedPair,
  CapturedPlace,
  CapturedText,
  LookSide,
} from '../../domain/captured-state.ts';
import type { CapturedValue, Hit, Probe, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { alignHits, hitsByExchange } from '../aligning/align-hits.ts';
import { compareCaptured } from '../comparing/compare-captured.ts';
import { compareHits } from '../comparing/compare-hits.ts';
import { learnVolatile, type VolatilePaths } from '../comparing/learn-volatile.ts';
import { renderCaptured } from '../comparing/render-captured.ts';
import type { BuildSide } from './find-looks.ts';
import type { PlannedLook } from './plan-asked.ts';

export type StateRequest = {
  readonly exchangeId: string;
  readonly looks: readonly PlannedLook[];
  /** Of the run that is shown. */
  readonly baseline: RuntimeSnapshot;
  readonly candidate: RuntimeSnapshot;
  /** The same build again, in this run and in others: what differs there varies by nature. */
  readonly again: {
    readonly baseline: readonly RuntimeSnapshot[];
    readonly candidate: readonly RuntimeSnapshot[];
  };
  /** Passes of one probe that are captured in one exchange. */
  readonly mostHits: number;
  /** Says why a probe that was bound was never passed. */
  readonly explainMiss: (side: BuildSide, planned: PlannedLook) => string;
};

/** Used when the last run is over: what both builds held at each place, pass by pass, with what varies by nature told apart. */
export function readState(request: StateRequest): readonly CapturedPlace[] {
  const volatilePaths = learnAll(request);
  const places = new Map<string, CapturedLook[]>();
  for (const planned of request.looks) {
    const looks = places.get(planned.asked.text) ?? [];
    looks.push(readLook(request, planned, volatilePaths));
    places.set(planned.asked.text, looks);
  }
  return [...places].map(([asked, looks]) => ({ asked, looks }));
}

function learnAll({ baseline, candidate, again }: StateRequest): VolatilePaths {
  const learned = [
    ...again.baseline.map((other) => learnVolatile(baseline, other)),
    ...again.candidate.map((other) => learnVolatile(candidate, other)),
  ];
  return (probeId, name) => {
    const each = learned.map((one) => one(probeId, name));
    return (path) => each.some((isVolatile) => isVolatile(path));
  };
}

function readLook(request: StateRequest, planned: PlannedLook, volatilePaths: VolatilePaths): CapturedLook {
  const [before, after] = [hitsOf(request, 'baseline', planned), hitsOf(request, 'candidate', planned)];
  const pairs = alignHits(before, after);
  return {
    moment: planned.moment,
    baseline: sideOf(request, 'baseline', planned),
    candidate: sideOf(request, 'candidate', planned),
    hits: pairs.map(({ baseline, candidate }): CapturedHit => {
      if (baseline === null) return { in: 'candidate', values: alone(candidate, 'candidate') };
      if (candidate === null) return { in: 'baseline', values: alone(baseline, 'baseline') };
      return {
        in: 'both',
        values: together({ baseline, candidate, probe: planned.candidate, volatilePaths }),
      };
    }),
  };
}

function hitsOf(request: StateRequest, side: BuildSide, planned: PlannedLook): readonly Hit[] {
  const id = planned[side]?.id;
  const hits = hitsByExchange(request[side]).get(request.exchangeId) ?? [];
  return hits.filter(({ probeId }) => probeId === id);
}

function sideOf(request: StateRequest, side: BuildSide, planned: PlannedLook): LookSide | null {
  const probe = planned[side];
  if (probe === null) return null;
  const { file, statement } = probe;
  const known = request[side].probes.find(({ probeId }) => probeId === probe.id);
  const where = { file, line: probe.statementLine, statement };
  if (known === undefined || known.state === 'unbound')
    return { ...where, state: 'unbound', hits: 0, note: known?.note ?? 'no agent reported it' };
  const hits = hitsOf(request, side, planned).length;
  if (hits === 0) return { ...where, state: 'never-hit', hits, note: request.explainMiss(side, planned) };
  const notes = [
    ...(known.state === 'slid' && known.note !== undefined ? [`slid ${known.note}`] : []),
    ...(hits >= request.mostHits ? [`the first ${hits} passes are shown`] : []),
  ];
  return { ...where, state: 'hit', hits, ...(notes.length === 0 ? {} : { note: notes.join('; ') }) };
}

function alone(hit: Hit | null, side: BuildSide): readonly CapturedPair[] {
  return Object.entries(hit?.values ?? {}).map(([name, value]) => onOneSide(name, value, side));
}

function onOneSide(name: string, value: CapturedValue, side: BuildSide): CapturedPair {
  const shown = { baseline: null, candidate: null, [side]: textOf(value) };
  return { name, state: `only-${side}`, ...shown, differences: [] };
}

type Together = {
  readonly baseline: Hit;
  readonly candidate: Hit;
  readonly probe: Probe | null;
  readonly volatilePaths: VolatilePaths;
};

function together({ baseline, candidate, probe, volatilePaths }: Together): readonly CapturedPair[] {
  const compared = {
    baseline,
    candidate,
    probe: probe ?? undefined,
    volatilePaths,
    isSecretComparable: true,
  };
  const differences = compareHits(compared);
  const matched = new Set<string>();
  const pairs = Object.entries(candidate.values).map(([name, value]): CapturedPair => {
    const oldName = name in baseline.values ? name : (probe?.aliases?.[name] ?? name);
    const old = baseline.values[oldName];
    if (old === undefined) return onOneSide(name, value, 'candidate');
    matched.add(oldName);
    const found = differences.filter((one) => one.name === name);
    return {
      ...{ name, ...(oldName === name ? {} : { baselineName: oldName }) },
      state: found.length > 0 ? 'differs' : alikeState(old, value),
      ...{ baseline: textOf(old), candidate: textOf(value) },
      differences: found
        .filter(({ variable }) => variable !== name)
        .map((one) => ({
          path: one.variable,
          baseline: one.baseline && renderCaptured(one.baseline),
          candidate: one.candidate && renderCaptured(one.candidate),
        })),
    };
  });
  const gone = Object.entries(baseline.values).filter(([name]) => !matched.has(name));
  return [...pairs, ...gone.map(([name, value]) => onOneSide(name, value, 'baseline'))];
}

/** Of two that no difference is held against: a difference that was excused is told as such. */
function alikeState(baseline: CapturedValue, candidate: CapturedValue): CapturedPair['state'] {
  if (baseline.type === 'not-captured' || candidate.type === 'not-captured') return 'not-compared';
  return compareCaptured(baseline, candidate, () => false).length > 0 ? 'volatile' : 'equal';
}

function textOf(value: CapturedValue): CapturedText {
  return { text: renderCaptured(value), value };
}
