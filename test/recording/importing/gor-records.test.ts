import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type GorRecord,
  gorSeparator,
  readGorRecords,
} from '../../../src/recording/importing/gor-records.ts';
import { collect } from '../an-exchange.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();
const id = '932079936fa4306fc308d67588178d17d823647c';
const short = id.slice(0, 24);

async function read(content: Uint8Array | string, name = 'a.gor'): Promise<(GorRecord | null)[]> {
  writeFileSync(inFolder(name), content);
  return collect(readGorRecords(inFolder(name)));
}

describe('readGorRecords', () => {
  test('the separator is the bytes that GoReplay writes', () => {
    expect(gorSeparator.toString('hex')).toBe('0af09f90b5f09f9988f09f99890a');
  });

  test.each([
    [
      'four fields',
      `1 ${short} 1750000000123456789 2500000\n`,
      { type: 1, id: short, at: 1_750_000_000_123.456, latencyMs: 2.5 },
    ],
    ['three fields and a long id', `2 ${id} 1750000000000000000\n`, { type: 2, id, latencyMs: 0 }],
    ['an id in upper case', `3 ${short.toUpperCase()} 1 -5\n`, { type: 3, id: short, at: 0, latencyMs: 0 }],
  ])('reads %s', async (_name, line, expected) => {
    expect(await read(`${line}payload${gorSeparator}`)).toMatchObject([
      { ...expected, payload: Buffer.from('payload') },
    ]);
  });

  test.each([
    ['another type', `4 ${short} 1 1\npayload`],
    ['an id of another length', '1 abc 1 1\npayload'],
    ['no line end', `1 ${short} 1 1`],
    ['nothing between separators', ''],
  ])('%s is malformed, and the next record is read', async (_name, bad) => {
    const records = await read(`${bad}${gorSeparator}1 ${short} 1 1\nnext${gorSeparator}`);
    expect(records).toMatchObject([null, { payload: Buffer.from('next') }]);
  });

  test.each([
    ['without its separator', ''],
    ['with half of it', gorSeparator.subarray(0, -1).toString()],
    ['with all of it', gorSeparator.toString()],
  ])('the last record counts %s', async (_name, end) => {
    expect(await read(`1 ${short} 1 1\nlast${end}`)).toMatchObject([{ payload: Buffer.from('last') }]);
  });

  test('unpacks .gz, also in several members', async () => {
    const packed = ['one', 'two'].map((text) => gzipSync(`1 ${short} 1 1\n${text}${gorSeparator}`));
    const records = await read(Buffer.concat(packed), 'a.gor.gz');
    expect(records.map((record) => record?.payload.toString())).toEqual(['one', 'two']);
  });

  test('payloads come back as they were, wherever the reads of the file fall', async () => {
    const payloads = fc.array(fc.uint8Array({ minLength: 1, maxLength: 400 }), {
      minLength: 1,
      maxLength: 20,
    });
    await fc.assert(
      fc.asyncProperty(payloads, async (bodies) => {
        const parts = bodies.flatMap((body) => [Buffer.from(`1 ${short} 1 1\n`), body, gorSeparator]);
        const records = await read(Buffer.concat(parts));
        expect(records.map((record) => [...(record?.payload ?? [])])).toEqual(
          bodies.map((body) => [...body]),
        );
      }),
      { numRuns: 30 },
    );
  });

  test('a file of several reads is split the same', async () => {
    const bodies = Array.from({ length: 50 }, (_, number) => Buffer.alloc(70_000, number));
    const parts = bodies.flatMap((body) => [Buffer.from(`1 ${short} 1 1\n`), body, gorSeparator]);
    const records = await read(Buffer.concat(parts));
    expect(records.map((record) => record?.payload.length)).toEqual(bodies.map((body) => body.length));
    expect(records.every((record, number) => record?.payload.equals(bodies[number] ?? Buffer.alloc(0)))).toBe(
      true,
    );
  });
});
