// covers: shortest-edit.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commonSubsequence } from '../../../src/comparison/arrays/common-subsequence.ts';

const count = (size: number, first = 0) => Array.from({ length: size }, (_, index) => first + index);

/** Its length by the textbook, quadratic means. */
function longest(one: readonly number[], another: readonly number[]): number {
  let row = another.map(() => 0);
  for (const item of one) {
    const next: number[] = [];
    another.forEach((other, at) => {
      const beside = Math.max(row[at] ?? 0, next[at - 1] ?? 0);
      next.push(item === other ? (row[at - 1] ?? 0) + 1 : beside);
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe('what two sequences share in order', () => {
  const items = fc.array(fc.nat(5), { maxLength: 40 });

  test('are pairs of equal items in the order of both, and as many as there can be', () => {
    fc.assert(
      fc.property(items, items, (one, another) => {
        const pairs = commonSubsequence(one, another);
        for (const pair of pairs) expect(one[pair.one]).toBe(another[pair.another]);
        pairs.slice(1).forEach((pair, index) => {
          expect(pair.one).toBeGreaterThan(pairs[index]?.one ?? -1);
          expect(pair.another).toBeGreaterThan(pairs[index]?.another ?? -1);
        });
        expect(pairs.length).toBe(longest(one, another));
      }),
    );
  });

  test('an item that moved across many equal ones is one that moved', () => {
    const equal = Array.from({ length: 10_000 }, () => 7);
    expect(commonSubsequence([1, ...equal], [...equal, 1])).toHaveLength(10_000);
  });

  const shuffled = count(10_000).toSorted(
    (one, another) => ((one * 7919) % 10_007) - ((another * 7919) % 10_007),
  );
  const manyTwice = count(10_000).map((index) => (index * 7919) % 500);
  test.each([
    ['nothing in common', count(10_000), count(10_000, 20_000)],
    ['another order', count(10_000), shuffled],
    ['reversed', count(10_000), count(10_000).toReversed()],
    ['few different items in another order', manyTwice, manyTwice.toReversed()],
    ['every other item replaced', count(10_000), count(10_000).map((item) => (item % 2 ? item : -item - 1))],
    ['two blocks that changed places', count(10_000), [...count(5_000, 5_000), ...count(5_000)]],
  ])('is answered in bounded time: %s', (_, one, another) => {
    const before = process.cpuUsage();
    const pairs = commonSubsequence(one, another);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(1_000);
    for (const pair of pairs) expect(one[pair.one]).toBe(another[pair.another]);
  });
});
