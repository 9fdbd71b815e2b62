// covers: json-leaf.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonLeaf } from '../../../src/replay/values/json-leaf.ts';
import { readJsonLeaves } from '../../../src/replay/values/json-leaves.ts';

function leavesOf(text: string): readonly JsonLeaf[] {
  const leaves: JsonLeaf[] = [];
  readJsonLeaves(text, (leaf) => leaves.push(leaf));
  return leaves;
}

describe('leaves of a JSON text', () => {
  test('each with its place and its names', () => {
    const text = '{ "order": {"id": 17, "a/b": [ {"sku":"x"}, "y" ]}, "ok": true }';
    expect(
      leavesOf(text).map(({ pointer, text: leaf, name, parent, inArray }) => ({
        pointer,
        leaf,
        name,
        parent,
        inArray,
      })),
    ).toEqual([
      { pointer: '/order/id', leaf: '17', name: 'id', parent: 'order', inArray: false },
      { pointer: '/order/a~1b/0/sku', leaf: 'x', name: 'sku', parent: 'a/b', inArray: true },
      { pointer: '/order/a~1b/1', leaf: 'y', name: 'a/b', parent: 'order', inArray: true },
    ]);
  });

  test('digits stay as written', () => {
    expect(leavesOf('[9007199254740993, 1.0, -0, 1E5]').map(({ text }) => text)).toEqual([
      '9007199254740993',
      '1.0',
      '-0',
      '1E5',
    ]);
  });

  test.each(['{"a":1', '{"a" 1}', '[1,]', 'nul', '{"a":1} x', '"\\q"', '[01]', ''])(
    '%s is not JSON',
    (text) => {
      expect(readJsonLeaves(text, () => {})).toBe(false);
    },
  );

  test('endless nesting ends', () => {
    expect(readJsonLeaves('['.repeat(100_000), () => {})).toBe(false);
  });

  test('law: leaves are those that JSON.parse finds, and offsets delimit them', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const expected: unknown[] = [];
        JSON.parse(text, (_key, value: unknown) => {
          if (typeof value === 'string' || typeof value === 'number') expected.push(value);
          return value;
        });
        const found = leavesOf(text).map(({ start, end }) => JSON.parse(text.slice(start, end)) as unknown);
        const duplicateFree =
          new Set(text.match(/"(?:[^"\\]|\\.)*"\s*:/g)).size ===
          (text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []).length;
        if (duplicateFree) expect([...found].sort(byText)).toEqual(expected.sort(byText));
      }),
    );
  });
});

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
