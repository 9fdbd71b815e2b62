import type { ElementPair, Unpaired } from './align-arrays.ts';
import { commonSubsequence } from './common-subsequence.ts';

/** A number for each element, by its index: equal ones for equal elements. */
export type ElementNumbers = {
  readonly baseline: (index: number) => number;
  readonly other: (index: number) => number;
};

/**
 * As many equal elements as can be paired without one of them having moved. Of several ways the same is chosen whichever of the two
 * is the baseline.
 */
export function pairInOrder({ baseline, other }: Unpaired, numbers: ElementNumbers): readonly ElementPair[] {
  const [ours, theirs] = [baseline.map(numbers.baseline), other.map(numbers.other)];
  const isTurned = goesBefore(theirs, ours);
  const found = isTurned ? commonSubsequence(theirs, ours) : commonSubsequence(ours, theirs);
  return found.map(({ one, another }) => ({
    baseline: baseline[isTurned ? another : one] ?? 0,
    other: other[isTurned ? one : another] ?? 0,
  }));
}

/** The shorter one; of two as long, by where the items of each were met before, for the numbers themselves depend on who is asked first. */
function goesBefore(one: readonly number[], another: readonly number[]): boolean {
  if (one.length !== another.length) return one.length < another.length;
  const [ranks, turned] = [createRanks(), createRanks()];
  for (let at = 0; at < one.length; at += 1) {
    const [first, second] = [one[at] ?? -1, another[at] ?? -1];
    const difference = ranks(first) - turned(second) || ranks(second) - turned(first);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** How many others were met before an item was. */
function createRanks(): (item: number) => number {
  const known = new Map<number, number>();
  return (item) => {
    const rank = known.get(item) ?? known.size;
    if (rank === known.size) known.set(item, rank);
    return rank;
  };
}

/** The first of some value in the baseline goes with the first of that value in the other, and so on. */
export function pairEqual(rest: Unpaired, numbers: ElementNumbers): readonly ElementPair[] {
  const waiting = new Map<number, number[]>();
  for (const index of rest.other.toReversed()) {
    const identity = numbers.other(index);
    const indices = waiting.get(identity);
    if (indices === undefined) waiting.set(identity, [index]);
    else indices.push(index);
  }
  return rest.baseline.flatMap((baseline) => {
    const other = waiting.get(numbers.baseline(baseline))?.pop();
    return other === undefined ? [] : [{ baseline, other }];
  });
}
