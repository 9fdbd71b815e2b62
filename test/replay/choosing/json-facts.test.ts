// covers: text-hash.ts
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readJsonFacts } from '../../../src/replay/choosing/json-facts.ts';

function factsOf(text: string): { whole: boolean; types: number[]; likenesses: number[] } {
  const types = new Set<number>();
  const likenesses = new Set<number>();
  const whole = readJsonFacts(Buffer.from(text), (typed, liked) => {
    types.add(typed);
    likenesses.add(liked);
  });
  return { whole, types: [...types].sort(), likenesses: [...likenesses].sort() };
}
const typesOf = (value: unknown) => factsOf(JSON.stringify(value)).types;

test('every JSON text is read to its end, with or without spaces', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const [dense, spaced] = [factsOf(JSON.stringify(value)), factsOf(JSON.stringify(value, null, 2))];
      expect(dense.whole).toBe(true);
      expect(spaced).toEqual(dense);
    }),
  );
});

test('the order of members says nothing', () => {
  const members = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(members, (value) => {
      const turned = Object.fromEntries(Object.entries(value).reverse());
      expect(factsOf(JSON.stringify(turned))).toEqual(factsOf(JSON.stringify(value)));
    }),
  );
});

test.each<[string, unknown, unknown]>([
  ['another value', { a: 1, b: 'x' }, { a: 29, b: 'y z' }],
  ['a longer list', { items: [{ id: 1 }] }, { items: [{ id: 1 }, { id: 2 }] }],
  ['another id as key', { prices: { '17': 1 } }, { prices: { '23': 2 } }],
  ['another long key with a digit', { of: { 'a7c2e1f0-2222-4444': 1 } }, { of: { 'b7c2e1f0-2222-4444': 2 } }],
])('the same types: %s', (_name, a, b) => expect(typesOf(a)).toEqual(typesOf(b)));

test.each<[string, unknown, unknown]>([
  ['null in place of a text', { a: 'x' }, { a: null }],
  ['a member less', { a: 1, b: 2 }, { a: 1 }],
  ['an empty list', { a: [1] }, { a: [] }],
  ['an empty object', { a: { b: 1 } }, { a: {} }],
  ['a text in place of a number', { a: 1 }, { a: '1' }],
  ['another name', { a: 1 }, { b: 1 }],
])('other types: %s', (_name, a, b) => expect(typesOf(a)).not.toEqual(typesOf(b)));

test.each<[string, unknown, unknown]>([
  ['below zero', 5, -5],
  ['zero', 5, 0],
  ['one', 5, 1],
  ['more digits', 5, 500],
  ['behind the point', 5, 5.25],
  ['one and two places behind the point', 5.5, 5.25],
  ['an empty text', 'abc', ''],
  ['a long text', 'abc', 'abc '.repeat(20)],
  ['not ASCII', 'Jose', 'José'],
  ['spaces', 'ab', 'a b'],
  ['digits', 'ab', '12'],
  ['a truth', true, false],
])('a value unlike the other: %s', (_name, a, b) => {
  const [one, other] = [factsOf(JSON.stringify({ value: a })), factsOf(JSON.stringify({ value: b }))];
  expect(one.types).toEqual(other.types);
  expect(one.likenesses).not.toEqual(other.likenesses);
});

test.each(['{"a":', '{"a" 1}', '[1,', '"open', 'plain text!', '', '{,}', '[1 2]'])('no JSON: %s', (text) =>
  expect(factsOf(text).whole).toBe(false),
);

test('neither depth nor length overflows or takes long', () => {
  expect(factsOf('['.repeat(1_000_000)).whole).toBe(false);
  expect(factsOf(`[${'1,'.repeat(1_000_000)}1]`).whole).toBe(true);
});
