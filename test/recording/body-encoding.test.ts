import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decodeBody } from '../../src/recording/body-encoding.ts';

const plain = Buffer.from('plain text, plain text, plain text');

describe('decodeBody', () => {
  test.each([
    ['nothing', [], plain],
    ['identity', ['identity'], plain],
    ['gzip', ['gzip'], gzipSync(plain)],
    ['x-gzip in upper case', ['X-GZIP'], gzipSync(plain)],
    ['deflate', ['deflate'], deflateSync(plain)],
    ['deflate without its header', ['deflate'], deflateRawSync(plain)],
    ['br', ['br'], brotliCompressSync(plain)],
    ['zstd', ['zstd'], zstdCompressSync(plain)],
    ['two codings in one line', ['gzip, br'], brotliCompressSync(gzipSync(plain))],
    ['two codings in two lines', ['gzip', 'br'], brotliCompressSync(gzipSync(plain))],
  ])('undoes %s, and does it again', (_name, codings, encoded) => {
    const { bytes, encode } = decodeBody(encoded, codings);
    expect(bytes).toEqual(plain);
    expect(decodeBody(encode(Buffer.from('changed')), codings).bytes.toString()).toBe('changed');
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('reads all of several %s members, of which decoders alone read the first', (coding, pack) => {
    const encoded = Buffer.concat([pack(Buffer.from('one ')), pack(Buffer.from('two'))]);
    expect(decodeBody(encoded, [coding]).bytes.toString()).toBe('one two');
  });

  test.each([
    ['an unknown coding', ['compress'], plain],
    ['bytes that do not follow it', ['gzip'], plain],
    ['a body that was cut', ['br'], brotliCompressSync(plain).subarray(0, -4)],
    ['bytes behind the end', ['zstd'], Buffer.concat([zstdCompressSync(plain), Buffer.from('secret')])],
    ['a body that unpacks beyond all bounds', ['gzip'], gzipSync(Buffer.alloc(65 * 1024 * 1024))],
  ])('throws on %s', (_name, codings, body) => {
    expect(() => decodeBody(body, codings)).toThrow();
  });

  test('an empty body is empty in every coding', () => {
    expect(decodeBody(Buffer.alloc(0), ['gzip']).bytes).toHaveLength(0);
  });
});
