import { describe, expect, test } from '@jest/globals';
import { confirmDivergences, isUndecided } from '../../src/comparison/confirm-divergences.ts';
import { learnNoise } from '../../src/comparison/noise/learn-noise.ts';
import { aJson, aRun, settled } from './builders.ts';

const run = (candidate: unknown, secondary: unknown = { a: 1 }) =>
  aRun({ baseline: aJson({ a: 1 }), secondary: aJson(secondary), candidate: aJson(candidate) });

describe('what two runs say of a divergence', () => {
  test.each<[string, unknown, unknown, readonly string[]]>([
    ['it came back', { a: 2 }, { a: 2 }, ['value-changed body/a']],
    ['it came back with another value', { a: 2 }, { a: 3 }, ['value-changed body/a']],
    ['it did not come back', { a: 2 }, { a: 1 }, ['value-changed body/a: flaky']],
    ['it came late', { a: 1 }, { a: 2 }, ['value-changed body/a: flaky']],
    [
      'it came back as another kind',
      { a: 2 },
      {},
      ['value-changed body/a: flaky', 'field-removed body/a: flaky'],
    ],
    ['there was none', { a: 1 }, { a: 1 }, []],
  ])('%s', (_, first, second, expected) => {
    expect(settled([run(first), run(second)])).toEqual(expected);
  });

  test.each<[string, readonly number[], string]>([
    ['it came back each time', [2, 1, 2, 2, 2], 'value-changed body/a'],
    ['it came late, and each time from then on', [1, 2, 2, 2, 2], 'value-changed body/a'],
    ['in recorded order alone, and there each time', [1, 1, 2, 2, 2], 'value-changed body/a'],
    ['it came back twice and then no more', [2, 1, 2, 2, 1], 'value-changed body/a: flaky'],
    [
      'it came back in three of four, and was not asked for again',
      [2, 1, 2, 2],
      'value-changed body/a: flaky',
    ],
    ['both first runs showed it, and a run in recorded order did not', [2, 2, 1], 'value-changed body/a'],
    ['only a run in recorded order showed it', [1, 1, 2], 'value-changed body/a: flaky'],
  ])('asked again: %s', (_, values, expected) => {
    expect(settled(values.map((a) => run({ a })))).toEqual([expected]);
  });

  test('it is left open while it came back each time, and three times are enough', () => {
    const runs = (...values: readonly number[]) => values.map((a) => run({ a }));
    const undecided = (values: readonly number[]) =>
      isUndecided(confirmDivergences(runs(...values), learnNoise(runs(...values))));
    expect(undecided([2, 1])).toBe(true);
    expect(undecided([2, 1, 2, 2])).toBe(true);
    expect(undecided([1, 1, 2])).toBe(true);
    expect(undecided([2, 1, 1])).toBe(false);
    expect(undecided([2, 1, 2, 2, 2])).toBe(false);
    expect(undecided([2, 2])).toBe(false);
    expect(undecided([1, 1])).toBe(false);
  });

  test('one run that alone replayed an exchange decides alone', () => {
    const other = aRun({ id: 'x2', baseline: aJson({}), secondary: aJson({}), candidate: aJson({}) });
    expect(settled([run({ a: 2 }), other])).toEqual(['value-changed body/a']);
  });

  test('noise of one run is noise of the other', () => {
    expect(settled([run({ a: 2 }), run({ a: 3 }, { a: 2 })])).toEqual(['value-changed body/a: noise']);
  });

  test('in an array, what came back elsewhere in it came back', () => {
    const list = (...prices: readonly number[]) => aJson(prices.map((price, id) => ({ id, price })));
    const changed = (...prices: readonly number[]) =>
      aRun({ baseline: list(1, 2), secondary: list(1, 2), candidate: list(...prices) });
    expect(settled([changed(9, 2), changed(1, 9)])).toEqual(['value-changed body/0/price']);
  });
});
