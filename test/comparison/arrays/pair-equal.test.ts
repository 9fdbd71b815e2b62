import { expect, test } from '@jest/globals';
import { pairEqual, pairInOrder } from '../../../src/comparison/arrays/pair-equal.ts';

const one = [1, 2, 3, 2, 4];
const another = [2, 1, 2, 3, 5];
const numbers = {
  baseline: (index: number) => one[index] ?? -1,
  other: (index: number) => another[index] ?? -1,
};
const named = (pairs: readonly { readonly baseline: number; readonly other: number }[]) =>
  pairs.map(({ baseline, other }) => `${baseline}-${other}`);

test('in the order of both, as many as can be', () => {
  const all = { baseline: [0, 1, 2, 3, 4], other: [0, 1, 2, 3, 4] };
  expect(named(pairInOrder(all, numbers))).toEqual(['0-1', '1-2', '2-3']);
});

test('in the same of several ways from either side', () => {
  const [ours, theirs] = [
    [0, 1, 0],
    [1, 0, 1, 2],
  ];
  const side = (items: readonly number[] = []) => ({
    at: [...items.keys()],
    number: (index: number) => items[index] ?? -1,
  });
  const pairs = (one = side(ours), another = side(theirs)) =>
    pairInOrder({ baseline: one.at, other: another.at }, { baseline: one.number, other: another.number });
  const turned = pairs(side(theirs), side(ours)).map(({ baseline, other }) => ({
    baseline: other,
    other: baseline,
  }));
  expect(named(pairs())).toEqual(named(turned));
});

test('in any order, the first with the first; only what is left of both', () => {
  expect(named(pairEqual({ baseline: [0, 1, 3, 4], other: [0, 2, 3, 4] }, numbers))).toEqual(['1-0', '3-2']);
});
