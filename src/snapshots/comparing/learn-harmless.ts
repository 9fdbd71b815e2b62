import type { HitPair } from '../aligning/align-hits.ts';
import type { ValueDifference } from './compare-hits.ts';

/** How two aligned hits differ: in values, or in that only one build came there. */
export type Difference =
  | { readonly kind: 'values'; readonly differences: readonly ValueDifference[] }
  | { readonly kind: 'alone' };
export type Judged = HitPair & { readonly difference: Difference | null };

/** Says of a difference whether it is only another way to the same behaviour. */
export type IsHarmless = (judged: Judged) => boolean;

/**
 * Learns which differences in control flow mean nothing: a guard that was turned round, or a loop that was written
 * anew, also shows in exchanges that behave as before. Values are not learned so: a wrong one may be masked there.
 */
export function learnHarmless(
  judged: ReadonlyMap<string, readonly Judged[]>,
  affected: ReadonlySet<string>,
): IsHarmless {
  const seen = new Set<string>();
  for (const [exchangeId, pairs] of judged) {
    if (affected.has(exchangeId)) continue;
    for (const pair of pairs) if (isOfFlow(pair)) seen.add(probeOf(pair));
  }
  return (pair) => isOfFlow(pair) && seen.has(probeOf(pair));
}

function isOfFlow({ difference }: Judged): boolean {
  if (difference === null) return false;
  return difference.kind === 'alone' || difference.differences.every(({ name }) => name === 'condition');
}

function probeOf({ baseline, candidate }: HitPair): string {
  return (baseline ?? candidate)?.probeId ?? '';
}
