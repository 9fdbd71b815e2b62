import { describe, expect, test } from '@jest/globals';
import { redactPatterns, redactString, redactText } from '../../../src/recording/redaction/redact-text.ts';
import { somePseudonyms } from '../some-pseudonyms.ts';

const pseudonyms = somePseudonyms();
const { token } = pseudonyms;
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJlLW9mLWFubg';

describe('redactPatterns', () => {
  test.each([
    ['a JWT', `<p>${jwt}</p>`, `<p>${token(jwt)}</p>`],
    ['a bearer credential', 'sent Bearer abc123def456', `sent Bearer ${token('abc123def456')}`],
    ['a key of a known issuer', 'key=sk_live_abcdef1234567890', `key=${token('sk_live_abcdef1234567890')}`],
    ['the query of a URL', 'see /a?token=one&x=1"', `see /a?token=${token('one')}&x=1"`],
    [
      'the password in an address',
      'db=postgres://admin:one@db:5432/x, see https://a.example:80/@b',
      `db=postgres://admin:${token('one')}@db:5432/x, see https://a.example:80/@b`,
    ],
    ['no ordinary words', 'Bearer of bad news, tokens of love', 'Bearer of bad news, tokens of love'],
  ])('replaces %s', (_name, text, expected) => {
    expect(redactPatterns(Buffer.from(text), pseudonyms).toString()).toBe(expected);
  });

  test('replaces a private key as a whole, even cut off', () => {
    const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n';
    expect(redactPatterns(Buffer.from(`a ${key}`), pseudonyms).toString()).toMatch(/^a sg_[\w-]{22}$/);
  });

  test('leaves bytes that are no text as they are', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    expect(redactPatterns(bytes, pseudonyms)).toEqual(bytes);
  });
});

describe('redactText', () => {
  test.each([
    ['broken JSON', '{"password": "one", "user": "ann",', `{"password": "${token('one')}", "user": "ann",`],
    ['JSON cut inside the secret', '{"password":"half', `{"password":"${token('half')}`],
    ['JSON within a string', '"{\\"token\\":\\"one\\"}', `"{\\"token\\":\\"${token('one')}\\"}`],
    ['an assignment', 'password = hunter2x; user = ann', `password = ${token('hunter2x')}; user = ann`],
    [
      'XML',
      '<a:password type="t">one</a:password><user>ann</user>',
      `<a:password type="t">${token('one')}</a:password><user>ann</user>`,
    ],
    [
      'an input',
      '<input value="one" type="hidden" name="csrf_token">',
      `<input value="${token('one')}" type="hidden" name="csrf_token">`,
    ],
    [
      'a password input',
      "<input type='password' name='p' value='one'>",
      `<input type='password' name='p' value="${token('one')}">`,
    ],
    ['no prose', 'Forgot your password? The token expired.', 'Forgot your password? The token expired.'],
  ])('replaces what follows a secret name in %s', (_name, text, expected) => {
    expect(redactText(Buffer.from(text), pseudonyms).toString()).toBe(expected);
  });

  test.each([
    ...[
      'password=',
      '<input ',
      'eyJ',
      'eyJabcd.',
      'Bearer ',
      'Bearer a',
      '<password>',
      '-----BEGIN PRIVATE KEY-----',
    ],
    ...['a', 'a.', '<a ', 'token:', '"token":"', '?a=', 'token=a1b2c3d4 ', '= ', ':    '],
  ])('takes time in proportion to the text, also when a megabyte of %j is made to slow it down', (part) => {
    const hostile = Buffer.from(part.repeat((1024 * 1024) / part.length));
    const started = performance.now();
    redactText(hostile, pseudonyms);
    // Tens of milliseconds; a pattern that runs over the same text again takes minutes.
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

test('redactString works on one character a byte, or on Unicode when there is more', () => {
  expect(redactString('caf\u00e9', (bytes) => Buffer.concat([bytes, Buffer.from('!')]))).toBe('caf\u00e9!');
  expect(redactString('\u2603', (bytes) => bytes)).toBe('\u2603');
});
