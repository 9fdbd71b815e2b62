import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Arrival } from '../support/byte-server.ts';
import { createSending, reasonOf, send } from '../support/sending.ts';

describe.each(['prepared-bytes', 'general-client'] as const)('%s', (lane) => {
  const { serve, serveBytes, end } = createSending(lane);
  afterEach(end);

  describe('what comes back', () => {
    test('status, raw header lines and the encoded body; redirects are not followed', async () => {
      const body = gzipSync('moved');
      const { server, to } = await serve((_request, _body, response) => {
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
      const outcome = await send(to);
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
      const { to } = await serve((_request, _body, response) => {
        response.writeHead(status, method === 'HEAD' ? { 'Content-Length': 5 } : {}).end();
      });
      const outcome = await send(to, { method });
      expect(outcome).toMatchObject({ kind: 'responded', status });
      expect(outcome.kind === 'responded' && outcome.body.byteLength).toBe(0);
    });

    test('chunks become one body, early hints are not the response', async () => {
      const { to } = await serve((_request, _body, response) => {
        response.writeEarlyHints({ link: '</a.css>; rel=preload' });
        response.write('one,');
        response.write('two');
        response.end();
      });
      const outcome = await send(to);
      expect(outcome.kind === 'responded' && `${outcome.status} ${Buffer.from(outcome.body)}`).toBe(
        '200 one,two',
      );
    });
  });

  describe('trailers', () => {
    test('are kept with their names as they were sent', async () => {
      const { to } = await serve((_request, _body, response) => {
        response.writeHead(200, { Trailer: 'X-Sum' });
        response.write('one');
        response.addTrailers({ 'X-Sum': '42' });
        response.end();
      });
      expect(await send(to)).toMatchObject({ kind: 'responded', trailers: [['X-Sum', '42']] });
    });
  });

  describe('failures are data', () => {
    test('nobody listens', async () => {
      const { server, to } = await serve(() => {});
      await server.stop();
      expect(reasonOf(await send(to))).toBe('connection-refused');
    });

    test.each([
      ['the connection ends before an answer', 'connection-lost', ({ socket }: Arrival) => socket.destroy()],
      [
        'the body ends early',
        'connection-lost',
        ({ socket }: Arrival) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal'),
      ],
      [
        'a chunk ends early',
        'connection-lost',
        ({ socket }: Arrival) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhal'),
      ],
      ['no HTTP', 'malformed-response', ({ socket }: Arrival) => socket.end('SSH-2.0-OpenSSH\r\n\r\n')],
    ])('%s: %s', async (_name, reason, speak) => {
      expect(reasonOf(await send((await serveBytes(speak)).to))).toBe(reason);
    });

    test('a deadline, after which the connection can be used again', async () => {
      const { to } = await serve(({ url }, _body, response) => {
        if (url === '/ok') response.end();
      });
      expect(await send(to, { target: '/hangs' }, { timeoutMs: 30 })).toMatchObject({
        reason: 'timed-out',
        detail: 'no whole response within 30 ms',
      });
      expect(reasonOf(await send(to, { target: '/ok' }))).toBe('200');
    });

    test('the end of the run', async () => {
      const { to } = await serve(() => {});
      const ending = new AbortController();
      const outcome = send(to, {}, { ending: ending.signal });
      ending.abort('the run was over');
      expect(await outcome).toMatchObject({ reason: 'timed-out', detail: 'the run was over' });
      expect(await send(to, {}, { ending: ending.signal })).toMatchObject({ reason: 'timed-out' });
    });

    test('a body longer than is kept', async () => {
      const { to } = await serve((_request, _body, response) => response.end(Buffer.alloc(2000)));
      expect(reasonOf(await send(to, {}, { maximumBodyBytes: 1000 }))).toBe('response-too-large');
      expect(reasonOf(await send(to, {}, { maximumBodyBytes: 2000 }))).toBe('200');
    });
  });
});
