import { describe, expect, test } from '@jest/globals';
import { falseDiscoveryRates, signTest } from '../../../src/comparison/noise/paired-test.ts';

describe('the exact sign test', () => {
  // From tables of the binomial distribution; the last is the two-sided exact McNemar p of Agresti's approval ratings, halved.
  test.each([
    [{ more: 8, less: 2 }, 0.0546875],
    [{ more: 10, less: 0 }, 1 / 1024],
    [{ more: 15, less: 5 }, 0.020694732666015625],
    [{ more: 3, less: 3 }, 1],
    [{ more: 2, less: 8 }, 1],
    [{ more: 0, less: 0 }, 1],
    [{ more: 150, less: 86 }, 3.716e-5 / 2],
  ])('%j', (tally, expected) => {
    expect(signTest(tally)).toBeCloseTo(expected, 8);
  });

  test('is exact where the terms are too small for a product', () => {
    const p = signTest({ more: 50_500, less: 49_500 });
    // Normal approximation with continuity correction: z = 999 / sqrt(100000).
    expect(p).toBeGreaterThan(7.8e-4);
    expect(p).toBeLessThan(8.1e-4);
    expect(signTest({ more: 5_000, less: 0 })).toBe(0);
  });
});

describe('false discovery rates', () => {
  // The 15 comparisons of section 3.2 in Benjamini and Hochberg (1995): four are rejected at 0.05.
  const published = [
    ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
    ...[0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
  ];

  test('as published', () => {
    const rates = falseDiscoveryRates(published);
    expect(rates.filter((rate) => rate <= 0.05)).toHaveLength(4);
    expect(rates[0]).toBeCloseTo(0.0015, 10);
    expect(rates[3]).toBeCloseTo(0.035625, 10);
    expect(rates[4]).toBeCloseTo(0.0603, 10);
  });

  test('keep the order given, and never exceed 1', () => {
    expect(falseDiscoveryRates([0.9, 0.001, 0.8])).toEqual([0.9, 0.003, 0.9]);
    expect(falseDiscoveryRates([])).toEqual([]);
  });
});
