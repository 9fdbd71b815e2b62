import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rankSum } from '../../../src/comparison/cost/rank-sum.ts';

/** Every way to choose which ranks of all are those of the second group. */
function* choices(all: number, chosen: number, from = 1): Generator<readonly number[]> {
  if (chosen === 0) {
    yield [];
    return;
  }
  for (let rank = from; rank <= all - chosen + 1; rank += 1)
    for (const rest of choices(all, chosen - 1, rank + 1)) yield [rank, ...rest];
}

/** The chance as it is defined: the share of all orders that are as far from the middle, or further. */
function enumeratedChance(before: readonly number[], after: readonly number[]): number {
  const [n, m] = [before.length, after.length];
  const distance = (larger: number) => Math.abs(larger - (n * m) / 2);
  const largerOf = (ranks: readonly number[]) =>
    ranks.reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2;
  const seen = after.reduce((sum, one) => sum + before.filter((other) => other < one).length, 0);
  const orders = [...choices(n + m, m)];
  const asFar = orders.filter((ranks) => distance(largerOf(ranks)) >= distance(seen));
  return asFar.length / orders.length;
}

const distinct = fc
  .uniqueArray(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 2, maxLength: 11 })
  .chain((values) => fc.integer({ min: 1, max: values.length - 1 }).map((cut) => ({ values, cut })));

describe('laws', () => {
  test('the chance is the one that counting all orders gives', () => {
    fc.assert(
      fc.property(distinct, ({ values, cut }) => {
        const [before, after] = [values.slice(0, cut), values.slice(cut)];
        expect(rankSum(before, after)?.p).toBeCloseTo(enumeratedChance(before, after), 12);
      }),
      { numRuns: 150 },
    );
  });

  test('the other way round only the sign changes', () => {
    const some = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(some, some, (one, another) => {
        const [there, back] = [rankSum(one, another), rankSum(another, one)];
        expect(there?.p).toBeCloseTo(back?.p ?? -1, 12);
        expect(there?.effect).toBeCloseTo(-(back?.effect ?? 0), 12);
        expect(there?.shift).toBeCloseTo(-(back?.shift ?? 0), 12);
      }),
    );
  });
});

test('what the tables of Mann and Whitney say', () => {
  // Of 252 orders of five and five, two have a count of 0 or 1 on either side.
  const before = [1, 2, 3, 4, 6];
  expect(rankSum(before, [5, 7, 8, 9, 10])).toMatchObject({
    p: expect.closeTo(4 / 252, 12),
    effect: expect.closeTo(0.92, 12),
  });
  expect(rankSum(before, [4.5, 7, 8, 9, 10])?.p).toBeCloseTo(4 / 252, 12);
  expect(rankSum([1, 2, 3], [4, 5, 6])).toEqual({ p: expect.closeTo(0.1, 12), effect: 1, shift: 3 });
});

test('equal values are estimated, and what is equal everywhere differs by nothing', () => {
  const zeros = new Array<number>(30).fill(0);
  expect(rankSum(zeros, zeros)).toEqual({ p: 1, effect: 0, shift: 0 });
  const found = rankSum(zeros, new Array<number>(30).fill(5));
  expect(found).toMatchObject({ effect: 1, shift: 5 });
  expect(found?.p).toBeLessThan(1e-12);
  expect(rankSum([], [1])).toBeNull();
});

test('counted and estimated agree where both can be asked', () => {
  const before = Array.from({ length: 40 }, (_, index) => index);
  const after = before.map((value) => value + 10.5);
  const counted = rankSum(before, after)?.p ?? 0;
  const estimated = rankSum([...before, 40], [...after, 50.5])?.p ?? 0;
  expect(counted).toBeLessThan(0.001);
  expect(Math.abs(Math.log10(counted) - Math.log10(estimated))).toBeLessThan(0.5);
});
