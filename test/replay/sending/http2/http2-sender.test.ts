// covers: http2-session.ts
// covers: http2-exchange.ts

import { constants, type ServerHttp2Stream } from 'node:http2';
import { connect as connectSocket, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { HeaderLines } from '../../../../src/domain/recording.ts';
import { type Http2Sender, openHttp2Sender } from '../../../../src/replay/sending/http2/http2-sender.ts';
import type { SendTarget } from '../../../../src/replay/sending/sender.ts';
import { type Http2Service, startHttp2Service } from '../../../support/http2-service.ts';
import { startLoggingServer } from '../../support/logging-server.ts';
import { reasonOf, send, sendCounting } from '../../support/sending.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

async function serve(
  answer: Parameters<typeof startHttp2Service>[0],
  connect: SendTarget['connect'] = null,
): Promise<{ service: Http2Service; to: Http2Sender }> {
  const service = await startHttp2Service(answer);
  undo.push(service.stop);
  const to = openHttp2Sender({ origin: service.origin, connect });
  undo.push(to.close);
  return { service, to };
}

const empty = (stream: ServerHttp2Stream, status = 204) =>
  stream.respond({ ':status': status }, { endStream: true });

describe('a request over HTTP/2', () => {
  test('has its lines in order and lower case, its host as authority, its body and its trailers', async () => {
    const got: unknown[] = [];
    const { to } = await serve((stream, _headers, raw) => {
      got.push(raw);
      const chunks: Buffer[] = [];
      stream.on('trailers', (_lines, _flags, trailers: string[]) => got.push(trailers));
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        got.push(Buffer.concat(chunks).toString());
        stream.additionalHeaders({ ':status': 103, link: '</a>' });
        const options = { waitForTrailers: true, sendDate: false };
        stream.respond([':status', '200', 'x-a', '1', 'x-b', '2', 'x-a', '3'], options);
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        stream.end('answer');
      });
    });
    const headers: HeaderLines = [
      ['Host', 'shop.example'],
      ['X-One', '1'],
      ['TE', 'trailers'],
      ['x-one', '2'],
      ['Connection', 'keep-alive'],
      ['Content-Length', '99'],
    ];
    const outcome = await send(
      to,
      { method: 'POST', target: '/a?b', headers, body: Buffer.from('body'), trailers: [['X-Sum', '7']] },
      { tag: { exchangeId: 'x1', startedAt: 5 } },
    );
    expect(got).toEqual([
      [
        ...[':method', 'POST', ':scheme', 'http', ':path', '/a?b', ':authority', 'shop.example'],
        ...['x-one', '1', 'x-one', '2', 'x-shadowgate-exchange', 'x1', 'x-shadowgate-instant', '5'],
        ...['te', 'trailers', 'content-length', '4'],
      ],
      ['x-sum', '7'],
      'body',
    ]);
    expect(outcome).toMatchObject({
      kind: 'responded',
      status: 200,
      headers: [
        ['x-a', '1'],
        ['x-b', '2'],
        ['x-a', '3'],
      ],
      trailers: [['grpc-status', '0']],
    });
    expect(outcome.kind === 'responded' && Buffer.from(outcome.body).toString()).toBe('answer');
  });

  test('shares one session with those beside it', async () => {
    const waiting: ServerHttp2Stream[] = [];
    const { service, to } = await serve((stream) => {
      waiting.push(stream);
      if (waiting.length === 3) for (const each of waiting) empty(each);
    });
    const outcomes = await Promise.all([1, 2, 3].map((nth) => send(to, { target: `/${nth}` })));
    expect(outcomes.map(reasonOf)).toEqual(['204', '204', '204']);
    expect(service.sessions()).toBe(1);
  });

  test('goes through a connection that others open', async () => {
    let opened = 0;
    const open = ({ host, port }: { host: string; port: number }): Promise<Socket> => {
      opened += 1;
      return new Promise((resolve) => {
        const socket: Socket = connectSocket({ host, port }, () => resolve(socket));
      });
    };
    const { to } = await serve((stream) => empty(stream), open);
    expect([reasonOf(await send(to)), reasonOf(await send(to))]).toEqual(['204', '204']);
    expect(opened).toBe(1);
  });

  test('gets no body for HEAD and for an answer that has none', async () => {
    const { to } = await serve((stream) => {
      stream.respond({ ':status': 200, 'content-length': 5 }, { endStream: true });
    });
    expect(await send(to, { method: 'HEAD' })).toMatchObject({ status: 200, body: Buffer.alloc(0) });
  });
});

describe('failures over HTTP/2', () => {
  test('nobody listens', async () => {
    const { service, to } = await serve(() => {});
    await service.stop();
    undo.splice(0, 1);
    expect(reasonOf(await send(to))).toBe('connection-refused');
    expect(await to.probe()).toBe(false);
  });

  test('a reset is a lost connection, and tells its code', async () => {
    const { to } = await serve((stream) => stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM));
    expect(await send(to)).toMatchObject({
      reason: 'connection-lost',
      detail: expect.stringContaining('ENHANCE_YOUR_CALM'),
    });
  });

  test('an answer that breaks off is lost', async () => {
    const { to } = await serve((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('half', () => stream.destroy(new Error('over')));
    });
    expect(reasonOf(await send(to))).toBe('connection-lost');
  });

  test('what was not looked at is sent again, even when it writes, and once', async () => {
    let asked = 0;
    const { to } = await serve((stream) => {
      asked += 1;
      if (asked === 1) stream.close(constants.NGHTTP2_REFUSED_STREAM);
      else empty(stream);
    });
    expect(await sendCounting(to, 'POST')).toBe('204 again');
    asked = -10;
    const refusing = await serve((stream) => stream.close(constants.NGHTTP2_REFUSED_STREAM));
    expect(await sendCounting(refusing.to, 'POST')).toBe('connection-lost again');
  });

  test('a read lost on a session that had answered is sent again, a write is not', async () => {
    const { service, to } = await serve((stream, headers) => {
      if (headers[':path'] === '/drop' && service.sessions() === 1) stream.session?.destroy();
      else empty(stream);
    });
    expect(reasonOf(await send(to))).toBe('204');
    expect(await sendCounting(to, 'GET', '/drop')).toBe('204 again');
    const other = await serve((stream, headers) => {
      if (headers[':path'] === '/drop') stream.session?.destroy();
      else empty(stream);
    });
    expect(reasonOf(await send(other.to))).toBe('204');
    expect(await sendCounting(other.to, 'POST', '/drop')).toBe('connection-lost');
    expect(await sendCounting(other.to, 'GET', '/drop')).toBe('connection-lost');
  });

  test('a session that the service ends is replaced', async () => {
    const { service, to } = await serve((stream) => {
      stream.session?.close();
      empty(stream);
    });
    expect(reasonOf(await send(to))).toBe('204');
    expect(await sendCounting(to, 'POST')).toBe('204');
    expect(service.sessions()).toBe(2);
  });

  test('a deadline ends the stream and not the session', async () => {
    const ended = Promise.withResolvers<number>();
    const { service, to } = await serve((stream, headers) => {
      if (headers[':path'] === '/ok') empty(stream);
      else stream.on('close', () => ended.resolve(stream.rstCode ?? 0));
    });
    expect(reasonOf(await send(to, { target: '/hangs' }, { timeoutMs: 50 }))).toBe('timed-out');
    expect(await ended.promise).toBe(constants.NGHTTP2_CANCEL);
    expect(reasonOf(await send(to, { target: '/ok' }))).toBe('204');
    expect(service.sessions()).toBe(1);
  });

  test('a body longer than is kept', async () => {
    const { to } = await serve((stream) => {
      stream.respond({ ':status': 200 });
      stream.end(Buffer.alloc(5000));
    });
    expect(reasonOf(await send(to, {}, { maximumBodyBytes: 100 }))).toBe('response-too-large');
  });

  test('a service of HTTP/1.1 alone is recognised', async () => {
    const server = await startLoggingServer((_request, _body, response) => response.end());
    undo.push(server.stop);
    const to = openHttp2Sender({ origin: server.origin, connect: null });
    undo.push(to.close);
    expect(await to.probe()).toBe(false);
    expect(server.seen).toEqual([]);
  });
});
