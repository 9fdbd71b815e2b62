import { crc32 } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { joinChecksums } from '../../../src/recording/file/checksum-parts.ts';

test.each([
  ['', ''],
  ['a', ''],
  ['', 'b'],
  ['head of a frame', 'what it holds'],
  ['x', '\0'.repeat(1000)],
  ['\xff'.repeat(7), '\xff'.repeat(65_537)],
])('the checksum of two parts is that of the whole', (first, second) => {
  const parts = [Buffer.from(first, 'latin1'), Buffer.from(second, 'latin1')] as const;
  const joined = joinChecksums(crc32(parts[0]), crc32(parts[1]), parts[1].length);
  expect(joined).toBe(crc32(Buffer.concat(parts)));
});
