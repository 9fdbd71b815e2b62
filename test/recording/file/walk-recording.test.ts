import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { migrationSteps } from '../../../src/recording/file/migrate-recording.ts';
import { encodeFrame } from '../../../src/recording/file/recording-format.ts';
import { encodeEndMark } from '../../../src/recording/file/recording-frames.ts';
import { encodeIndex } from '../../../src/recording/file/recording-index.ts';
import { createRecording } from '../../../src/recording/file/recording-writer.ts';
import { walkRecording } from '../../../src/recording/file/walk-recording.ts';
import { aCall } from '../a-call.ts';
import { aHeader, anExchange, collect } from '../an-exchange.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();
const counters = { seen: 2, recorded: 2, truncated: 0, dropped: 0 };

async function twoBlocks(): Promise<Buffer> {
  const writer = await createRecording(inFolder('a.sgrec'), aHeader);
  for (const id of ['x1', 'x2']) {
    await writer.append(anExchange({ id }));
    await writer.flush();
  }
  await writer.close(counters);
  return readFileSync(inFolder('a.sgrec'));
}

async function walk(bytes: Uint8Array): Promise<{ kinds: readonly string[]; damage: string | undefined }> {
  writeFileSync(inFolder('walked.sgrec'), bytes);
  const parts = await collect(walkRecording(inFolder('walked.sgrec'), migrationSteps));
  const damage = parts.flatMap((part) => (part.kind === 'damaged' ? [part.damage] : []))[0];
  return { kinds: parts.map(({ kind }) => kind), damage };
}

test('a whole file opens, gives its blocks and ends', async () => {
  expect((await walk(await twoBlocks())).kinds).toEqual(['opened', 'block', 'block', 'ended']);
});

test('a block taken out of the middle is missed, though every checksum is right', async () => {
  const bytes = await twoBlocks();
  const first = bytes.indexOf('BLCK');
  const second = bytes.indexOf('BLCK', first + 4);
  const { kinds, damage } = await walk(Buffer.concat([bytes.subarray(0, first), bytes.subarray(second)]));
  expect(kinds).toEqual(['opened', 'block', 'ended', 'damaged']);
  expect(damage).toContain('The index names 2 exchanges, but 1 exchange in 1 whole block are in the file.');
});

test('a block of calls stands beside those of exchanges, and is missed when it is gone', async () => {
  const writer = await createRecording(inFolder('a.sgrec'), aHeader);
  await writer.append(anExchange());
  await writer.appendCall(aCall());
  await writer.close(counters);
  const bytes = readFileSync(inFolder('a.sgrec'));
  expect((await walk(bytes)).kinds).toEqual(['opened', 'block', 'calls', 'ended']);
  const [call, index] = [bytes.indexOf('CALL'), bytes.indexOf('INDX')];
  const { damage } = await walk(Buffer.concat([bytes.subarray(0, call), bytes.subarray(index)]));
  expect(damage).toContain('The index names 1 exchange and 1 call, but 1 exchange in 1 whole block');
});

test('a file that was cut off inside a block of calls keeps what stands before it', async () => {
  const writer = await createRecording(inFolder('a.sgrec'), aHeader);
  await writer.appendCall(aCall());
  await writer.flush();
  await writer.append(anExchange());
  await writer.close(counters);
  const bytes = readFileSync(inFolder('a.sgrec'));
  const { kinds, damage } = await walk(bytes.subarray(0, bytes.indexOf('BLCK') + 30));
  expect(kinds).toEqual(['opened', 'calls', 'damaged']);
  expect(damage).toContain('0 exchanges and 1 call in 1 whole block were kept');
});

test('an index without an end mark is told, and nothing is lost', async () => {
  const bytes = await twoBlocks();
  const { kinds, damage } = await walk(bytes.subarray(0, bytes.lastIndexOf('DONE')));
  expect(kinds).toEqual(['opened', 'block', 'block', 'damaged']);
  expect(damage).toContain('nothing recorded is lost');
});

test('an index that holds something else counts as damage, whatever its checksum', async () => {
  const bytes = await twoBlocks();
  const at = bytes.lastIndexOf('INDX');
  const other = encodeFrame('INDX', Buffer.from('{}'), { rawLength: 2, records: 0 });
  const { damage } = await walk(Buffer.concat([bytes.subarray(0, at), other, encodeEndMark(at)]));
  expect(damage).toContain(`The bytes at ${at} are not what was written: 2 exchanges`);
});

test('blocks after the index are not read', async () => {
  const bytes = await twoBlocks();
  const index = encodeIndex({ blocks: [], counters });
  const early = encodeFrame('INDX', index, { rawLength: index.length, records: 0 });
  const first = bytes.indexOf('BLCK');
  const { kinds } = await walk(Buffer.concat([bytes.subarray(0, first), early, bytes.subarray(first)]));
  expect(kinds).toEqual(['opened', 'damaged']);
});
