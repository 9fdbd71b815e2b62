import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { readBodyText, utf8Of } from '../../../src/replay/values/body-text.ts';

const text = '{"name":"Käse"}';
const bytes = Buffer.from(text);

test.each([
  ['no coding', [], bytes],
  ['gzip', [['content-encoding', 'gzip']], gzipSync(bytes)],
  ['deflate without its header', [['content-encoding', 'deflate']], deflateRawSync(bytes)],
  ['two codings', [['content-encoding', 'gzip, br']], brotliCompressSync(gzipSync(bytes))],
] as const)('a body is read and packed again: %s', (_name, headers, body) => {
  const found = readBodyText(headers, body);
  expect(found?.bytes.toString()).toBe(text);
  const changed = found?.pack(Buffer.from('{"a":1}')) ?? new Uint8Array();
  expect(readBodyText(headers, changed)?.bytes.toString()).toBe('{"a":1}');
});

test.each([
  ['an unknown coding', [['content-encoding', 'compress']], bytes],
  ['damaged gzip', [['content-encoding', 'gzip']], bytes],
  ['nothing', [], Buffer.alloc(0)],
  [
    'more than is searched, once decoded',
    [['content-encoding', 'gzip']],
    gzipSync(Buffer.alloc(3 * 1024 * 1024, 65)),
  ],
] as const)('nothing is looked for in %s', (_name, headers, body) => {
  expect(readBodyText(headers, body)).toBeNull();
});

test.each([
  ['application/json; charset=utf-8', text, 'json'],
  ['application/x-amz-json-1.0', text, 'json'],
  ['application/problem+json', text, 'json'],
  ['application/x-www-form-urlencoded', 'a=1', 'form'],
  ['multipart/form-data; boundary=x', '--x--', 'multipart'],
  ['text/html', '<p>', 'html'],
  ['application/xhtml+xml', '<p/>', 'html'],
  ['text/xml; charset=utf-8', '<a/>', 'xml'],
  ['application/soap+xml', '<a/>', 'xml'],
  ['text/plain', 'hello', 'plain'],
  ['text/plain', text, 'json'],
  ['image/svg+xml', '<svg/>', undefined],
  ['image/png', text, undefined],
])('kind of %s that holds %s', (type, body, expected) => {
  expect(readBodyText([['Content-Type', type]], Buffer.from(body))?.kind).toBe(expected);
});

test('without a type the first character tells', () => {
  expect(readBodyText([], bytes)?.kind).toBe('json');
  expect(readBodyText([], Buffer.from('hello'))).toBeNull();
});

test('what is no UTF-8 is no text', () => {
  expect(utf8Of(bytes)).toBe(text);
  expect(utf8Of(Buffer.from([0xff, 0xfe, 0x41]))).toBeNull();
});
