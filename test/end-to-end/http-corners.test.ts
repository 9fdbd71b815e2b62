/** The odd corners of HTTP/1.1, each through the recorder, its recording and the replay to builds that agree or do not. */
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Exchange } from '../../src/domain/recording.ts';
import { dial } from '../recording/raw-connection.ts';
import { startCornerService } from '../support/corner-service.ts';
import { recordVisit, replayTo } from '../support/record-and-replay.ts';

const packed = gzipSync('a packed request');
const binary = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
const part = (head: string) => Buffer.from(`--cut\r\n${head}\r\n\r\n`);
const multipart = Buffer.concat([
  part(
    'Content-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: application/octet-stream',
  ),
  binary,
  Buffer.from('\r\n--cut--\r\n'),
]);
const query = '{"query":"query Total { total }"}';

type Corner = {
  readonly name: string;
  readonly head: string;
  readonly body?: string | Buffer;
  readonly path: string;
  /** What is found when a build does it otherwise. */
  readonly found: readonly string[];
};

const post = (path: string, type: string, body: string | Buffer, more = ''): string =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;

const corners: readonly Corner[] = [
  {
    name: 'chunks and trailers both ways',
    path: '/chunked',
    head: 'POST /chunked HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n',
    body: '3\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 7\r\n\r\n',
    found: ['header-changed trailer.x-sum'],
  },
  {
    name: 'HEAD',
    path: '/head',
    head: 'HEAD /head HTTP/1.1\r\nHost: a\r\n\r\n',
    found: ['header-changed header.content-length'],
  },
  {
    name: '204',
    path: '/none',
    head: 'DELETE /none HTTP/1.1\r\nHost: a\r\n\r\n',
    found: ['status-changed status'],
  },
  {
    name: '304',
    path: '/same',
    head: 'GET /same HTTP/1.1\r\nHost: a\r\nIf-None-Match: "a"\r\n\r\n',
    found: ['header-changed header.etag'],
  },
  {
    name: 'early hints',
    path: '/hints',
    head: 'GET /hints HTTP/1.1\r\nHost: a\r\n\r\n',
    found: ['value-changed body/price'],
  },
  {
    name: 'a body until the connection ends',
    path: '/until-close',
    head: 'GET /until-close HTTP/1.1\r\nHost: a\r\n\r\n',
    found: ['text-changed body'],
  },
  {
    name: 'a packed request and answer',
    path: '/packed',
    head: post('/packed', 'text/plain', packed, 'Content-Encoding: gzip\r\n'),
    body: packed,
    found: ['value-changed body/isChanged'],
  },
  {
    name: 'a binary upload',
    path: '/upload',
    head: post('/upload', 'application/octet-stream', binary),
    body: binary,
    found: ['value-changed body/length'],
  },
  {
    name: 'a multipart upload',
    path: '/upload',
    head: post('/upload', 'multipart/form-data; boundary=cut', multipart),
    body: multipart,
    found: ['value-changed body/length'],
  },
  {
    name: 'a form',
    path: '/upload',
    head: post('/upload', 'application/x-www-form-urlencoded', 'a=1&a=2&b=%20'),
    body: 'a=1&a=2&b=%20',
    found: ['value-changed body/length'],
  },
  {
    name: 'GraphQL',
    path: '/graphql',
    head: post('/graphql', 'application/json', query),
    body: query,
    found: ['value-changed body/data/total'],
  },
  {
    name: 'Expect: 100-continue',
    path: '/expects',
    head: post('/expects', 'text/plain', 'body', 'Expect: 100-continue\r\n'),
    body: 'body',
    found: ['value-changed body/isChanged'],
  },
];

let recorded: readonly Exchange[];

beforeAll(async () => {
  const service = await startCornerService(null);
  recorded = await recordVisit(service, async (origin) => {
    const port = Number(new URL(origin).port);
    for (const { head, body = '' } of corners) {
      const client = dial(port, head);
      if (/^Expect/m.test(head)) await client.until(/100 Continue\r\n\r\n/);
      client.socket.write(body);
      await client.until(/HTTP\/1\.1 [2345]\d\d[\s\S]*?\r\n\r\n/);
      client.socket.end();
      await client.ended;
    }
    // Three requests that a client sends without waiting are three exchanges in their order.
    const pipelining = dial(
      port,
      ['a', 'b', 'c'].map((one) => `GET /hints?${one} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''),
    );
    await pipelining.until(/(\{"price":1\}[\s\S]*){3}/);
    pipelining.socket.end();
    await pipelining.ended;
  });
  service.stop();
});

const replay = async (changed: string | null) => {
  const services = [
    await startCornerService(null),
    await startCornerService(null),
    await startCornerService(changed),
  ] as const;
  return replayTo(recorded, services);
};

test('each corner is recorded whole, early hints and 100 Continue left out', () => {
  expect(recorded).toHaveLength(corners.length + 3);
  expect(
    recorded.filter(({ failure, truncated }) => failure !== undefined || truncated !== undefined),
  ).toEqual([]);
  expect(recorded.every(({ status }) => status >= 200)).toBe(true);
  expect(recorded.slice(-3).map(({ target }) => target)).toEqual(['/hints?a', '/hints?b', '/hints?c']);
});

test('a build that does the same differs nowhere, and answers as production did', async () => {
  const { observed, divergences } = await replay(null);
  expect(divergences).toEqual([]);
  for (const { exchange, baseline } of observed) {
    const { outcome } = baseline;
    expect(outcome).toMatchObject({ kind: 'responded', status: exchange.status });
    if (outcome.kind !== 'responded' || exchange.target === '/packed') continue;
    expect([exchange.target, Buffer.from(outcome.body).toString('hex')]).toEqual([
      exchange.target,
      Buffer.from(exchange.responseBody).toString('hex'),
    ]);
    expect(outcome.trailers).toEqual(exchange.responseTrailers ?? []);
  }
});

describe('a build that does otherwise', () => {
  test.each([...new Map(corners.map((corner) => [corner.path, corner])).values()])(
    'with $name',
    async ({ path, found }) => {
      const { divergences } = await replay(path);
      const there = divergences.filter(({ target }) => target.split('?')[0] === path);
      expect(divergences).toEqual(there);
      expect([...new Set(there.map(({ divergence: { kind, place } }) => `${kind} ${place}`))]).toEqual(found);
    },
  );
});
