import { describe, expect, test } from '@jest/globals';
import { createFields, pairByKey } from '../../../src/comparison/arrays/pair-by-key.ts';
import type { JsonArray } from '../../../src/comparison/json/json-value.ts';
import { aJson, diff, json, named } from '../builders.ts';

function pairs(baseline: string, other: string): readonly string[] {
  const arrays = { baseline: json(baseline) as JsonArray, other: json(other) as JsonArray };
  const rest = { baseline: [...arrays.baseline.keys()], other: [...arrays.other.keys()] };
  return pairByKey(rest, createFields(arrays)).map((pair) => `${pair.baseline}-${pair.other}`);
}

describe('records with a key', () => {
  test.each([
    [
      'by the field that tells them apart',
      '[{"k":"a","v":1},{"k":"b","v":1}]',
      '[{"k":"b","v":2},{"k":"a","v":3}]',
      ['0-1', '1-0'],
    ],
    [
      'a name that says so goes first',
      '[{"n":"a","id":1},{"n":"b","id":2}]',
      '[{"n":"b","id":1},{"n":"a","id":2}]',
      ['0-0', '1-1'],
    ],
    ['not by a value that is repeated', '[{"k":1},{"k":1}]', '[{"k":1},{"k":2}]', []],
    [
      'not by values of which too few come back',
      '[{"k":1},{"k":2},{"k":4}]',
      '[{"k":1},{"k":8},{"k":9}]',
      [],
    ],
    ['not by what some do not have', '[{"k":5},{"k":2}]', '[{"k":5},{"x":2}]', []],
    [
      'not by the number of the position',
      '[{"rank":1},{"rank":2}]',
      '[{"rank":1},{"rank":2},{"rank":3}]',
      [],
    ],
    ['not where elements are no records', '[1,2]', '[2,3]', []],
  ])('%s', (_, baseline, other, expected) => {
    expect(pairs(baseline, other)).toEqual(expected);
  });

  test('a record changed all over beside an inserted one is still the same record', () => {
    const baseline = [
      { id: 7, a: 1, b: 1, c: 1 },
      { id: 8, a: 5, b: 5, c: 5 },
    ];
    const other = [
      { id: 6, a: 9, b: 9, c: 9 },
      { id: 7, a: 2, b: 2, c: 2 },
      { id: 8, a: 5, b: 5, c: 5 },
    ];
    expect(named(diff(aJson(baseline), aJson(other)))).toEqual([
      'value-changed body/0/a',
      'value-changed body/0/b',
      'value-changed body/0/c',
      'element-added body/0',
    ]);
  });
});
