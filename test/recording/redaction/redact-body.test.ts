import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { redactBody, withContentLength } from '../../../src/recording/redaction/redact-body.ts';
import { somePseudonyms } from '../some-pseudonyms.ts';

const pseudonyms = somePseudonyms();
const { token } = pseudonyms;
const known = token('known-secret-1');

function redact(contentType: string, text: string, truncated = false): string {
  const headers = [['Content-Type', contentType]] as const;
  return redactBody({ headers, body: Buffer.from(text), truncated }, pseudonyms).body.toString();
}

describe('redactBody', () => {
  test.each([
    ['application/json', '{"password":"one"}', `{"password":"${token('one')}"}`],
    ['application/problem+json; charset=utf-8', '{"token":"one"}', `{"token":"${token('one')}"}`],
    ['', ' {"token":"one"}', ` {"token":"${token('one')}"}`],
    ['application/json', '{"token":"one"', `{"token":"${token('one')}"`],
    ['application/x-www-form-urlencoded', 'a=1&token=one', `a=1&token=${token('one')}`],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nx: y; name="token"\r\n\r\none\r\n--b--',
      `--b\r\nx: y; name="token"\r\n\r\n${token('one')}\r\n--b--`,
    ],
    ['text/xml', '<token>one</token>', `<token>${token('one')}</token>`],
    ['text/event-stream', 'data: {"token":"one"}\n\n', `data: {"token":"${token('one')}"}\n\n`],
    ['image/png', 'token="one" known-secret-1', `token="one" ${known}`],
    ['application/json', '{"note":"known-secret-1"}', `{"note":"${known}"}`],
  ])('looks into %s', (contentType, text, expected) => {
    expect(redact(contentType, text)).toBe(expected);
  });

  test('encodes again what it had to decode, and mends the length', () => {
    const headers = [
      ['Content-Type', 'application/json'],
      ['content-length', '1'],
      ['Content-Encoding', 'gzip'],
    ] as const;
    const message = { headers, body: gzipSync('{"token":"one"}'), truncated: false };
    const { body, headers: after, changed } = redactBody(message, pseudonyms);
    expect(gunzipSync(body).toString()).toBe(`{"token":"${token('one')}"}`);
    expect(after).toEqual([headers[0], ['content-length', String(body.length)], headers[2]]);
    expect(changed).toBe(true);
  });

  test('looks into what was packed without any header that says so', () => {
    const headers = [['Content-Type', 'application/octet-stream']] as const;
    const redacted = (body: Buffer) => redactBody({ headers, body, truncated: false }, pseudonyms).body;
    expect(gunzipSync(redacted(gzipSync('{"token":"one"}'))).toString()).toBe(`{"token":"${token('one')}"}`);
    const innocent = gzipSync('{"a":1}', { level: 1 });
    expect(redacted(innocent)).toEqual(innocent);
    const broken = Buffer.from([0x1f, 0x8b, 1, 2, 3]);
    expect(redacted(broken)).toEqual(broken);
    expect(() => redacted(gzipSync(gzipSync('{"token":"one"}')))).toThrow();
  });

  test('gives back the very bytes when there is nothing to replace', () => {
    const body = gzipSync('{"a":1}', { level: 1 });
    const headers = [['Content-Encoding', 'gzip']] as const;
    expect(redactBody({ headers, body, truncated: false }, pseudonyms)).toEqual({
      headers,
      body,
      changed: false,
    });
  });

  test('drops the last word of a body that was cut, which may be half a secret', () => {
    expect(redact('text/plain', 'all of this known-sec', true)).toBe('all of this ');
    expect(redact('text/plain', 'all of this known-sec', false)).toBe('all of this known-sec');
  });

  test.each([
    ['UTF-16 by its type', 'application/json; charset=utf-16le', Buffer.from('{"token":"one"}', 'utf16le')],
    ['UTF-16 by its mark', 'text/plain', Buffer.from('\ufefftoken', 'utf16le')],
  ])('throws on %s, in which it would find nothing', (_name, contentType, body) => {
    const headers = [['Content-Type', contentType]] as const;
    expect(() => redactBody({ headers, body, truncated: false }, pseudonyms)).toThrow();
  });
});

test('withContentLength touches that header alone, and adds none', () => {
  expect(
    withContentLength(
      [
        ['A', '1'],
        ['CONTENT-LENGTH', '5'],
      ],
      7,
    ),
  ).toEqual([
    ['A', '1'],
    ['CONTENT-LENGTH', '7'],
  ]);
  expect(withContentLength([['A', '1']], 7)).toEqual([['A', '1']]);
});
