import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decodeBody } from '../../src/comparison/decode-body.ts';

const plain = Buffer.from('hello '.repeat(100));

describe('content codings', () => {
  test.each([
    ['gzip', gzipSync(plain)],
    ['x-gzip', gzipSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['zstd', zstdCompressSync(plain)],
    ['deflate', deflateSync(plain)],
    ['Deflate', deflateRawSync(plain)],
    ['', plain],
    ['identity', plain],
    ['gzip, br', brotliCompressSync(gzipSync(plain))],
  ])('%s', (coding, bytes) => {
    const decoded = decodeBody(bytes, coding);
    expect(decoded.kind === 'decoded' && Buffer.compare(decoded.bytes, plain)).toBe(0);
  });

  test.each([
    ['gzip', plain, 'not valid gzip'],
    ['gzip', gzipSync(plain).subarray(0, 20), 'not valid gzip'],
    ['snappy', plain, 'unknown content coding snappy'],
  ])('%s of other bytes is told', (coding, bytes, why) => {
    expect(decodeBody(bytes, coding)).toEqual({ kind: 'undecodable', why });
  });

  test('a bomb is not unpacked', () => {
    const bomb = gzipSync(Buffer.alloc(140 * 1024 * 1024), { level: 1 });
    expect(decodeBody(bomb, 'gzip').kind).toBe('undecodable');
  });

  test('no bytes are no bytes in any coding', () => {
    expect(decodeBody(new Uint8Array(), 'gzip')).toEqual({ kind: 'decoded', bytes: new Uint8Array() });
  });
});
