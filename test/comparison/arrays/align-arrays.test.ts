import { describe, expect, test } from '@jest/globals';
import { alignArrays } from '../../../src/comparison/arrays/align-arrays.ts';
import { createIdentifier, exactScalarName } from '../../../src/comparison/json/identify-json.ts';
import { isJsonArray, type JsonArray } from '../../../src/comparison/json/json-value.ts';
import { json } from '../builders.ts';

function align(baseline: string, other: string) {
  const identities = {
    exact: createIdentifier(exactScalarName),
    masked: createIdentifier((scalar) => exactScalarName(scalar).replace(/^"id-.*/, 'id')),
  };
  return alignArrays({ baseline: array(baseline), other: array(other) }, identities);
}

function array(text: string): JsonArray {
  const value = json(text);
  if (!isJsonArray(value)) throw new Error('not an array');
  return value;
}

describe('which element is which', () => {
  test('an insertion at the head is one addition', () => {
    const { pairs, removed, added } = align('[1,2,3]', '[9,1,2,3]');
    expect([pairs.length, removed, added]).toEqual([3, [], [0]]);
  });

  test('of a moved element, only that one moved', () => {
    const { pairs, removed, added } = align('[1,2,3,4]', '[4,1,2,3]');
    expect(pairs.filter(({ moved }) => moved)).toEqual([{ baseline: 3, other: 0, moved: true }]);
    expect([removed, added]).toEqual([[], []]);
  });

  test('generated ids do not break the alignment', () => {
    const baseline = '[{"id":"id-1","n":"a"},{"id":"id-2","n":"b"}]';
    const other = '[{"id":"id-7","n":"x"},{"id":"id-8","n":"a"},{"id":"id-9","n":"b"}]';
    const { pairs, added } = align(baseline, other);
    expect(pairs.map(({ baseline: one, other: another }) => [one, another])).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(added).toEqual([0]);
  });

  test('repeated values are paired in order', () => {
    const { pairs, added } = align('[1,1,2]', '[1,1,1,2]');
    expect([pairs.length, added.length, pairs.some(({ moved }) => moved)]).toEqual([3, 1, false]);
  });

  test.each([
    ['[]', '[1]'],
    ['[1]', '[]'],
    ['[]', '[]'],
  ])('%s against %s', (baseline, other) => {
    const { pairs, removed, added } = align(baseline, other);
    expect(pairs).toEqual([]);
    expect([removed.length, added.length]).toEqual([array(baseline).length, array(other).length]);
  });
});
