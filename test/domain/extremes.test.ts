// covers: extremes.ts
import { expect, test } from '@jest/globals';
import { largestOf, smallestOf } from '../../src/domain/extremes.ts';

test('of as many numbers as a large recording has exchanges', () => {
  const numbers = Array.from({ length: 1_000_000 }, (_, index) => (index * 7919) % 1_000_003);
  expect(() => Math.max(...numbers)).toThrow(RangeError);
  expect(largestOf(numbers)).toBe(1_000_002);
  expect(smallestOf(numbers)).toBe(0);
});

test('of none, as Math does', () => {
  expect(largestOf([])).toBe(Math.max());
  expect(smallestOf([])).toBe(Math.min());
});
