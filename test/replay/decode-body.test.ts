import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { decodeBody, textKindOf } from '../../src/replay/decode-body.ts';

const text = '{"name":"Käse"}';
const bytes = Buffer.from(text);

test.each([
  ['no encoding', [], bytes, text],
  ['identity', [['Content-Encoding', 'identity']], bytes, text],
  ['gzip', [['content-encoding', 'gzip']], gzipSync(bytes), text],
  ['deflate', [['content-encoding', 'deflate']], deflateSync(bytes), text],
  ['br', [['content-encoding', 'br']], brotliCompressSync(bytes), text],
  ['zstd', [['content-encoding', 'ZSTD']], zstdCompressSync(bytes), text],
  ['an unknown encoding', [['content-encoding', 'compress']], bytes, null],
  ['damaged gzip', [['content-encoding', 'gzip']], bytes, null],
  ['no UTF-8', [], Buffer.from([0xff, 0xfe, 0x41]), null],
  ['nothing', [], Buffer.alloc(0), null],
  [
    'more than is searched, once decoded',
    [['content-encoding', 'gzip']],
    gzipSync(Buffer.alloc(3 * 1024 * 1024, 65)),
    null,
  ],
] as const)('a body as text: %s', (_name, headers, body, expected) => {
  expect(decodeBody(headers, body)).toBe(expected);
});

test.each([
  ['application/json; charset=utf-8', 'json'],
  ['application/x-amz-json-1.0', 'json'],
  ['application/problem+json', 'json'],
  ['application/x-www-form-urlencoded', 'form'],
  ['text/html', 'html'],
  ['text/plain', 'plain'],
  ['image/png', null],
])('kind of %s', (type, expected) => {
  expect(textKindOf([['Content-Type', type]], bytes)).toBe(expected);
});

test('without a type the first character tells', () => {
  expect(textKindOf([], bytes)).toBe('json');
  expect(textKindOf([], Buffer.from('hello'))).toBeNull();
});
