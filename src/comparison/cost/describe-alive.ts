import type { InstancesEvent } from '../../domain/allocation.ts';
import type { InstanceRole } from '../../domain/observation.ts';

/** What each instance told when the run was over, one record for each of its processes. */
type Told = Readonly<Record<InstanceRole, readonly InstancesEvent[]>>;

const mostNamed = 3;
/** Fewer more than in the base say nothing: what the last requests left is waiting to be collected. */
const leastMore = 10;

/**
 * Used to explain memory that is kept: classes of the change of which the candidate has half as many again alive as either instance of the base,
 * the largest growth first. Null where there are none. It explains and judges nothing.
 */
export function describeAlive(told: Told): string | null {
  const [baseline, secondary, candidate] = [
    sumOf(told.baseline),
    sumOf(told.secondary),
    sumOf(told.candidate),
  ];
  const grown = [...candidate]
    .map(([name, alive]) => ({
      name,
      alive,
      before: Math.max(baseline.get(name) ?? 0, secondary.get(name) ?? 0),
    }))
    .filter(({ alive, before }) => alive >= before * 1.5 && alive - before >= leastMore)
    .toSorted((one, another) => another.alive - another.before - (one.alive - one.before));
  if (grown.length === 0) return null;
  const named = grown.slice(0, mostNamed).map(({ name, alive, before }) => `${name} ${before} → ${alive}`);
  const pause = Math.round(Math.max(...told.candidate.map(({ pauseMs }) => pauseMs)));
  return `instances alive at the end: ${named.join(', ')} (counted once, in ${pause} ms)`;
}

function sumOf(events: readonly InstancesEvent[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { counts } of events)
    for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count);
  return sums;
}
