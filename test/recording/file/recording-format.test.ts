import { describe, expect, test } from '@jest/globals';
import {
  currentVersion,
  decodeFrameHead,
  decodePreamble,
  encodeFrame,
  encodePreamble,
  frameChecksum,
  frameHeadLength,
  maximumFrameBytes,
} from '../../../src/recording/file/recording-format.ts';

describe('preamble', () => {
  test('tells its version', () => {
    expect(decodePreamble(encodePreamble(7))).toBe(7);
  });

  test('begins with the bytes that docs/recording-format.md names', () => {
    expect(encodePreamble(currentVersion).toString('hex')).toBe('8953475245430d0a02000000');
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a magic without a version', encodePreamble(1).subarray(0, 10)],
    ['JSON', Buffer.from('{"log":{"entries":[]}}')],
    ['a magic whose line end was turned into a Unix one', Buffer.from('8953475245430a0100000000', 'hex')],
  ])('is not found in %s', (_name, bytes) => {
    expect(decodePreamble(bytes)).toBeNull();
  });
});

describe('frame', () => {
  const frame = encodeFrame('BLCK', Buffer.from('stored'), { rawLength: 99, records: 4 });

  test('keeps what it announces', () => {
    const checksum = frameChecksum(frame.subarray(0, frameHeadLength), Buffer.from('stored'));
    expect(decodeFrameHead(frame)).toEqual({
      tag: 'BLCK',
      storedLength: 6,
      rawLength: 99,
      records: 4,
      checksum,
    });
  });

  test.each([...Array(16).keys(), frameHeadLength])('has another checksum when byte %d changes', (place) => {
    const altered = Buffer.from(frame);
    altered[place] = (altered[place] ?? 0) ^ 1;
    const checksum = frameChecksum(altered.subarray(0, frameHeadLength), altered.subarray(frameHeadLength));
    expect(checksum).not.toBe(frame.readUInt32LE(16));
  });

  test('is refused when it announces more than may be taken into memory', () => {
    const huge = Buffer.from(frame);
    huge.writeUInt32LE(maximumFrameBytes + 1, 4);
    expect(decodeFrameHead(huge)).toBeNull();
  });

  test('is refused under a tag that is not ours', () => {
    const other = Buffer.from(frame);
    other.write('BLOB', 0, 'latin1');
    expect(decodeFrameHead(other)).toBeNull();
  });
});
