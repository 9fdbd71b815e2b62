import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTokenMaker } from '../../../src/recording/redaction/token-shape.ts';

const token = createTokenMaker(Buffer.from('a redaction key of the tests'));
const other = createTokenMaker(Buffer.from('another redaction key'));

describe('a token', () => {
  test.each([
    ['one digit', '7', /^[1-9]$/],
    ['digits', '004711', /^[1-9][0-9]{5}$/],
    ['hex', 'deadbeef00112233', /^[0-9a-f]{16}$/],
    ['upper-case hex of odd length', 'DEADBEEF0', /^[0-9A-F]{9}$/],
    [
      'a uuid',
      '7d444840-9dc0-41d1-b245-5ffdce74fad2',
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-b[0-9a-f]{3}-[0-9a-f]{12}$/,
    ],
    ['a password', 'correct horse', /^sg_[A-Za-z0-9_-]{22}$/],
    ['three words with dots', 'www.shop.example', /^sg_[A-Za-z0-9_-]{22}$/],
    ['a lone surrogate', '\ud800', /^sg_[A-Za-z0-9_-]{22}$/],
  ])('of %s keeps its shape', (_name, value, shape) => {
    expect(token(value)).toMatch(shape);
    expect(token(value)).not.toBe(value);
  });

  test('of a valid card number is a valid card number', () => {
    const luhn = (digits: string): number =>
      [...digits].reverse().reduce((sum, digit, place) => {
        const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2);
        return sum + (doubled > 9 ? doubled - 9 : doubled);
      }, 0) % 10;
    expect(luhn('4111111111111111')).toBe(0);
    expect(luhn(token('4111111111111111'))).toBe(0);
    expect(token('4111111111111112')).toHaveLength(16);
  });

  test('is the same for the same value, another under another key, and never the value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), (value) => {
        expect(token(value)).toBe(token(value));
        expect(token(value)).not.toBe(value);
        if (value.length > 8) expect(other(value)).not.toBe(token(value));
      }),
    );
  });

  test('of a generic token is itself, and of nothing is nothing', () => {
    expect(token(token('secret'))).toBe(token('secret'));
    expect(token('')).toBe('');
  });
});
