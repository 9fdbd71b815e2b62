import { expect, test } from '@jest/globals';
import { createPseudonyms, keyIdOf } from '../../../src/recording/redaction/pseudonyms.ts';
import { somePseudonyms } from '../some-pseudonyms.ts';

test('a token is remembered, a quiet one is not looked for', () => {
  const pseudonyms = somePseudonyms();
  pseudonyms.quietToken('ann-of-shop-1');
  const token = pseudonyms.token('secret-of-shop-1');
  const found = pseudonyms.findKnown(Buffer.from('ann-of-shop-1 secret-of-shop-1'));
  expect(found).toEqual([{ start: 14, end: 30, replacement: token }]);
  expect(pseudonyms.quietToken('secret-of-shop-1')).toBe(token);
});

test('the token of a token is itself, whatever its shape', () => {
  const pseudonyms = somePseudonyms();
  for (const value of [
    'secret',
    'deadbeef00112233',
    '4111111111111111',
    '7d444840-9dc0-11d1-b245-5ffdce74fad2',
  ]) {
    const token = pseudonyms.token(value);
    expect(pseudonyms.token(token)).toBe(token);
  }
});

test('a session is named by who it is, the same each time, and a name keeps its name', () => {
  const pseudonyms = somePseudonyms();
  const name = pseudonyms.sessionName('10.0.0.1:50000');
  expect(name).toMatch(/^s_[\w-]{16}$/);
  expect(name).toBe(somePseudonyms().sessionName('10.0.0.1:50000'));
  expect(pseudonyms.sessionName(name)).toBe(name);
  expect(createPseudonyms(Buffer.from('another key')).sessionName('10.0.0.1:50000')).not.toBe(name);
});

test('a key is named by the beginning of its SHA-256', () => {
  expect(keyIdOf(Buffer.from('abc'))).toBe('ba7816bf');
});
