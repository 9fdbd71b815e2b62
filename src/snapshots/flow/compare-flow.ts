import type { Divergence, DivergenceKind, ShownValue } from '../../domain/divergence.ts';
import type { FlowReport } from '../../domain/flow.ts';
import type { RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import type { EventDivergence } from '../comparing/compare-events.ts';
import { readFlows, settledExchanges } from './exchange-flows.ts';
import { type FoundDifference, flowDifferences } from './flow-differences.ts';
import { reportFlow } from './report-flow.ts';

type Compared = {
  readonly baseline: RuntimeSnapshot;
  /** The baseline build once more; null when there is none. */
  readonly secondary: RuntimeSnapshot | null;
  readonly candidate: RuntimeSnapshot;
};

export type ComparedFlow = {
  /** What matters beside the answer. */
  readonly divergences: readonly EventDivergence[];
  /** What else differs, and how much was looked at. */
  readonly report: FlowReport | null;
};

/**
 * What the exchanges made the candidate do beside answering, and the baseline not: queries, files, programs, and the order of all that
 * writes. What two runs of the baseline differ in as well is left out wherever it is seen. Reading otherwise is no finding, as long as it is
 * no loop: what it comes to shows in the answer.
 */
export function compareFlow({ baseline, secondary, candidate }: Compared): ComparedFlow {
  if (baseline.agent === 'absent' || candidate.agent === 'absent') return { divergences: [], report: null };
  const again = secondary === null || secondary.agent === 'absent' ? null : readFlows(secondary);
  const [before, after] = [readFlows(baseline), readFlows(candidate)];
  const ids = settledExchanges([before, after, ...(again === null ? [] : [again])]);
  const varying = new Set(
    again === null ? [] : ids.flatMap((id) => flowDifferences(id, before, again)).map(({ label }) => label),
  );
  const all = ids.flatMap((id) => flowDifferences(id, before, after));
  const stable = onceEach(all.filter(({ label }) => !varying.has(label)));
  const counted = withoutShifts(stable.filter(isFinding));
  const flows = { baseline: before, candidate: after };
  return {
    divergences: counted.map((one) => ({
      exchangeId: one.exchangeId,
      divergence: describe(one),
      label: `flow ${one.change} ${one.label}`,
    })),
    report: reportFlow({ flows, settled: ids, stable, counted, varying: varying.size }),
  };
}

/** Of several values of one thing that differ, one tells of it. */
function onceEach(found: readonly FoundDifference[]): readonly FoundDifference[] {
  const keyOf = ({ exchangeId, label, change }: FoundDifference) =>
    `${exchangeId} ${change} ${label.replace(/ value -?\d+$/, ' value')}`;
  return [...Map.groupBy(found, keyOf).values()].flatMap(([first]) => first ?? []);
}

/** Rewording a query is no finding, nor is reading once more or less. */
function isFinding({ kind, change, writes, target, baseline, candidate }: FoundDifference): boolean {
  if (change === 'moved') return true;
  if (kind === 'file' && isComparedAsStored(target)) return false;
  if (change === 'repeated') return true;
  if (!writes) return false;
  if (change !== 'changed') return true;
  return kind !== 'file' && baseline !== null && candidate !== null;
}

/**
 * Beside the build of an instance lies its data, of which everything is compared at the end by what it holds. By what means
 * it came there is no finding: the same text can be written, appended, or moved into its place.
 */
function isComparedAsStored(path: string): boolean {
  return path.startsWith('../');
}

/**
 * What one exchange no longer does and another does instead, as often in all, was only done by another: by whoever came first to fill a
 * cache, or is taken for the one that asked. It is told, and no finding.
 */
function withoutShifts(found: readonly FoundDifference[]): readonly FoundDifference[] {
  const extra = new Map<string, number>();
  const seen = new Map<string, Set<number>>();
  for (const { label, times } of found) {
    const more = times.candidate - times.baseline;
    extra.set(label, (extra.get(label) ?? 0) + more);
    seen.set(label, (seen.get(label) ?? new Set()).add(Math.sign(more)));
  }
  return found.filter(({ label }) => extra.get(label) !== 0 || (seen.get(label)?.size ?? 0) < 2);
}

const kindOf: Readonly<Record<'process' | 'write', Readonly<Record<string, DivergenceKind>>>> = {
  process: {
    added: 'process-added',
    removed: 'process-removed',
    changed: 'process-changed',
    repeated: 'process-added',
  },
  write: {
    added: 'write-added',
    removed: 'write-removed',
    changed: 'write-changed',
    moved: 'writes-reordered',
  },
};

function describe(one: FoundDifference): Divergence {
  const { change, place, times } = one;
  const isLoop = change === 'repeated' && one.kind !== 'process';
  const sort = one.kind === 'process' && change !== 'moved' ? 'process' : 'write';
  const often = (count: number) => (count > 1 ? `: ${count} times` : isLoop && count === 1 ? ': once' : '');
  const bears = times.candidate !== times.baseline;
  return {
    kind: isLoop ? 'effect-repeated' : (kindOf[sort][change] ?? 'write-changed'),
    place,
    pattern: place,
    baseline: shownText(one.baseline, bears ? often(times.baseline) : ''),
    candidate: shownText(one.candidate, bears ? often(times.candidate) : ''),
    ...(isLoop && !one.writes
      ? { note: `N+1: ${one.shape}: ${times.baseline} → ${times.candidate} times` }
      : {}),
  };
}

function shownText(text: string | null, often: string): ShownValue | null {
  if (text === null) return null;
  const room = 400 - often.length;
  const cut = text.length > room ? `${text.slice(0, room - 1)}…` : text;
  return { type: 'text', text: `${cut}${often}`, length: text.length };
}
