// covers: codecs.ts
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decodeContent } from '../../src/content-coding/decode-content.ts';

const plain = Buffer.from('plain text, plain text, plain text');
const limit = 1024 * 1024;

describe('content codings', () => {
  test.each([
    ['nothing', [], plain],
    ['an empty value', [''], plain],
    ['identity', ['identity'], plain],
    ['gzip', ['gzip'], gzipSync(plain)],
    ['x-gzip in upper case', ['X-GZIP'], gzipSync(plain)],
    ['deflate', ['deflate'], deflateSync(plain)],
    ['deflate without its header', ['deflate'], deflateRawSync(plain)],
    ['br', ['br'], brotliCompressSync(plain)],
    ['zstd', ['zstd'], zstdCompressSync(plain)],
    ['two codings in one line', ['gzip, br'], brotliCompressSync(gzipSync(plain))],
    ['two codings in two lines', ['gzip', 'br'], brotliCompressSync(gzipSync(plain))],
  ])('%s', (_name, codings, bytes) => {
    const decoded = decodeContent(bytes, codings, limit);
    expect(decoded.kind === 'decoded' && Buffer.from(decoded.bytes).toString()).toBe(plain.toString());
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
  ])('all of several %s members, of which decoders alone read the first', (coding, pack) => {
    const bytes = Buffer.concat([pack(Buffer.from('one ')), pack(Buffer.from('two'))]);
    expect(decodeContent(bytes, [coding], limit)).toMatchObject({ bytes: Buffer.from('one two') });
  });

  test.each([
    ['an unknown coding', ['snappy'], plain, 'unknown content coding snappy'],
    ['bytes that do not follow it', ['gzip'], plain, 'not valid gzip'],
    ['a body that was cut', ['br'], brotliCompressSync(plain).subarray(0, -4), 'not valid br'],
    [
      'bytes behind the end',
      ['zstd'],
      Buffer.concat([zstdCompressSync(plain), Buffer.from('secret')]),
      'not valid zstd',
    ],
    [
      'what unpacks beyond the limit',
      ['gzip'],
      gzipSync(Buffer.alloc(limit + 1)),
      'unpacks to more than 1048576 bytes',
    ],
    [
      'members that unpack beyond it together',
      ['gzip'],
      Buffer.concat([gzipSync(Buffer.alloc(limit)), gzipSync(Buffer.alloc(2))]),
      'unpacks to more than 1048576 bytes',
    ],
  ])('%s is told', (_name, codings, bytes, why) => {
    expect(decodeContent(bytes, codings, limit)).toEqual({ kind: 'undecodable', why });
  });

  test('no bytes are no bytes in any coding', () => {
    expect(decodeContent(new Uint8Array(), ['gzip'], limit)).toMatchObject({ bytes: new Uint8Array() });
  });
});
