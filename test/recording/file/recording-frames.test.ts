import { writeFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { encodeFrame, maximumFrameBytes } from '../../../src/recording/file/recording-format.ts';
import {
  encodeEndMark,
  openForReading,
  readBytes,
  readFrame,
  readIndexFromEnd,
} from '../../../src/recording/file/recording-frames.ts';
import { encodeIndex } from '../../../src/recording/file/recording-index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();
const frame = encodeFrame('BLCK', Buffer.from('stored'), { rawLength: 9, records: 1 });

async function reading<T>(
  bytes: Uint8Array,
  read: (file: Awaited<ReturnType<typeof openForReading>>) => Promise<T>,
): Promise<T> {
  writeFileSync(inFolder('frames'), bytes);
  const file = await openForReading(inFolder('frames'));
  try {
    return await read(file);
  } finally {
    await file.handle.close();
  }
}

describe('readFrame', () => {
  test('gives a whole frame and where the next begins', async () => {
    const read = await reading(Buffer.concat([Buffer.from('ab'), frame]), (file) => readFrame(file, 2));
    expect(read).toMatchObject({ kind: 'frame', stored: Buffer.from('stored'), next: 2 + frame.length });
  });

  const huge = Buffer.from(frame);
  huge.writeUInt32LE(maximumFrameBytes, 4);
  const altered = Buffer.from(frame);
  altered[25] = 0;
  test.each([
    ['the end of the file', Buffer.alloc(0), 'end-of-file'],
    ['half a head', frame.subarray(0, 12), 'cut'],
    ['half its bytes', frame.subarray(0, -1), 'cut'],
    ['a length far beyond the file, for which nothing is allocated', huge, 'cut'],
    ['other bytes', Buffer.alloc(40, 'x'), 'unknown'],
    ['a changed byte', altered, 'altered'],
  ])('tells %s', async (_name, bytes, kind) => {
    expect(await reading(bytes, (file) => readFrame(file, 0))).toEqual({ kind });
  });
});

test('readBytes gives what there is', async () => {
  const read = await reading(Buffer.from('0123456789'), (file) => readBytes(file, 7, 100));
  expect(read.toString()).toBe('789');
});

describe('readIndexFromEnd', () => {
  const index = { blocks: [], counters: { seen: 0, recorded: 0, truncated: 0, dropped: 0 } };
  const stored = encodeIndex(index);
  const indexFrame = encodeFrame('INDX', stored, { rawLength: stored.length, records: 0 });

  test('finds the index that the end mark points to', async () => {
    const bytes = Buffer.concat([frame, indexFrame, encodeEndMark(frame.length)]);
    expect(await reading(bytes, readIndexFromEnd)).toEqual(index);
  });

  test.each([
    ['no end mark', Buffer.concat([frame, indexFrame])],
    ['an end mark that points elsewhere', Buffer.concat([frame, indexFrame, encodeEndMark(0)])],
    ['a file too short for one', Buffer.from('x')],
  ])('is null for %s', async (_name, bytes) => {
    expect(await reading(bytes, readIndexFromEnd)).toBeNull();
  });
});
