import type { EvidenceTrace, FirstDivergence } from '../../domain/evidence-trace.ts';
import type { Probe, RuntimeEvent, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { alignHits, type HitPair, hitsByExchange } from '../aligning/align-hits.ts';
import { compareHits } from '../comparing/compare-hits.ts';
import { createCompleteness } from '../comparing/hit-completeness.ts';
import { type Difference, type IsHarmless, type Judged, learnHarmless } from '../comparing/learn-harmless.ts';
import { learnVolatile } from '../comparing/learn-volatile.ts';
import { readFlows } from '../flow/exchange-flows.ts';
import { isOneSided } from '../probes/probe-ids.ts';
import { claimDivergences } from './claim-divergences.ts';
import { createSeparations, withSeparation } from './create-separations.ts';
import { explainByControl } from './explain-by-control.ts';
import { explainEffects } from './explain-effects.ts';
import { withBesides } from './name-besides.ts';
import {
  explainBranch,
  explainUnknown,
  explainValue,
  type NamedDivergence,
  type Thrown,
} from './name-divergence.ts';
import { createFailureTracer } from './trace-failures.ts';

export type TraceRequest = {
  readonly baseline: RuntimeSnapshot;
  readonly candidate: RuntimeSnapshot;
  readonly probes: { readonly baseline: readonly Probe[]; readonly candidate: readonly Probe[] };
  /** The same build as baseline once more, to learn what varies; null when there is none. */
  readonly volatile: RuntimeSnapshot | null;
  /** Of the observe run, which sees every throw; absent where an agent was missing. */
  readonly thrown?: {
    readonly baseline: RuntimeSnapshot | undefined;
    readonly candidate: RuntimeSnapshot | undefined;
  };
  /** All exchanges in the order of the recording. */
  readonly exchanges: Iterable<string>;
  /** Exchanges of which the agents were asked for every hit. */
  readonly suspects: readonly string[];
  /** Exchanges that behaved differently. Of others nothing is claimed: their states may part and meet again. */
  readonly affected: ReadonlySet<string>;
  /** Exchanges whose responses the probes themselves changed. */
  readonly perturbed: ReadonlySet<string>;
};

/**
 * The evidence trace of every exchange that passed a probe in either build, with the first place where the two states
 * part. Values decide; a probe that only one side passed counts only where the other side's silence is complete.
 */
export function traceExchanges(request: TraceRequest): ReadonlyMap<string, EvidenceTrace> {
  const left = hitsByExchange(request.baseline);
  const right = hitsByExchange(request.candidate);
  const context = contextOf(request);
  const judged = new Map(
    [...new Set([...request.affected, ...left.keys(), ...right.keys()])].map((exchangeId) => {
      const pairs = alignHits(left.get(exchangeId) ?? [], right.get(exchangeId) ?? []);
      return [exchangeId, pairs.map((pair) => ({ ...pair, difference: judge(exchangeId, pair, context) }))];
    }),
  );
  const isHarmless = learnHarmless(judged, request.affected);
  const named = new Map(
    [...judged].map(([id, pairs]) => [id, firstDivergence(id, pairs, { ...context, isHarmless })]),
  );
  const claimed = claimDivergences({ ...request, exchanges: known(request.exchanges, named), named });
  const separationOf = createSeparations({ ...request, judged, named, probes: context.sides.candidate });
  return new Map(
    [...judged].map(([id, pairs]) => {
      const first = withSeparation(claimed.get(id) ?? null, separationOf(id));
      return [id, traceOf({ id, pairs, claimed: first }, context)];
    }),
  );
}

/** Of a million exchanges, those that passed a probe or behaved differently. */
function known(exchanges: Iterable<string>, named: ReadonlyMap<string, unknown>): readonly string[] {
  const ids: string[] = [];
  for (const id of exchanges) if (named.has(id)) ids.push(id);
  return ids;
}

type Context = ReturnType<typeof contextOf>;

function contextOf(request: TraceRequest) {
  const byId = (probes: readonly Probe[]) => new Map(probes.map((probe) => [probe.id, probe]));
  const sides = { baseline: byId(request.probes.baseline), candidate: byId(request.probes.candidate) };
  const suspects = new Set(request.suspects);
  return {
    ...request,
    suspects,
    sides,
    volatilePaths: learnVolatile(request.baseline, request.volatile),
    isSilenceComplete: createCompleteness(request, suspects),
    failuresOf: createFailureTracer(request),
    flows: { baseline: readFlows(request.baseline).flows, candidate: readFlows(request.candidate).flows },
    isSecretComparable: request.volatile !== null,
  };
}

type TraceParts = {
  readonly id: string;
  readonly pairs: readonly Judged[];
  readonly claimed: FirstDivergence | null;
};

function traceOf({ id, pairs, claimed }: TraceParts, context: Context): EvidenceTrace {
  const isPerturbed = context.perturbed.has(id);
  const failures = context.failuresOf(id);
  const effects = claimed === null || isPerturbed ? null : effectsOf({ id, pairs, claimed }, context);
  return {
    exchangeId: id,
    pairs: pairs.map(({ baseline, candidate, difference }) => ({
      probeId: (baseline ?? candidate)?.probeId ?? '',
      baseline,
      candidate,
      equal: difference === null,
    })),
    firstDivergence: isPerturbed ? null : claimed,
    ...(effects === null ? {} : { effects }),
    ...(failures.length === 0 ? {} : { failures }),
    perturbed: isPerturbed,
  };
}

/** Null where the first divergence is the same statement: then it explains what was done as well. */
function effectsOf({ id, pairs, claimed }: TraceParts, { flows, sides }: Context): FirstDivergence | null {
  const flowsOf = { baseline: flows.baseline.get(id) ?? [], candidate: flows.candidate.get(id) ?? [] };
  const told = explainEffects({ exchangeId: id, pairs, sides, flows: flowsOf });
  const isSame =
    told?.file === claimed?.file &&
    told?.baselineLine === claimed?.baselineLine &&
    told?.candidateLine === claimed?.candidateLine;
  return isSame ? null : told;
}

function judge(exchangeId: string, { baseline, candidate }: HitPair, context: Context): Difference | null {
  if (baseline !== null && candidate !== null) {
    const probe = context.sides.candidate.get(candidate.probeId);
    const differences = compareHits({ ...context, baseline, candidate, probe });
    return differences.length === 0 ? null : { kind: 'values', differences };
  }
  const alone = baseline ?? candidate;
  if (alone === null || isOneSided(alone.probeId)) return null;
  const silent = baseline === null ? 'baseline' : 'candidate';
  return context.isSilenceComplete(silent, exchangeId, alone.probeId) ? { kind: 'alone' } : null;
}

function firstDivergence(
  exchangeId: string,
  judged: readonly Judged[],
  context: Context & { readonly isHarmless: IsHarmless },
): NamedDivergence | null {
  const divergences = judged.flatMap((one, index) =>
    one.difference === null ? [] : (nameOne({ exchangeId, judged, index }, context) ?? []),
  );
  const telling = divergences.find(({ isOwn, one }) => isOwn && !context.isHarmless(one));
  const [first] = divergences;
  if (first !== undefined) {
    const told = context.isHarmless(first.one) ? (telling ?? first) : first;
    const telltale = divergences.filter(({ one }) => !context.isHarmless(one));
    const named = withBesides(told, telltale.slice(telltale.indexOf(told) + 1));
    if (told.first.isChanged) return named;
    return telling === undefined
      ? withControl(named, { exchangeId, judged }, context)
      : { ...named, control: telling.first };
  }
  const thrown = newErrors(exchangeId, context);
  const { sides } = context;
  const byControl = explainByControl({ exchangeId, pairs: judged, sides, thrown });
  if (byControl !== null || !context.affected.has(exchangeId)) return byControl;
  return explainUnknown({ exchangeId, pairs: judged, sides: context.sides, thrown });
}

/** What unchanged code met may have been left by an earlier exchange, and what this one ran otherwise may be the cause all the same. */
function withControl(
  told: NamedDivergence,
  { exchangeId, judged }: Omit<Place, 'index'>,
  context: Context,
): NamedDivergence {
  const thrown = { baseline: null, candidate: null };
  const control = explainByControl({ exchangeId, pairs: judged, sides: context.sides, thrown });
  return control === null ? told : { ...told, control: control.first };
}

type Place = { readonly exchangeId: string; readonly judged: readonly Judged[]; readonly index: number };

function nameOne(
  { exchangeId, judged, index }: Place,
  context: Context,
): (NamedDivergence & { readonly one: Judged }) | null {
  const one = judged[index];
  if (one === undefined || one.difference === null) return null;
  const request = { exchangeId, pair: one, before: judged.slice(0, index), sides: context.sides };
  const named =
    one.difference.kind === 'values'
      ? explainValue({ ...request, differences: one.difference.differences })
      : explainBranch({ ...request, all: judged, thrown: newErrors(exchangeId, context) });
  const at = one.difference.kind === 'values' ? { at: one.candidate?.probeId ?? '' } : {};
  return named && { ...named, ...at, one };
}

/** Errors of an exchange that only one build had, as text. */
function newErrors(exchangeId: string, { baseline, candidate }: Context): Thrown {
  const before = errorsOf(baseline.events, exchangeId);
  const after = errorsOf(candidate.events, exchangeId);
  return {
    baseline: before.find((text) => !after.includes(text)) ?? null,
    candidate: after.find((text) => !before.includes(text)) ?? null,
  };
}

function errorsOf(events: readonly RuntimeEvent[], exchangeId: string): readonly string[] {
  return events.flatMap((event) =>
    event.kind === 'error' && event.exchangeId === exchangeId ? [`${event.class}: ${event.message}`] : [],
  );
}
