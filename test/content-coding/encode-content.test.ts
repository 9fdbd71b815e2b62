import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { decodeContent } from '../../src/content-coding/decode-content.ts';
import { encodeContent } from '../../src/content-coding/encode-content.ts';

const plain = Buffer.from('plain text, plain text, plain text');

test.each([
  ['no coding', [], plain, []],
  ['gzip', ['gzip'], gzipSync(plain), ['gzip']],
  ['deflate', ['deflate'], deflateSync(plain), ['deflate']],
  ['deflate without its header', ['deflate'], deflateRawSync(plain), ['deflate-raw']],
  ['br', ['br'], brotliCompressSync(plain), ['br']],
  ['zstd', ['zstd'], zstdCompressSync(plain), ['zstd']],
  ['two codings', ['gzip, br'], brotliCompressSync(gzipSync(plain)), ['gzip', 'br']],
])('a changed body is packed as it was: %s', (_name, codings, bytes, applied) => {
  const decoded = decodeContent(bytes, codings, 1000);
  if (decoded.kind === 'undecodable') throw new Error(decoded.why);
  expect(decoded.codecs).toEqual(applied);
  const packed = encodeContent(Buffer.from('changed'), decoded.codecs);
  expect(decodeContent(packed, codings, 1000)).toEqual({
    kind: 'decoded',
    bytes: Buffer.from('changed'),
    codecs: applied,
  });
});
