// covers: normal-distribution.ts
// covers: false-discovery.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { falseDiscoveryRates } from '../../../src/comparison/cost/false-discovery.ts';
import { quantileOfTail, upperTail } from '../../../src/comparison/cost/normal-distribution.ts';
import { type SignedRank, signedRank } from '../../../src/comparison/cost/signed-rank.ts';

function ranked(differences: readonly number[], confidence = 0.95): SignedRank {
  const found = signedRank(differences, confidence);
  if (found === null) throw new Error('there are differences');
  return found;
}

describe('the signed-rank test against published figures', () => {
  test('depression scores of Hollander and Wolfe, table 3.1, as R prints them', () => {
    const first = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
    const second = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
    const found = ranked(first.map((value, index) => value - (second[index] ?? 0)));
    expect(found.p).toBeCloseTo(0.0390625, 10);
    expect(found.estimate).toBeCloseTo(0.46, 10);
    expect(found.interval[0]).toBeCloseTo(0.01, 10);
    expect(found.interval[1]).toBeCloseTo(0.786, 10);
    expect(found.effect).toBeCloseTo((40 - 5) / 45, 10);
  });

  test('heights of Darwin’s maize, which have ties: V = 96 of 120, p by the normal curve', () => {
    const eighths = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    const found = ranked(eighths);
    expect(found.effect).toBeCloseTo((96 - 24) / 120, 10);
    expect(found.p).toBeCloseTo(0.04126, 5);
  });

  test('the smallest sample that can be significant at 5 % has six pairs', () => {
    expect(ranked([1, 2, 3, 4, 5]).p).toBe(0.0625);
    expect(ranked([1, 2, 3, 4, 5, 6]).p).toBe(0.03125);
  });

  test('the normal curve', () => {
    expect(upperTail(1.959963984540054)).toBeCloseTo(0.025, 12);
    expect(upperTail(-1)).toBeCloseTo(0.8413447460685429, 12);
    expect(upperTail(6) / 9.865876450376981e-10).toBeCloseTo(1, 9);
    expect(quantileOfTail(0.01)).toBeCloseTo(2.3263478740408408, 10);
  });
});

describe('laws of the signed-rank test', () => {
  const samples = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 70 });

  test('swapping the sides swaps the signs and nothing else', () => {
    fc.assert(
      fc.property(samples, (differences) => {
        const [one, other] = [ranked(differences), ranked(differences.map((each) => -each))];
        expect(other.p).toBeCloseTo(one.p, 12);
        expect(other.effect + one.effect).toBeCloseTo(0, 12);
        expect(other.estimate + one.estimate).toBeCloseTo(0, 9);
        expect(other.interval[0] + one.interval[1]).toBeCloseTo(0, 9);
      }),
    );
  });

  test('the estimate lies in its interval, and moves along with the differences', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: -500, max: 500 }), (differences, shift) => {
        const [one, moved] = [ranked(differences), ranked(differences.map((each) => each + shift))];
        expect(one.interval[0]).toBeLessThanOrEqual(one.estimate);
        expect(one.interval[1]).toBeGreaterThanOrEqual(one.estimate);
        expect(moved.estimate - one.estimate).toBeCloseTo(shift, 9);
      }),
    );
  });

  test('case by case and by the normal curve agree where both can be had', () => {
    const distinct = Array.from({ length: 50 }, (_, index) => (index % 3 === 0 ? -1 : 1) * (index + 1));
    const tied = [...distinct.slice(0, 48), -49.5, 49.5];
    expect(Math.abs(ranked(distinct).p - ranked(tied).p)).toBeLessThan(0.01);
  });

  test('nothing is found in nothing', () => {
    expect(signedRank([], 0.98)).toBeNull();
    expect(ranked([0, 0, 0])).toMatchObject({ differing: 0, estimate: 0, effect: 0, p: 1 });
  });
});

describe('false discoveries', () => {
  test('the example of Benjamini and Hochberg (1995): four of fifteen stand at 5 %', () => {
    const chances = [
      ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459],
      ...[0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
    ];
    const rates = falseDiscoveryRates(chances);
    expect(rates.filter((rate) => rate <= 0.05)).toHaveLength(4);
    expect(rates[0]).toBeCloseTo(0.0015, 10);
    expect(falseDiscoveryRates(chances.toReversed()).toReversed()).toEqual(rates);
  });
});
