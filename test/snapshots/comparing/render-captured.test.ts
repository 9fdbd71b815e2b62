import { expect, test } from '@jest/globals';
import type { CapturedValue } from '../../../src/domain/runtime-snapshot.ts';
import { renderCaptured } from '../../../src/snapshots/comparing/render-captured.ts';

const one: CapturedValue = { type: 'number', text: '1' };

test.each<[string, CapturedValue]>([
  ['16', { type: 'number', text: '16' }],
  ['9007199254740993n', { type: 'bigint', text: '9007199254740993' }],
  ['"gold"', { type: 'string', text: 'gold', length: 4 }],
  ['"say \\"hi\\"\\n"', { type: 'string', text: 'say "hi"\n', length: 9 }],
  ['"abc"… 900 characters', { type: 'string', text: 'abc', length: 900, reason: 'length' }],
  ['<redacted string ab12>', { type: 'string', digest: 'ab12cd34', length: 9, reason: 'redacted' }],
  ['null', { type: 'null' }],
  ['undefined', { type: 'undefined' }],
  ['{total: 1}', { type: 'object', fields: { total: one } }],
  ['Cart {total: 1}', { type: 'object', class: 'Cart', fields: { total: one } }],
  ['[1, 1, … 48 more]', { type: 'array', length: 50, items: [one, one] }],
  [
    'Map {"a" => 1}',
    { type: 'map', length: 1, items: [{ type: 'array', items: [{ type: 'string', text: 'a' }, one] }] },
  ],
  ['Set {1}', { type: 'set', length: 1, items: [one] }],
  ['TypeError: no', { type: 'error', class: 'TypeError', text: 'no', fields: {} }],
  ['<not captured: proxy>', { type: 'not-captured', reason: 'proxy' }],
  ['<same as cart>', { type: 'reference', text: 'cart' }],
  ['<IncomingMessage>', { type: 'object', class: 'IncomingMessage', reason: 'heavy-class' }],
  ['<12 bytes>', { type: 'bytes', length: 12 }],
  ['Item <3 inside object>', { type: 'object', class: 'Item', length: 3, reason: 'depth' }],
])('%s', (expected, value) => {
  expect(renderCaptured(value)).toBe(expected);
});

test('a long rendering is cut', () => {
  const fields = Object.fromEntries(
    Array.from({ length: 6 }, (_, index) => [
      `name${index}`,
      { type: 'string', text: 'x'.repeat(60) } as const,
    ]),
  );
  expect(renderCaptured({ type: 'object', fields })).toHaveLength(160);
});
