import { expect, test } from '@jest/globals';
import { writeJson } from '../../../src/comparison/json/write-json.ts';
import { json } from '../builders.ts';

test.each(['{"a":[1,{"b":null}],"c":"\\u2028\\""}', '[]', '{}', '[[],[{}]]', '"x"', '1.50'])(
  'writes %s as it was',
  (text) => {
    const once = [...writeJson(json(text))].join('');
    expect(once.replace('\u2028', '\\u2028')).toBe(text);
  },
);

test('the head of a deep document costs only the head', () => {
  const depth = 100_000;
  const pieces = writeJson(json('['.repeat(depth) + ']'.repeat(depth)));
  const head = Array.from({ length: 5 }, () => pieces.next().value);
  expect(head).toEqual(['[', '[', '[', '[', '[']);
});
