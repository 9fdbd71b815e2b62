// covers: accept-http2.ts
// covers: upstream-sessions.ts
import { once } from 'node:events';
import { type ClientHttp2Session, constants, createServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { askStream, openSession } from '../../support/http2-client.ts';
import { aRecorder, type Recorder } from '../a-recorder.ts';
import { dial } from '../raw-connection.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

type Serve = (stream: ServerHttp2Stream, raw: readonly string[]) => unknown;

/** A recorder before a service of HTTP/2, and a client of the recorder. */
async function inFront(
  serve: Serve,
  settings: Parameters<typeof aRecorder>[1] = {},
): Promise<{ recorder: Recorder; client: ClientHttp2Session; sessions: () => number }> {
  const server = createServer();
  let sessions = 0;
  server.on('session', (session) => {
    sessions += 1;
    undo.push(() => session.destroy());
  });
  server.on('stream', (stream, _headers, _flags, raw) => {
    stream.on('error', () => {});
    serve(stream, raw);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => server.close());
  const origin = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const recorder = await aRecorder(origin, settings);
  undo.push(() => recorder.proxy.stop());
  const client = openSession(`http://127.0.0.1:${recorder.proxy.port}`);
  undo.push(() => client.destroy());
  return { recorder, client, sessions: () => sessions };
}

describe('what passes over HTTP/2', () => {
  test('keeps lines, body, trailers and interim answers both ways, and is recorded without pseudo headers', async () => {
    const got: unknown[] = [];
    const { recorder, client } = await inFront((stream, raw) => {
      got.push(raw);
      stream.on('trailers', (_headers, _flags, trailers: string[]) => got.push(trailers));
      stream.additionalHeaders({ ':status': 103, link: '</a.css>; rel=preload' });
      const options = { waitForTrailers: true, sendDate: false };
      stream.respond([':status', '201', 'x-a', '1', 'x-b', '2', 'x-a', '3'], options);
      stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
      stream.pipe(stream);
    });
    const answer = await askStream(client, {
      headers: { ':method': 'POST', ':path': '/a?b=%20', ':authority': 'shop.example', 'x-c': ['1', '2'] },
      body: 'onetwo',
      trailers: { 'x-sum': '42' },
    });
    expect(answer).toEqual({
      status: 201,
      headers: [':status', '201', 'x-a', '1', 'x-b', '2', 'x-a', '3'],
      body: 'onetwo',
      trailers: ['grpc-status', '0'],
      interim: [103],
      resetCode: 0,
    });
    expect(got[0]).toEqual(expect.arrayContaining([':authority', 'shop.example', ':path', '/a?b=%20']));
    expect(got[1]).toEqual(['x-sum', '42']);
    const [exchange] = await recorder.finish();
    expect(exchange).toMatchObject({
      httpVersion: '2',
      method: 'POST',
      target: '/a?b=%20',
      status: 201,
      requestHeaders: [
        ['host', 'shop.example'],
        ['x-c', '1'],
        ['x-c', '2'],
      ],
      responseHeaders: [
        ['x-a', '1'],
        ['x-b', '2'],
        ['x-a', '3'],
      ],
      requestTrailers: [['x-sum', '42']],
      responseTrailers: [['grpc-status', '0']],
    });
    expect(Buffer.from(exchange?.requestBody ?? []).toString()).toBe('onetwo');
    expect(Buffer.from(exchange?.responseBody ?? []).toString()).toBe('onetwo');
    expect(exchange).not.toHaveProperty('truncated');
  });

  test('stands at one port with HTTP/1.1, even when the preface comes in pieces', async () => {
    const { recorder } = await inFront((stream) => stream.respond({ ':status': 204 }, { endStream: true }));
    const client = dial(recorder.proxy.port, 'PRI * HT');
    const refused = dial(recorder.proxy.port, 'PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
    // The service speaks HTTP/2 alone, and is asked in HTTP/1.1 as the client was heard.
    expect(await refused.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 502 /);
    client.socket.write('TP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1');
    // A frame of settings is what a server of HTTP/2 begins with.
    expect((await client.until(/^[\s\S]{9}/)).charCodeAt(3)).toBe(4);
    client.socket.destroy();
    refused.socket.destroy();
  });

  test('answers without a body as such: its trailers stand in the headers', async () => {
    const { recorder, client } = await inFront((stream) => {
      const headers = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '5' };
      stream.respond(headers, { endStream: true });
    });
    const answer = await askStream(client, { headers: { ':method': 'POST', ':path': '/a.B/C' }, body: 'm' });
    expect(answer).toMatchObject({ status: 200, trailers: [], body: '' });
    expect(answer.headers).toEqual(expect.arrayContaining(['grpc-status', '5']));
    expect(await recorder.finish()).toMatchObject([{ status: 200 }]);
  });

  test('streams both ways: an answer begins before the request ends', async () => {
    const { recorder, client } = await inFront((stream) => {
      stream.respond({ ':status': 200 });
      stream.pipe(stream);
    });
    const stream = client.request({ ':method': 'POST', ':path': '/talk' });
    stream.write('ping');
    const [first] = await once(stream, 'data');
    stream.end('pong');
    const [second] = await once(stream, 'data');
    expect(`${first} ${second}`).toBe('ping pong');
    await once(stream, 'close');
    expect(await recorder.finish()).toMatchObject([{ target: '/talk', status: 200 }]);
  });

  test('keeps streams that overlap apart, and those that follow together, on one connection to the service', async () => {
    const held: ServerHttp2Stream[] = [];
    const { recorder, client, sessions } = await inFront((stream, raw) => {
      if (raw.includes('/held')) held.push(stream);
      else stream.respond({ ':status': 204 }, { endStream: true });
    });
    const ask = (path: string) => askStream(client, { headers: { ':path': path } });
    const first = ask('/held');
    await ask('/beside');
    held[0]?.respond({ ':status': 200 }, { endStream: true });
    await first;
    await ask('/after');
    const recorded = await recorder.finish();
    const sessionOf = (target: string) => recorded.find((each) => each.target === target)?.session;
    expect(sessionOf('/after')).toBe(sessionOf('/held'));
    expect(sessionOf('/beside')).not.toBe(sessionOf('/held'));
    expect(sessions()).toBe(1);
  });
});

describe('what breaks over HTTP/2', () => {
  test('a reset by the service reaches the client, and is recorded as a failure', async () => {
    const { recorder, client } = await inFront((stream) => {
      stream.respond({ ':status': 200 });
      stream.write('half', () => stream.destroy(new Error('reset')));
    });
    const answer = await askStream(client, { headers: { ':path': '/' } });
    expect(answer.resetCode).toBe(constants.NGHTTP2_INTERNAL_ERROR);
    expect(await recorder.finish()).toMatchObject([
      { status: 200, truncated: 'response', failure: expect.stringMatching(/^upstream: /) },
    ]);
  });

  test('a service that is not there is 502', async () => {
    const recorder = await aRecorder(new URL('http://127.0.0.1:1'));
    undo.push(() => recorder.proxy.stop());
    const client = openSession(`http://127.0.0.1:${recorder.proxy.port}`);
    undo.push(() => client.destroy());
    expect(await askStream(client, { headers: { ':path': '/' } })).toMatchObject({ status: 502 });
    expect(await recorder.finish()).toMatchObject([
      { status: 0, failure: 'upstream: ECONNREFUSED', httpVersion: '2' },
    ]);
  });

  test('a client that goes ends the stream to the service', async () => {
    const gone = Promise.withResolvers<number>();
    const { recorder, client } = await inFront((stream) => {
      stream.on('close', () => gone.resolve(stream.rstCode ?? 0));
      stream.respond({ ':status': 200 });
      stream.write('first');
    });
    const stream = client.request({ ':path': '/' });
    stream.on('error', () => {});
    await once(stream, 'data');
    stream.close(constants.NGHTTP2_CANCEL);
    expect(await gone.promise).toBe(constants.NGHTTP2_CANCEL);
    expect(await recorder.finish()).toMatchObject([
      { failure: expect.stringMatching(/^client-gone/), truncated: 'response' },
    ]);
  });

  test('a session that the service ended is replaced', async () => {
    const { recorder, client, sessions } = await inFront((stream) => {
      stream.session?.close();
      stream.respond({ ':status': 204 }, { endStream: true });
    });
    for (const path of ['/a', '/b'])
      expect(await askStream(client, { headers: { ':path': path } })).toMatchObject({ status: 204 });
    expect(sessions()).toBe(2);
    expect(await recorder.finish()).toHaveLength(2);
  });
});
