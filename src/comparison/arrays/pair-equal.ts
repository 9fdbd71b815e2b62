import type { ElementPair, Unpaired } from './align-arrays.ts';
import { commonSubsequence } from './common-subsequence.ts';

/** A number for each element, by its index: equal ones for equal elements. */
export type ElementNumbers = {
  readonly baseline: (index: number) => number;
  readonly other: (index: number) => number;
};

/** As many equal elements as can be paired without one of them having moved. */
export function pairInOrder({ baseline, other }: Unpaired, numbers: ElementNumbers): readonly ElementPair[] {
  const found = commonSubsequence(baseline.map(numbers.baseline), other.map(numbers.other));
  return found.map(({ one, another }) => ({ baseline: baseline[one] ?? 0, other: other[another] ?? 0 }));
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
