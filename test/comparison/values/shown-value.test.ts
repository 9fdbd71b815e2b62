import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  showBytes,
  showFailure,
  showJson,
  showString,
  showText,
} from '../../../src/comparison/values/shown-value.ts';
import { shownValue } from '../../../src/domain/divergence.ts';
import { aFailure, json } from '../builders.ts';

describe('one side of a divergence', () => {
  test.each([
    ['"text"', { type: 'string', text: 'text', length: 4 }],
    ['1.50', { type: 'number', text: '1.50', length: 4 }],
    ['null', { type: 'null', text: 'null', length: 4 }],
    ['[1,2,3]', { type: 'array', text: '[1,2,3]', length: 3 }],
    ['{"a":{"b":1}}', { type: 'object', text: '{"a":{"b":1}}', length: 1 }],
  ])('%s', (text, expected) => {
    expect(showJson(json(text))).toEqual(expected);
  });

  test('is never longer than the schema allows, whatever the value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.string({ unit: 'binary', maxLength: 900 }), (text, long) => {
        for (const value of [showJson(json(text)), showJson(long), showText(long), showString(long)]) {
          expect(shownValue.safeParse(value).success).toBe(true);
        }
      }),
    );
  });

  test('two long values that differ at their ends differ in the digest', () => {
    const head = 'a'.repeat(1000);
    const [one, other] = [`${head}1`, `${head}2`].map((text) => showText(text));
    expect(one?.text).toBe(other?.text);
    expect(one?.digest).not.toBe(other?.digest);
    const arrays = [`["${head}",1]`, `["${head}",2]`].map((text) => showJson(json(text)).digest);
    expect(new Set(arrays).size).toBe(2);
  });

  test('does not cut a character in half', () => {
    expect(showText(`${'a'.repeat(399)}😀`).text).toBe('a'.repeat(399));
  });

  test('bytes by their head, length and digest', () => {
    const value = showBytes(new Uint8Array(100));
    expect(value).toMatchObject({ type: 'bytes', text: `${'00'.repeat(16)}…`, length: 100 });
    expect(value.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a failure by its reason', () => {
    expect(showFailure({ ...aFailure('timed-out'), detail: 'after 5 s' }).text).toBe('timed-out: after 5 s');
  });
});
