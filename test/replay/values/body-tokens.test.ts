// covers: field-tokens.ts
// covers: json-tokens.ts
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { inBody } from '../../../src/replay/values/body-tokens.ts';
import type { ReplaceToken } from '../../../src/replay/values/text-tokens.ts';

const toLive: ReplaceToken = ({ text, resource }) =>
  text === '17' && resource === 'order' ? '4711' : text === 'a1b2c3d4e5' ? 'f6"<&' : null;

function sent(
  type: string,
  body: string | Buffer,
  headers: readonly (readonly [string, string])[] = [],
): Uint8Array {
  const lines = [['Content-Type', type] as const, ...headers];
  return inBody({ method: 'POST', target: '/x', headers: lines, body: Buffer.from(body) }, toLive);
}

test.each([
  ['JSON', 'application/json', '{"orderId": 17, "n": 17.0}', '{"orderId": 4711, "n": 17.0}'],
  ['a form', 'application/x-www-form-urlencoded', 'order_id=17&n=17', 'order_id=4711&n=17'],
  [
    'XML',
    'text/xml',
    '<a><orderId>17</orderId><n>17</n><t k="a1b2c3d4e5"/></a>',
    '<a><orderId>4711</orderId><n>17</n><t k="f6&quot;&lt;&amp;"/></a>',
  ],
  ['plain text', 'text/plain', 'see a1b2c3d4e5, please', 'see f6"<&, please'],
  [
    'a part of a multipart form that is JSON',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name=x\r\n\r\n{"orderId":"17"}\r\n--b--',
    '--b\r\nContent-Disposition: form-data; name=x\r\n\r\n{"orderId":"4711"}\r\n--b--',
  ],
  [
    'a GraphQL document inside JSON',
    'application/json',
    '{"query":"{post(id:\\"a1b2c3d4e5\\"){n}}"}',
    '{"query":"{post(id:\\"f6\\"<&\\"){n}}"}',
  ],
])('%s', (_name, type, body, expected) => {
  expect(Buffer.from(sent(type, body)).toString()).toBe(expected);
});

test('a packed body is packed again', () => {
  const body = sent('application/json', gzipSync('{"orderId":17}'), [['Content-Encoding', 'gzip']]);
  expect(gunzipSync(body).toString()).toBe('{"orderId":4711}');
});

test('bytes that are no text stay the same bytes', () => {
  const body = Buffer.from([0xff, 0xfe, 0x31, 0x37]);
  expect(sent('text/plain', body)).toEqual(body);
});
