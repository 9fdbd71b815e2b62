import { describe, expect, test } from '@jest/globals';
import { generatedClass, recogniseValue } from '../../../src/comparison/values/recognise-value.ts';
import { aToken } from '../builders.ts';

describe('what a value looks like by itself', () => {
  test.each([
    ['3f2a91c0-1c2d-4e5f-8a9b-0c1d2e3f4a5b', false, { kind: 'uuid', version: '4' }],
    ['01HZX3V9K2M4N6P8Q0R2S4T6V8', false, { kind: 'ulid' }],
    [aToken({ a: 1 }), false, { kind: 'jwt' }],
    ['17', true, { kind: 'number', value: 17, integer: true }],
    ['1.5', true, { kind: 'number', value: 1.5, integer: false }],
    ['17', false, { kind: 'text' }],
    ['hello', false, { kind: 'text' }],
  ])('%s', (text, numeric, expected) => {
    expect(recogniseValue(text, numeric)).toEqual(expected);
  });

  test.each([
    ['3f2a91c0-1c2d-4e5f-8a9b-0c1d2e3f4a5b', 'uuid'],
    ['2024-05-01T12:00:00Z', 'isoTsZ'],
    ['d41d8cd98f00b204e9800998ecf8427e', 'token-32'],
    ['a perfectly plain sentence 12', null],
    ['internationalisation', null],
    ['1234567890123456', 'epoch-us-text'],
    ['slug-7', null],
  ])('%s is aligned as %s', (text, expected) => {
    expect(generatedClass(text, false)).toBe(expected);
  });
});
