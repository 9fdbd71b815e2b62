// covers: row-signature.ts
import { expect, test } from '@jest/globals';
import { createIdMap } from '../../../src/comparison/state/id-map.ts';
import { pairRows } from '../../../src/comparison/state/pair-rows.ts';
import { momentsOf, signatureOf } from '../../../src/comparison/state/row-signature.ts';
import type { StateRow } from '../../../src/domain/state.ts';

const table = {
  unit: { store: 'data', kind: 'table', name: 'orders', keyColumns: ['id'] },
  references: new Map(),
  seededTo: 0,
} as const;
const row = (id: number, name: string, cents: number, at = '2026-01-01T10:00:00Z'): StateRow => ({
  key: `["${id}"]`,
  values: {
    id: { type: 'number', text: String(id) },
    name: { type: 'text', text: name },
    cents: { type: 'number', text: String(cents) },
    at: { type: 'text', text: at },
  },
});
const pairsOf = (baseline: readonly StateRow[], other: readonly StateRow[]) =>
  pairRows({ baseline, other }, table, createIdMap())
    .pairs.map((pair) => `${pair.baseline.key}-${pair.other.key}`)
    .sort();

test('a changed value does not make another row of it, though another row has that value now', () => {
  const before = [row(1, 'ada', 10), row(2, 'ada', 11), row(3, 'ada', 12)];
  const after = [row(1, 'ada', 11), row(2, 'ada', 12), row(3, 'ada', 13)];
  expect(pairsOf(before, after)).toEqual(['["1"]-["1"]', '["2"]-["2"]', '["3"]-["3"]']);
});

test('contents go before keys where keys were given anew', () => {
  expect(pairsOf([row(1, 'ada', 10), row(2, 'bob', 20)], [row(1, 'bob', 20), row(2, 'ada', 10)])).toEqual([
    '["1"]-["2"]',
    '["2"]-["1"]',
  ]);
});

test('a row with a new number and one changed value is still that row', () => {
  expect(pairsOf([row(1, 'ada', 10)], [row(7, 'ada', 12)])).toEqual(['["1"]-["7"]']);
});

test('rows that are alike go together in the order in which they were written', () => {
  const at = (second: number) => `2026-01-01T10:00:0${second}Z`;
  const before = [row(1, 'ada', 10, at(1)), row(2, 'ada', 10, at(2))];
  const after = [row(8, 'ada', 10, at(5)), row(9, 'ada', 10, at(4))];
  expect(pairsOf(before, after)).toEqual(['["1"]-["9"]', '["2"]-["8"]']);
  expect(momentsOf(before[0] as StateRow)).toEqual([Date.parse(at(1))]);
});

test('a known id is told by its counterpart, an unknown one by its class', () => {
  const ids = createIdMap();
  const token = (text: string): StateRow => ({ key: '[]', values: { token: { type: 'text', text } } });
  const [one, another] = ['9f8e7d6c5b4a39281706', '1a2b3c4d5e6f70819283'];
  expect(signatureOf(token(one), 'baseline', { table, ids }).get('token')).toBe('~token-20');
  ids.pair('', one, another);
  const sides = [
    signatureOf(token(one), 'baseline', { table, ids }),
    signatureOf(token(another), 'other', { table, ids }),
  ];
  expect(sides[0]).toEqual(sides[1]);
  expect(sides[0]?.get('token')).toBe(`=${another}`);
});
