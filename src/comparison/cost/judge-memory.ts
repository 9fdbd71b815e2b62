import type { CostRow, CostSettings } from '../../domain/cost.ts';
import type { InstanceRole } from '../../domain/observation.ts';
import { amountText } from './cost-text.ts';

/** What an instance held when garbage was collected, at several points of a run. */
export type MemoryPoint = {
  /** Exchanges that had been answered by then. */
  readonly exchanges: number;
  /** Bytes, on the heap and outside it; absent where an instance did not tell. */
  readonly held: Readonly<Partial<Record<InstanceRole, number>>>;
};

/** The first point stands before the first exchange, the second is where caches and compiled code begin to level off. */
const firstCounted = 1;
/** Fewer points after that show no trend. */
const leastPoints = 5;

const nothing = {
  route: 'every route',
  measure: 'memory',
  ...{ effect: null, p: null, q: null },
  ...{ baseline: null, candidate: null, estimate: null, interval: null, machine: null },
} as const;

/**
 * Whether the candidate keeps more and more memory. A leak is a trend: what the candidate holds more than either instance
 * of the base grows from point to point over the whole run, and no single step makes up half of it, as filling a cache or growing a
 * table does. RSS is not looked at, since it goes up with garbage and never comes down. Null when nothing was measured.
 */
export function judgeMemory(all: readonly MemoryPoint[], settings: CostSettings): CostRow | null {
  if (all.length === 0) return null;
  const points = all.slice(firstCounted).flatMap(({ exchanges, held }) => {
    const { baseline, secondary, candidate } = held;
    if (baseline === undefined || secondary === undefined || candidate === undefined) return [];
    return [{ exchanges, baseline, secondary, candidate, more: candidate - Math.max(baseline, secondary) }];
  });
  const [first, last] = [points[0], points.at(-1)];
  if (points.length < leastPoints || first === undefined || last === undefined) {
    const reason = `${leastPoints} points after the first are needed at which all three instances tell what they hold`;
    return { ...nothing, pairs: points.length, verdict: 'could-not-tell', reason };
  }
  const grown = last.more - first.more;
  const byMachine = Math.abs(last.secondary - last.baseline - (first.secondary - first.baseline));
  const exchanges = Math.max(1, last.exchanges - first.exchanges);
  const rate = (bytes: number) => Number((bytes / exchanges).toPrecision(5));
  const row = {
    ...{ ...nothing, pairs: points.length, estimate: rate(grown), machine: rate(byMachine) },
    baseline: rate(last.baseline - first.baseline),
    candidate: rate(last.candidate - first.candidate),
  };
  const least = Math.max(settings.memory, (last.baseline * settings.memoryPercent) / 100);
  const steps = points.slice(1).map(({ more }, index) => more - (points[index]?.more ?? more));
  return { ...row, ...verdictOf({ grown, byMachine, least, steps, exchanges }) };
}

type Growth = {
  readonly grown: number;
  readonly byMachine: number;
  readonly least: number;
  readonly steps: readonly number[];
  readonly exchanges: number;
};

function verdictOf({
  grown,
  byMachine,
  least,
  steps,
  exchanges,
}: Growth): Pick<CostRow, 'verdict' | 'reason'> {
  const size = `${amountText('memory', grown, 'signed')} over ${exchanges} exchanges`;
  if (grown < least) return { verdict: 'same', reason: `${size} is below ${amountText('memory', least)}` };
  if (byMachine > grown / 2) {
    const reason = `${size}, but two instances of the base part by ${amountText('memory', byMachine)}`;
    return { verdict: 'could-not-tell', reason };
  }
  const rising = steps.filter((step) => step > 0).length;
  if (rising < steps.length - 1 || Math.max(...steps) > grown / 2) {
    return { verdict: 'same', reason: `${size}, in a jump rather than with each exchange` };
  }
  return { verdict: 'more', reason: `${size}, rising in ${rising} of ${steps.length} steps` };
}
