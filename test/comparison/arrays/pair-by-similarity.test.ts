import { expect, test } from '@jest/globals';
import { pairBySimilarity } from '../../../src/comparison/arrays/pair-by-similarity.ts';
import { createIdentifier, exactScalarName } from '../../../src/comparison/json/identify-json.ts';
import { isJsonArray } from '../../../src/comparison/json/json-value.ts';
import { json } from '../builders.ts';

function pair(baseline: string, other: string) {
  const values = [json(baseline), json(other)].map((value) => (isJsonArray(value) ? value : []));
  const [one = [], another = []] = values;
  const rest = { baseline: [...one.keys()], other: [...another.keys()] };
  return pairBySimilarity(rest, { baseline: one, other: another }, createIdentifier(exactScalarName));
}

test('records with one changed field find each other, wherever they stand', () => {
  const baseline = '[{"sku":"a","name":"x","price":1},{"sku":"b","name":"y","price":2}]';
  const other = '[{"sku":"b","name":"y","price":3},{"sku":"a","name":"x","price":4}]';
  expect(pair(baseline, other)).toEqual([
    { baseline: 0, other: 1 },
    { baseline: 1, other: 0 },
  ]);
});

test('records that share little are two records', () => {
  expect(pair('[{"a":1,"b":2,"c":3,"d":4}]', '[{"a":1,"b":5,"c":6,"d":7}]')).toEqual([]);
});

test('scalars have no parts and are left to their position', () => {
  expect(pair('[1,2]', '[2,1]')).toEqual([]);
});
