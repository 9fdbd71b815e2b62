import { expect, test } from '@jest/globals';
import type { HeaderLines } from '../../../src/domain/recording.ts';
import { readResponseValues } from '../../../src/replay/values/response-values.ts';

function valuesOf(headers: HeaderLines, body = ''): Record<string, string> {
  const values: Record<string, string> = {};
  readResponseValues({ headers, body: Buffer.from(body) }, ({ place, text }) => {
    values[place] = text;
  });
  return values;
}

test.each<[string, HeaderLines, string, Record<string, string>]>([
  [
    'cookies by name',
    [
      ['Set-Cookie', 'sid=abc; Path=/'],
      ['set-cookie', 'old=; Max-Age=0'],
    ],
    '',
    { 'cookie:sid': 'abc' },
  ],
  [
    'headers, not those about the connection',
    [
      ['Date', 'x'],
      ['X-Token', 'a'],
      ['x-token', 'b'],
      ['ETag', '"e"'],
    ],
    '',
    { 'header:x-token#0': 'a', 'header:x-token#1': 'b', 'header:etag#0': '"e"' },
  ],
  ['JSON leaves', [['Content-Type', 'application/json']], '{"a":[{"id":7}]}', { 'body/a/0/id': '7' }],
  [
    'form fields',
    [['Content-Type', 'application/x-www-form-urlencoded']],
    'oauth_token=x&a=1&a=2',
    { 'form:oauth_token#0': 'x', 'form:a#0': '1', 'form:a#1': '2' },
  ],
  [
    'hidden inputs and meta',
    [['Content-Type', 'text/html']],
    '<meta content="m1" name="csrf-token"><input type=hidden name="_csrf" value=\'c1\'><input name=q>',
    { 'input:csrf-token#0': 'm1', 'input:_csrf#0': 'c1' },
  ],
  ['one word of text', [['Content-Type', 'text/plain']], 'token-1\n', { text: 'token-1' }],
  ['no words of text', [['Content-Type', 'text/plain']], 'hello you', {}],
  ['nothing of an image', [['Content-Type', 'image/png']], '{"id":1}', {}],
])('values in a response: %s', (_name, headers, body, expected) => {
  expect(valuesOf(headers, body)).toEqual(expected);
});
