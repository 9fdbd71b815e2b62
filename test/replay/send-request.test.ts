import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Pool } from 'undici';
import type { Failed, Responded } from '../../src/domain/observation.ts';
import { openConnections, type SendOptions, sendRequest } from '../../src/replay/send-request.ts';
import type { SentRequest } from '../../src/replay/sent-request.ts';
import { type Answer, type LoggingServer, startLoggingServer } from './support/logging-server.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function connect(origin: string, connections = 1): Pool {
  const pool = openConnections(origin, connections);
  cleanUps.push(() => pool.destroy());
  return pool;
}

async function serve(answer: Answer): Promise<{ server: LoggingServer; pool: Pool }> {
  const server = await startLoggingServer(answer);
  cleanUps.push(server.stop);
  return { server, pool: connect(server.origin) };
}

/** A server that speaks bytes, for what no HTTP library would say. */
async function serveBytes(speak: (socket: Socket) => void): Promise<Pool> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => speak(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

function send(connections: Pool, told: Partial<SentRequest> = {}, options: Partial<SendOptions> = {}) {
  const request = { method: 'GET', target: '/', headers: [], body: Buffer.alloc(0), ...told };
  const ending = new AbortController().signal;
  return sendRequest(request, { connections, timeoutMs: 5000, ending, tag: null, ...options });
}

const reasonOf = (outcome: Responded | Failed) =>
  outcome.kind === 'failed' ? outcome.reason : outcome.status;

describe('what goes out', () => {
  test('method, target and header lines as recorded, the length computed anew', async () => {
    const { server, pool } = await serve((_request, _body, response) => response.end());
    await send(pool, {
      method: 'PATCH',
      target: '/a%2Fb?x=%20&x',
      headers: [
        ['Host', 'shop.test'],
        ['X-One', '1'],
        ['x-ONE', '2'],
        ['Content-Length', '99'],
        ['Content-Type', 'text/plain'],
      ],
      body: Buffer.from('hello'),
    });
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: 'PATCH', target: '/a%2Fb?x=%20&x', body: 'hello' });
    expect(seen?.headers).toEqual([
      'host',
      'shop.test',
      'connection',
      'keep-alive',
      'X-One',
      '1',
      'x-ONE',
      '2',
      'Content-Type',
      'text/plain',
      'content-length',
      '5',
    ]);
  });

  test('a GET keeps its body', async () => {
    const { server, pool } = await serve((_request, _body, response) => response.end());
    await send(pool, { body: Buffer.from('{"query":1}') });
    expect(server.seen[0]?.body).toBe('{"query":1}');
  });

  test('the id of the exchange, when an agent waits for it', async () => {
    const { server, pool } = await serve((_request, _body, response) => response.end());
    await send(pool, {}, { tag: 'x000007' });
    expect(server.seen[0]?.headers).toContain('x000007');
  });

  test('requests that cannot be sent are told, and cost no connection', async () => {
    const { pool } = await serve((_request, _body, response) => response.end('ok'));
    for (const target of ['*', '/a b', '/a b', '/a b']) {
      expect(await send(pool, { target })).toMatchObject({ kind: 'failed', reason: 'not-sent' });
    }
    expect(reasonOf(await send(pool))).toBe(200);
  });
});

describe('what comes back', () => {
  test('status, raw header lines and the encoded body; redirects are not followed', async () => {
    const body = gzipSync('moved');
    const { server, pool } = await serve((_request, _body, response) => {
      response.sendDate = false;
      response.writeHead(
        302,
        [
          ['Location', '/b'],
          ['Set-Cookie', 'a=1'],
          ['set-cookie', 'b=2'],
          ['Content-Encoding', 'gzip'],
        ].flat(),
      );
      response.end(body);
    });
    const outcome = await send(pool);
    if (outcome.kind !== 'responded') throw new Error(outcome.detail);
    expect(outcome.status).toBe(302);
    expect(outcome.headers.slice(0, 4)).toEqual([
      ['Location', '/b'],
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
      ['Content-Encoding', 'gzip'],
    ]);
    expect(Buffer.from(outcome.body).equals(body)).toBe(true);
    expect(outcome.durationMs).toBeGreaterThan(0);
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    ['204', 'GET', 204],
    ['304', 'GET', 304],
    ['HEAD', 'HEAD', 200],
  ])('%s has no body', async (_name, method, status) => {
    const { pool } = await serve((_request, _body, response) => {
      response.writeHead(status, method === 'HEAD' ? { 'Content-Length': 5 } : {}).end();
    });
    const outcome = await send(pool, { method });
    expect(outcome).toMatchObject({ kind: 'responded', status });
    expect(outcome.kind === 'responded' && outcome.body.byteLength).toBe(0);
  });

  test('chunks become one body, early hints are not the response', async () => {
    const { pool } = await serve((_request, _body, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.write('one,');
      response.write('two');
      response.end();
    });
    const outcome = await send(pool);
    expect(outcome.kind === 'responded' && `${outcome.status} ${Buffer.from(outcome.body)}`).toBe(
      '200 one,two',
    );
  });
});

describe('failures are data', () => {
  test('nobody listens', async () => {
    const { server, pool } = await serve(() => {});
    await server.stop();
    expect(reasonOf(await send(pool))).toBe('connection-refused');
  });

  test.each([
    ['the connection ends before an answer', 'connection-lost', (socket: Socket) => socket.destroy()],
    [
      'the body ends early',
      'connection-lost',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal'),
    ],
    [
      'a chunk ends early',
      'connection-lost',
      (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhal'),
    ],
    ['no HTTP', 'malformed-response', (socket: Socket) => socket.end('SSH-2.0-OpenSSH\r\n\r\n')],
  ])('%s: %s', async (_name, reason, speak) => {
    expect(reasonOf(await send(await serveBytes(speak)))).toBe(reason);
  });

  test('a deadline, after which the connection can be used again', async () => {
    const { pool } = await serve(({ url }, _body, response) => {
      if (url === '/ok') response.end();
    });
    expect(await send(pool, { target: '/hangs' }, { timeoutMs: 30 })).toMatchObject({
      reason: 'timed-out',
      detail: 'no whole response within 30 ms',
    });
    expect(reasonOf(await send(pool, { target: '/ok' }))).toBe(200);
  });

  test('the end of the run', async () => {
    const { pool } = await serve(() => {});
    const ending = new AbortController();
    const outcome = send(pool, {}, { ending: ending.signal });
    ending.abort('the run was over');
    expect(await outcome).toMatchObject({ reason: 'timed-out', detail: 'the run was over' });
    expect(await send(pool, {}, { ending: ending.signal })).toMatchObject({ reason: 'timed-out' });
  });

  test('a body longer than is kept', async () => {
    const { pool } = await serve((_request, _body, response) => response.end(Buffer.alloc(2000)));
    expect(reasonOf(await send(pool, {}, { maximumBodyBytes: 1000 }))).toBe('response-too-large');
    expect(reasonOf(await send(pool, {}, { maximumBodyBytes: 2000 }))).toBe(200);
  });
});
