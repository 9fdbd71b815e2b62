import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { longestIncreasing } from '../../../src/comparison/arrays/longest-increasing.ts';

test('finds an increasing subsequence that no other is longer than', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer(), { maxLength: 12 }), (values) => {
      const positions = longestIncreasing(values);
      const chosen = positions.map((position) => values[position] ?? Number.NaN);
      expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      expect(chosen).toEqual(chosen.toSorted((a, b) => a - b));
      expect(chosen.length).toBe(lengthByTrying(values));
    }),
  );
});

/** Quadratic and obvious. */
function lengthByTrying(values: readonly number[]): number {
  const best: number[] = [];
  values.forEach((value, at) => {
    const before = values.slice(0, at).map((other, index) => (other < value ? (best[index] ?? 0) : 0));
    best.push(Math.max(0, ...before) + 1);
  });
  return Math.max(0, ...best);
}
