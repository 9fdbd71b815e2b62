import { expect, test } from '@jest/globals';
import { pairInGaps } from '../../../src/comparison/arrays/pair-in-gaps.ts';
import { isJsonArray } from '../../../src/comparison/json/json-value.ts';
import { json } from '../builders.ts';

function pair(baseline: string, other: string, anchors: readonly (readonly [number, number])[] = []) {
  const [one = [], another = []] = [json(baseline), json(other)].map((value) =>
    isJsonArray(value) ? value : [],
  );
  const pairs = anchors.map(([left, right]) => ({ baseline: left, other: right }));
  const rest = {
    baseline: [...one.keys()].filter((index) => !pairs.some((known) => known.baseline === index)),
    other: [...another.keys()].filter((index) => !pairs.some((known) => known.other === index)),
  };
  return pairInGaps(rest, { baseline: one, other: another }, pairs).map((found) => [
    found.baseline,
    found.other,
  ]);
}

test('changed scalars between the same neighbours pair one by one', () => {
  expect(
    pair('[0,1,2,9]', '[0,5,6,7,9]', [
      [0, 0],
      [3, 4],
    ]),
  ).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test('scalars on different sides of a neighbour do not pair', () => {
  expect(pair('[1,0]', '[0,2]', [[1, 0]])).toEqual([]);
});

test('structures pair in an even gap when they look alike', () => {
  expect(pair('[{"a":1}]', '[{"a":2}]')).toEqual([[0, 0]]);
  expect(pair('[{"a":1}]', '[{"b":2}]')).toEqual([]);
  expect(pair('[{"a":1}]', '[{"a":2},{"a":3}]')).toEqual([]);
  expect(pair('[[1]]', '[2]')).toEqual([]);
});
