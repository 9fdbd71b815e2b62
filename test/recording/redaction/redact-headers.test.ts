import { describe, expect, test } from '@jest/globals';
import { redactHeaders } from '../../../src/recording/redaction/redact-headers.ts';
import { somePseudonyms } from '../some-pseudonyms.ts';

describe('redactHeaders', () => {
  const pseudonyms = somePseudonyms();
  const token = pseudonyms.token;

  test.each([
    ['cookies one by one', 'Cookie', 'a=one; b="two";c=; d', `a=${token('one')}; b="${token('two')}";c=; d`],
    ['a cookie with = in it', 'cookie', 'a=b=c', `a=${token('b=c')}`],
    [
      'Set-Cookie with its attributes',
      'Set-Cookie',
      'sid=one; Path=/; Expires=Wed, 21 Oct 2015 07:28:00 GMT',
      `sid=${token('one')}; Path=/; Expires=Wed, 21 Oct 2015 07:28:00 GMT`,
    ],
    ['the deletion of a cookie', 'Set-Cookie', 'sid=; Max-Age=0', 'sid=; Max-Age=0'],
    ['Authorization', 'AUTHORIZATION', 'Bearer one', `Bearer ${token('one')}`],
    ['a secret name', 'X-Api-Key', 'one', token('one')],
    [
      'the query in Location',
      'Location',
      '/next?code=1&token=one#access_token=two',
      `/next?code=1&token=${token('one')}#access_token=${token('two')}`,
    ],
    ['nothing else', 'X-Trace', 'one', 'one'],
    [
      'no challenge',
      'WWW-Authenticate',
      'Bearer error_description="expired"',
      'Bearer error_description="expired"',
    ],
  ])('replaces %s', (_what, name, value, expected) => {
    expect(redactHeaders([[name, value]], pseudonyms)).toEqual([[name, expected]]);
  });

  test('keeps names, order, case, repetition, and bytes beyond ASCII', () => {
    const headers = [
      ['X-B', 'caf\u00e9'],
      ['x-a', '1'],
      ['X-B', '\u2603 snowman'],
    ] as const;
    expect(redactHeaders(headers, pseudonyms)).toEqual(headers);
  });

  test('finds what was a secret before in headers whose name says nothing', () => {
    const known = pseudonyms.token('known-secret-1');
    expect(redactHeaders([['X-Debug', 'user known-secret-1!']], pseudonyms)).toEqual([
      ['X-Debug', `user ${known}!`],
    ]);
  });
});

test.each([
  ['Cookie', `a=${' '.repeat(120_000)}b`],
  ['Authorization', `Digest ${'a'.repeat(120_000)}`],
  ['X-Other', 'token '.repeat(20_000)],
])('a %s of more than 100 KB does not hold serving up', (name, value) => {
  const started = performance.now();
  redactHeaders([[name, value]], somePseudonyms());
  expect(performance.now() - started).toBeLessThan(2_000);
});
