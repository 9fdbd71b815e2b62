import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPackedNumbers } from '../../src/domain/packed-numbers.ts';

/** Long enough for several blocks, whose numbers are alike, near each other or anything. */
const numbers = fc
  .array(
    fc.record({
      count: fc.integer({ min: 1, max: 5000 }),
      from: fc.oneof(fc.integer(), fc.constantFrom(1_763_769_600_000, -5, Number.MAX_SAFE_INTEGER)),
      step: fc.constantFrom(0, 1, -1, 7, 1000, 65_536),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) =>
    parts.flatMap(({ count, from, step }) => Array.from({ length: count }, (_, at) => from - at * step)),
  );

test('numbers come back as they were', () => {
  fc.assert(
    fc.property(numbers, (given) => {
      const packed = createPackedNumbers();
      for (const number of given) packed.push(number);
      expect(packed.length).toBe(given.length);
      expect(given.every((number, index) => packed.at(index) === number)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('fractions and what is no number come back too', () => {
  const packed = createPackedNumbers();
  for (let at = 0; at < 5000; at += 1) packed.push(at % 3 === 0 ? Number.NaN : at / 8);
  expect([packed.at(0), packed.at(1), packed.at(4999)]).toEqual([Number.NaN, 1 / 8, 4999 / 8]);
});

test('there is nothing before the first and behind the last', () => {
  const packed = createPackedNumbers();
  packed.push(7);
  expect([packed.at(-1), packed.at(0), packed.at(1), packed.at(0.5)]).toEqual([
    undefined,
    7,
    undefined,
    undefined,
  ]);
});

test('a million numbers that hardly differ take less than two bytes each', () => {
  const before = process.memoryUsage().arrayBuffers;
  const packed = createPackedNumbers();
  for (let at = 0; at < 1_000_000; at += 1) packed.push(1_763_769_600_000 + (at % 200));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000);
  expect(packed.at(999_999)).toBe(1_763_769_600_000 + (999_999 % 200));
});
