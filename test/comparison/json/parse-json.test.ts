import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../../src/comparison/json/parse-json.ts';
import { writeJson } from '../../../src/comparison/json/write-json.ts';

const written = (text: string): string | undefined => {
  const value = parseJson(text);
  return value === undefined ? undefined : [...writeJson(value)].join('');
};

describe('reading JSON without losing anything', () => {
  test('agrees with JSON.parse on every document', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value = written(text);
        expect(value).toBeDefined();
        expect(JSON.parse(value ?? '')).toEqual(JSON.parse(text));
      }),
    );
  });

  test('agrees with JSON.parse on what is no JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:0123456789.eE+-\\ntrufalse ') }), (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(parseJson(text) !== undefined).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['9007199254740993', '1.0', '-0', '1e400', '0.1000'])('keeps the digits of %s', (digits) => {
    expect(written(digits)).toBe(digits);
  });

  test('keeps a repeated key beside the first', () => {
    expect(written('{"id":1,"id":2}')).toBe('{"id":1,"id (repeated)":2}');
  });

  test('keeps a key named __proto__ a key', () => {
    expect(written('{"__proto__":{"x":1}}')).toBe('{"__proto__":{"x":1}}');
  });

  test('reads a quarter of a million open brackets', () => {
    const depth = 250_000;
    expect(parseJson('['.repeat(depth) + ']'.repeat(depth))).toBeDefined();
    expect(parseJson('['.repeat(depth))).toBeUndefined();
  });

  test.each(['', ' ', '01', '1.', '.5', "'a'", '"\u0001"', '"\\x"', '[1,]', '{"a"}', 'nul', '1 2'])(
    'refuses %j',
    (text) => {
      expect(parseJson(text)).toBeUndefined();
    },
  );
});
