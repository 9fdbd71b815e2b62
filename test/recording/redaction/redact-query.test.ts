import { expect, test } from '@jest/globals';
import { redactPairs, redactTarget } from '../../../src/recording/redaction/redact-query.ts';
import { somePseudonyms } from '../some-pseudonyms.ts';

const pseudonyms = somePseudonyms();
const { token, quietToken } = pseudonyms;

test.each([
  [
    'nothing secret, byte for byte',
    '/a%20b?q=x+y&&empty=&flag&c=%zz#top',
    '/a%20b?q=x+y&&empty=&flag&c=%zz#top',
  ],
  ['a secret parameter', '/a?page=2&api_key=one&x=1', `/a?page=2&api_key=${token('one')}&x=1`],
  ['its decoded value', '/a?token=p%40ss+word', `/a?token=${token('p@ss word')}`],
  ['an encoded name', '/a?user%5Bpassword%5D=one', `/a?user%5Bpassword%5D=${token('one')}`],
  [
    'a code that OAuth exchanges',
    '/cb?code=abcdefghijklmnop&x=1',
    `/cb?code=${token('abcdefghijklmnop')}&x=1`,
  ],
  ['but no country code', '/cb?code=DE', '/cb?code=DE'],
  [
    'user information',
    'http://ann:one@shop.example/a',
    `http://${quietToken('ann')}:${token('one')}@shop.example/a`,
  ],
  ['an @ that is no user information', '/@ann/photos', '/@ann/photos'],
  ['no target at all', '*', '*'],
])('in a target: %s', (_name, target, expected) => {
  expect(redactTarget(target, pseudonyms)).toBe(expected);
});

test('a known secret in the path is replaced', () => {
  const known = token('reset-secret-1');
  expect(redactTarget('/reset/reset-secret-1/new', pseudonyms)).toBe(`/reset/${known}/new`);
});

test('a form keeps its order and the fields without a secret', () => {
  expect(redactPairs('user=ann&password=one&next=%2F&password=two', pseudonyms)).toBe(
    `user=ann&password=${token('one')}&next=%2F&password=${token('two')}`,
  );
});
