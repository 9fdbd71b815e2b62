import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { targetBlockBytes } from '../../../src/recording/file/recording-format.ts';
import {
  readCalls,
  readExchanges,
  summariseRecording,
} from '../../../src/recording/file/recording-reader.ts';
import { createRecording } from '../../../src/recording/file/recording-writer.ts';
import { aCall, calls } from '../a-call.ts';
import { aHeader, anExchange, collect, comparable, exchanges } from '../an-exchange.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();
const counters = { seen: 3, recorded: 3, truncated: 0, dropped: 0 };

describe('createRecording', () => {
  test('what is written is what is read, whatever it is', async () => {
    const path = inFolder('identity.sgrec');
    await fc.assert(
      fc.asyncProperty(
        fc.array(exchanges, { maxLength: 6 }),
        fc.nat({ max: 6 }),
        async (written, flushAfter) => {
          const writer = await createRecording(path, aHeader);
          for (const [number, exchange] of written.entries()) {
            await writer.append(exchange);
            if (number === flushAfter) await writer.flush();
          }
          await writer.close(counters);
          const read = await collect(readExchanges(path));
          expect(read.map(comparable)).toEqual(written.map(comparable));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('calls come back as they were written, however they were mixed with exchanges', async () => {
    const path = inFolder('mixed.sgrec');
    const records = fc.array(fc.tuple(exchanges, calls, fc.boolean()), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(records, async (written) => {
        const writer = await createRecording(path, aHeader);
        for (const [exchange, call, flush] of written) {
          await writer.appendCall(call);
          await writer.append(exchange);
          if (flush) await writer.flush();
        }
        await writer.close(counters);
        expect((await collect(readCalls(path))).map(comparable)).toEqual(
          written.map(([, call]) => comparable(call)),
        );
        expect((await collect(readExchanges(path))).map(comparable)).toEqual(
          written.map(([exchange]) => comparable(exchange)),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('calls have counters of their own and take nothing from completeness', async () => {
    const path = inFolder('counted.sgrec');
    const writer = await createRecording(path, aHeader);
    await writer.append(anExchange());
    for (const id of ['c1', 'c2']) await writer.appendCall(aCall({ id }));
    const counted = {
      ...{ seen: 9, recorded: 2, truncated: 0, dropped: 7 },
      unseen: [{ host: 'api.example:443', connections: 3 }],
    };
    await writer.close({ seen: 1, recorded: 1, truncated: 0, dropped: 0, calls: counted });
    const summary = await summariseRecording(path);
    expect(summary).toMatchObject({ exchanges: 1, calls: 2, completeness: 1, counters: { calls: counted } });
    expect(summary.damage).toBeUndefined();
  });

  test('flush makes what was appended readable while recording goes on', async () => {
    const path = inFolder('flushed.sgrec');
    const writer = await createRecording(path, aHeader);
    await writer.append(anExchange({ id: 'kept' }));
    await writer.flush();
    await writer.append(anExchange({ id: 'pending' }));
    expect((await collect(readExchanges(path))).map(({ id }) => id)).toEqual(['kept']);
    expect((await summariseRecording(path)).damage).toMatch(/1 exchange in 1 whole block were kept/);
    await writer.close(counters);
    expect((await collect(readExchanges(path))).map(({ id }) => id)).toEqual(['kept', 'pending']);
  });

  test('appends of more than memory should hold wait for the disk, and block sizes stay near the target', async () => {
    const path = inFolder('large.sgrec');
    const writer = await createRecording(path, aHeader);
    const responseBody = Buffer.alloc(targetBlockBytes / 4, 'shadow');
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => writer.append(anExchange({ id: `x${n}`, responseBody }))),
    );
    await writer.close(counters);
    const read = await collect(readExchanges(path));
    expect(read.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, n) => `x${n}`));
    expect(statSync(path).size).toBeLessThan(targetBlockBytes);
  });

  test('a body that is packed on its way to the disk comes back whole, between small ones', async () => {
    const path = inFolder('packed-on-the-way.sgrec');
    const writer = await createRecording(path, aHeader);
    const requestBody = Buffer.alloc(9 * targetBlockBytes, 'many bytes of one upload');
    const small = anExchange();
    for (const [id, body] of Object.entries({ a: small.requestBody, b: requestBody, c: small.requestBody }))
      await writer.append({ ...small, id, requestBody: body });
    await writer.close({ seen: 3, recorded: 3, truncated: 0, dropped: 0 });
    expect((await summariseRecording(path)).damage).toBeUndefined();
    const read = await collect(readExchanges(path));
    expect(read.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(Buffer.from(read[1]?.requestBody ?? []).equals(requestBody)).toBe(true);
  });

  test('a recording without exchanges is whole and readable', async () => {
    const path = inFolder('empty.sgrec');
    await (await createRecording(path, aHeader)).close({ seen: 0, recorded: 0, truncated: 0, dropped: 0 });
    const summary = await summariseRecording(path);
    expect(summary).toMatchObject({ exchanges: 0, header: aHeader });
    expect(summary.damage).toBeUndefined();
  });

  test('nothing can be appended after the end', async () => {
    const writer = await createRecording(inFolder('closed.sgrec'), aHeader);
    await writer.close(counters);
    await expect(writer.append(anExchange())).rejects.toThrow('closed already');
    await expect(writer.close(counters)).rejects.toThrow('closed already');
  });
});

describe('a recording that cannot be written', () => {
  test('in a folder that does not exist', async () => {
    await expect(createRecording(inFolder('none/a.sgrec'), aHeader)).rejects.toMatchObject({
      code: 'recording-write-failed',
      message: expect.stringMatching(/ENOENT.*0 exchanges/),
    });
  });

  const asRoot = process.getuid?.() === 0;
  (asRoot ? test.skip : test)(
    'in a folder that may not be written to (skipped as root, who may)',
    async () => {
      mkdirSync(inFolder('locked'));
      chmodSync(inFolder('locked'), 0o555);
      await expect(createRecording(inFolder('locked/a.sgrec'), aHeader)).rejects.toMatchObject({
        code: 'recording-write-failed',
        message: expect.stringMatching(/EACCES/),
      });
    },
  );

  test('under the name of a folder', async () => {
    await expect(createRecording(inFolder('.'), aHeader)).rejects.toMatchObject({
      code: 'recording-write-failed',
    });
  });

  test('on a device that is full from the beginning', async () => {
    await expect(createRecording('/dev/full', aHeader)).rejects.toMatchObject({
      code: 'recording-write-failed',
      message: expect.stringMatching(/ENOSPC/),
    });
  });

  test('any more, because the file may not grow: all up to there can be read, and the error says how much', async () => {
    const path = inFolder('full.sgrec');
    const script = fileURLToPath(new URL('fill-recording.ts', import.meta.url));
    const limited = `ulimit -f 64; exec "$0" --no-warnings "$1" "$2"`;
    const { stdout } = await promisify(execFile)('sh', ['-c', limited, process.execPath, script, path]);
    const told = JSON.parse(stdout) as { code: string; message: string; again: string; closing: string };
    expect(told).toMatchObject({
      code: 'recording-write-failed',
      again: told.message,
      closing: told.message,
    });
    const safe = Number(/(\d+) exchanges in it are safe/.exec(told.message)?.[1]);
    const read = await collect(readExchanges(path));
    expect(safe).toBeGreaterThan(10);
    expect(read).toHaveLength(safe);
    expect(read.map(({ id }) => id)).toEqual(read.map((_, number) => `x${number}`));
    expect((await summariseRecording(path)).damage).toContain(`${safe} exchanges`);
    expect(readFileSync(path).length).toBeLessThanOrEqual(64 * 1024);
  });
});
