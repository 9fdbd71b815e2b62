import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../../src/domain/recording.ts';
import { gorSeparator } from '../../../src/recording/importing/gor-records.ts';
import { importGor } from '../../../src/recording/importing/import-gor.ts';
import type { ImportReport } from '../../../src/recording/importing/import-tally.ts';
import { createRedactor } from '../../../src/recording/redaction/redaction.ts';
import { collect } from '../an-exchange.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();
const seconds = (number: number): string => String(BigInt(1_750_000_000 + number) * 1_000_000_000n);
/** Client port, server port, client address, sequence. */
const idOf = (port: number, sequence: number): string =>
  `${port.toString(16).padStart(4, '0')}1f907f000001${sequence.toString(16).padStart(8, '0')}`;
const get = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

function record(type: number, id: string, at: number, payload: string): string {
  return `${type} ${id} ${seconds(at)} 1000000\n${payload}${gorSeparator}`;
}

async function imported(
  content: string | Uint8Array,
  name = 'a.gor',
): Promise<{ exchanges: Exchange[]; report: ImportReport }> {
  writeFileSync(inFolder(name), content);
  const { exchanges, report } = importGor(inFolder(name), createRedactor(Buffer.alloc(32, 1)));
  return { exchanges: await collect(exchanges), report: report() };
}

describe('importGor', () => {
  test('pairs requests and responses by id, in any order, and redacts', async () => {
    const { exchanges, report } = await imported(
      record(
        1,
        idOf(1, 1),
        0,
        'POST /login?token=one HTTP/1.1\r\nHost: a\r\nCookie: sid=two\r\nContent-Length: 3\r\n\r\nabc',
      ) +
        record(
          2,
          idOf(2, 2),
          1,
          'HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n',
        ) +
        record(1, idOf(2, 2), 1, get) +
        record(2, idOf(1, 1), 2, ok),
    );
    expect(exchanges).toMatchObject([
      { id: 'x000001', method: 'GET', status: 404, responseBody: Buffer.from('no') },
      { id: 'x000002', method: 'POST', status: 200, startedAt: 1_750_000_000_000, durationMs: 2001 },
    ]);
    expect(JSON.stringify(exchanges[1])).not.toMatch(/token=one|sid=two/);
    expect(report).toEqual({
      counters: { seen: 2, recorded: 2, truncated: 0, dropped: 0 },
      leftOut: [],
      changed: [],
    });
  });

  test('tells connections apart by the address in the id', async () => {
    const all = [1, 2, 1].map(
      (port, n) => record(1, idOf(port, n), n, get) + record(2, idOf(port, n), n, ok),
    );
    const { exchanges } = await imported(all.join(''));
    const [first, second, third] = exchanges.map(({ session }) => session);
    expect(first).toBe(third);
    expect(first).not.toBe(second);
  });

  test('says what was left out and why', async () => {
    const { exchanges, report } = await imported(
      [
        record(1, idOf(1, 1), 0, get),
        record(2, idOf(1, 2), 0, ok),
        record(3, idOf(1, 3), 0, ok),
        `malformed${gorSeparator}`,
        record(1, idOf(1, 4), 0, 'no HTTP at all'),
        record(2, idOf(1, 4), 0, ok),
        record(1, idOf(1, 5), 0, get),
        record(2, idOf(1, 5), 0, 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n'),
      ].join(''),
    );
    expect(exchanges).toEqual([]);
    expect(report.counters).toEqual({ seen: 6, recorded: 0, truncated: 0, dropped: 6 });
    expect(new Set(report.leftOut.map(({ reason }) => reason))).toEqual(
      new Set([
        'request without its response',
        'response without its request',
        'response of an earlier replay, not of production',
        'malformed record',
        'bytes that are no HTTP/1 message',
        'connection that left HTTP',
      ]),
    );
  });

  test('does not pair across time: ids come again in long recordings', async () => {
    const { exchanges, report } = await imported(
      record(1, idOf(1, 1), 0, get) + record(2, idOf(1, 1), 3600, ok) + record(1, idOf(1, 1), 3601, get),
    );
    expect(exchanges).toMatchObject([{ startedAt: 1_750_003_601_000 }]);
    expect(report.leftOut).toEqual([{ reason: 'request without its response', exchanges: 1 }]);
  });

  test('marks bodies that capture lost a part of, and expects none behind HEAD', async () => {
    const { exchanges } = await imported(
      record(1, idOf(1, 1), 0, 'POST /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf a ') +
        record(2, idOf(1, 1), 0, ok) +
        record(1, idOf(1, 2), 0, 'HEAD /a HTTP/1.1\r\n\r\n') +
        record(2, idOf(1, 2), 0, 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n'),
    );
    expect(exchanges.map(({ truncated }) => truncated)).toEqual(['request', undefined]);
  });

  test.each([
    ['a file that does not exist', 'none.gor', null],
    ['a file of something else', 'other.gor', 'PK\u0003\u0004 something else'],
    ['an empty file', 'empty.gor', ''],
    ['a .gz that breaks off', 'cut.gor.gz', gzipSync(record(1, idOf(1, 1), 0, get)).subarray(0, -10)],
  ])('%s cannot be imported', async (_name, name, content) => {
    if (content !== null) writeFileSync(inFolder(name), content);
    const { exchanges } = importGor(inFolder(name), createRedactor(Buffer.alloc(32, 1)));
    await expect(collect(exchanges)).rejects.toMatchObject({ code: 'import-failed' });
  });
});
