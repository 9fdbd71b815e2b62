import { expect, test } from '@jest/globals';
import { createLikenessCounter } from '../../../src/replay/choosing/new-likenesses.ts';

test('a likeness is new twice at each place, and then no more', () => {
  const count = createLikenessCounter();
  expect(count(1, [7, 8])).toBe(2);
  expect(count(1, [7])).toBe(1);
  expect(count(1, [7, 8])).toBe(1);
  expect(count(1, [7, 8])).toBe(0);
  expect(count(2, [7, 8])).toBe(2);
});

test('a full table says of nothing that it is new, and goes on', () => {
  const count = createLikenessCounter();
  const news = count(
    1,
    Array.from({ length: 300_000 }, (_, index) => index),
  );
  expect(news).toBeGreaterThan(90_000);
  expect(news).toBeLessThan(100_000);
  expect(count(1, [299_999])).toBe(0);
});
