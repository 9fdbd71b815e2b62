import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { zstdCompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../src/domain/recording.ts';
import { encodeExchange } from '../../../src/recording/file/exchange-record.ts';
import type { MigrationSteps } from '../../../src/recording/file/migrate-recording.ts';
import { currentVersion, encodeFrame, encodePreamble } from '../../../src/recording/file/recording-format.ts';
import { encodeEndMark } from '../../../src/recording/file/recording-frames.ts';
import {
  readCalls,
  readExchanges,
  readHeads,
  summariseRecording,
} from '../../../src/recording/file/recording-reader.ts';
import { createRecording } from '../../../src/recording/file/recording-writer.ts';
import { aHeader, anExchange, collect, comparable } from '../an-exchange.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();
const counters = { seen: 8, recorded: 6, truncated: 1, dropped: 2 };
const written: readonly Exchange[] = Array.from({ length: 6 }, (_, n) =>
  anExchange({ id: `x${n}`, target: `/items/${n}`, requestBody: Buffer.from(`body ${n} ☃`) }),
);
let whole: Buffer;

beforeAll(async () => {
  const path = inFolder('whole.sgrec');
  const writer = await createRecording(path, aHeader);
  for (const [number, exchange] of written.entries()) {
    await writer.append(exchange);
    if (number % 2 === 1) await writer.flush();
  }
  await writer.close(counters);
  whole = readFileSync(path);
});

function save(name: string, bytes: Uint8Array): string {
  writeFileSync(inFolder(name), bytes);
  return inFolder(name);
}

describe('a whole recording', () => {
  test('is summarised with header, counters, completeness and digest', async () => {
    const summary = await summariseRecording(save('a.sgrec', whole));
    const digest = `sha256:${createHash('sha256').update(whole).digest('hex')}`;
    expect(summary).toEqual({
      header: aHeader,
      version: currentVersion,
      exchanges: 6,
      calls: 0,
      counters,
      completeness: 5 / 8,
      digest,
    });
  });

  test('gives heads without bodies, and their lengths', async () => {
    const heads = await collect(readHeads(save('b.sgrec', whole)));
    expect(heads.map(({ id, requestBodyLength }) => [id, requestBodyLength])).toEqual(
      written.map(({ id, requestBody }) => [id, requestBody.length]),
    );
    expect(heads[0]).not.toHaveProperty('requestBody');
  });

  test('can be left half-way, and read again', async () => {
    const path = save('c.sgrec', whole);
    for await (const exchange of readExchanges(path)) {
      expect(exchange.id).toBe('x0');
      break;
    }
    expect(await collect(readExchanges(path))).toHaveLength(6);
  });
});

describe('a recording cut off anywhere', () => {
  test('never gives a wrong exchange and fails with named errors alone', async () => {
    const seen = new Set<string>();
    for (let length = 0; length < whole.length; length += 1) {
      const path = save('cut.sgrec', whole.subarray(0, length));
      const outcome = await readWhatCanBeRead(path);
      seen.add(outcome.kind);
      if (outcome.kind === 'error') continue;
      expect(outcome.exchanges.map(comparable)).toEqual(
        written.slice(0, outcome.exchanges.length).map(comparable),
      );
      expect(outcome.damage).toContain(`${outcome.exchanges.length} exchange`);
    }
    expect(seen).toEqual(new Set(['error', 'read']));
  });
});

describe('a recording with one byte changed', () => {
  test('never gives a wrong exchange, and always says so', async () => {
    for (let place = 0; place < whole.length; place += 3) {
      const altered = Buffer.from(whole);
      altered[place] = (altered[place] ?? 0) ^ 0x41;
      const outcome = await readWhatCanBeRead(save('altered.sgrec', altered));
      if (outcome.kind === 'error') continue;
      expect(outcome.exchanges.map(comparable)).toEqual(
        written.slice(0, outcome.exchanges.length).map(comparable),
      );
      expect(outcome.damage).toBeDefined();
    }
  });

  test('says how many exchanges that cost, when the index still knows', async () => {
    const altered = Buffer.from(whole);
    const second = whole.indexOf('BLCK', whole.indexOf('BLCK') + 4);
    altered[second + 30] = (altered[second + 30] ?? 0) ^ 1;
    const { damage, exchanges } = await summariseRecording(save('middle.sgrec', altered));
    expect(exchanges).toBe(2);
    expect(damage).toMatch(/2 exchanges in 1 whole block before them were kept; .* with 4 exchanges\.$/);
  });

  test('bytes behind the end are told', async () => {
    const { damage, exchanges } = await summariseRecording(save('more.sgrec', Buffer.concat([whole, whole])));
    expect(exchanges).toBe(6);
    expect(damage).toContain(`${whole.length} bytes after the end mark`);
  });
});

type Outcome =
  | { readonly kind: 'error' }
  | { readonly kind: 'read'; readonly exchanges: readonly Exchange[]; readonly damage: string | undefined };

async function readWhatCanBeRead(path: string): Promise<Outcome> {
  try {
    const { damage, exchanges: counted } = await summariseRecording(path);
    const exchanges = await collect(readExchanges(path));
    expect(exchanges).toHaveLength(counted);
    return { kind: 'read', exchanges, damage };
  } catch (error) {
    expect(['recording-not-recognised', 'recording-damaged', 'recording-too-new']).toContain(
      Object(error).code,
    );
    return { kind: 'error' };
  }
}

describe('what is no recording of ours', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), 'recording-not-recognised'],
    ['JSON', Buffer.from('{"log":{}}\n'), 'recording-not-recognised'],
    ['a version that never was', encodePreamble(0), 'recording-not-recognised'],
    ['a version of the future', encodePreamble(currentVersion + 3), 'recording-too-new'],
    ['a recording without its header', encodePreamble(currentVersion), 'recording-damaged'],
  ])('%s is refused', async (_name, bytes, code) => {
    const path = save('other', bytes);
    await expect(summariseRecording(path)).rejects.toMatchObject({ code });
    await expect(collect(readExchanges(path))).rejects.toMatchObject({ code });
  });

  test.each([
    ['that does not exist', 'missing.sgrec', 'ENOENT'],
    ['that is a folder', '.', 'EISDIR'],
  ])('a file %s is refused', async (_name, name, cause) => {
    await expect(summariseRecording(inFolder(name))).rejects.toMatchObject({
      code: 'recording-unreadable',
      message: expect.stringContaining(cause),
    });
  });

  test.each([
    ['is not packed', Buffer.from('not packed'), 10],
    ['unpacks to more than it announces', zstdCompressSync(Buffer.alloc(1000)), 10],
    ['holds no records', zstdCompressSync(Buffer.alloc(50, 1)), 50],
  ])('a block of a faulty writer, which %s, is never passed over', async (_name, stored, rawLength) => {
    const header = Buffer.from(JSON.stringify(aHeader));
    const path = save(
      'faulty.sgrec',
      Buffer.concat([
        encodePreamble(currentVersion),
        encodeFrame('HEAD', header, { rawLength: header.length, records: 0 }),
        encodeFrame('BLCK', stored, { rawLength, records: 1 }),
      ]),
    );
    await expect(collect(readExchanges(path))).rejects.toMatchObject({ code: 'recording-damaged' });
  });
});

describe('a recording of an older version', () => {
  test('version 1, which knew no calls, is read as it is', async () => {
    const path = save('first.sgrec', firstVersion());
    expect(await summariseRecording(path)).toMatchObject({
      version: 1,
      exchanges: 1,
      calls: 0,
      completeness: 1,
    });
    expect(await collect(readExchanges(path))).toMatchObject([{ target: '/items?limit=5' }]);
    expect(await collect(readCalls(path))).toEqual([]);
  });

  const steps: MigrationSteps = new Map([
    [
      currentVersion - 1,
      {
        header: (old) => ({ ...Object(old), keyId: '00000000' }),
        exchangeHead: (old) => {
          const { path, ...rest } = Object(old);
          return { ...rest, target: path };
        },
      },
    ],
  ]);

  test('is brought to the current one while it is read', async () => {
    const { keyId: _notYet, ...header } = aHeader;
    const { requestBody: _request, responseBody: _response, target, ...rest } = anExchange();
    const head = Buffer.from(JSON.stringify({ ...rest, path: target }));
    const lengths = Buffer.alloc(12);
    lengths.writeUInt32LE(head.length, 0);
    lengths.writeUInt32LE(2, 8);
    const block = Buffer.concat([lengths, head, Buffer.from('ok')]);
    const headerBytes = Buffer.from(JSON.stringify(header));
    const path = save(
      'older.sgrec',
      Buffer.concat([
        encodePreamble(currentVersion - 1),
        encodeFrame('HEAD', headerBytes, { rawLength: headerBytes.length, records: 0 }),
        encodeFrame('BLCK', zstdCompressSync(block), { rawLength: block.length, records: 1 }),
      ]),
    );
    expect(await summariseRecording(path, steps)).toMatchObject({
      version: currentVersion - 1,
      header: { keyId: '00000000' },
    });
    expect(await collect(readExchanges(path, steps))).toMatchObject([{ target: '/items?limit=5' }]);
  });
});

/** The bytes of a recording as version 1 wrote it: no member of its index names calls. */
function firstVersion(): Buffer {
  const header = Buffer.from(JSON.stringify(aHeader));
  const block = Buffer.concat(encodeExchange(anExchange()));
  const before = Buffer.concat([
    encodePreamble(1),
    encodeFrame('HEAD', header, { rawLength: header.length, records: 0 }),
  ]);
  const counters = { seen: 1, recorded: 1, truncated: 0, dropped: 0 };
  const index = Buffer.from(JSON.stringify({ blocks: [{ offset: before.length, exchanges: 1 }], counters }));
  const blockFrame = encodeFrame('BLCK', zstdCompressSync(block), { rawLength: block.length, records: 1 });
  const indexFrame = encodeFrame('INDX', index, { rawLength: index.length, records: 0 });
  const indexOffset = before.length + blockFrame.length;
  return Buffer.concat([before, blockFrame, indexFrame, encodeEndMark(indexOffset)]);
}
