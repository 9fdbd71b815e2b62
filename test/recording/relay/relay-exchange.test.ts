import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { aRecorder, type Recorder } from '../a-recorder.ts';
import { dial, rawService } from '../raw-connection.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

async function record(origin: URL, settings: Parameters<typeof aRecorder>[1] = {}): Promise<Recorder> {
  const recorder = await aRecorder(origin, settings);
  undo.push(() => recorder.proxy.stop());
  return recorder;
}

/** A recorder before a service of Node. */
async function inFront(
  listener: RequestListener,
  settings: Parameters<typeof aRecorder>[1] = {},
): Promise<Recorder> {
  const server: Server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return record(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), settings);
}

/** A recorder before a service that answers every request with the same bytes. */
async function inFrontOfBytes(answer: string): Promise<{ recorder: Recorder; received: () => string }> {
  const service = await rawService(({ socket, until }) => {
    void until(/\r\n\r\n/).then(() => socket.write(answer, 'latin1'));
  });
  undo.push(() => service.close());
  const recorder = await record(service.origin);
  return { recorder, received: () => service.connections[0]?.received() ?? '' };
}

async function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('what passes', () => {
  test('keeps order, case and repetition of headers both ways, Host too, and is recorded so', async () => {
    const { recorder, received } = await inFrontOfBytes(
      'HTTP/1.1 200 Fine\r\nX-B: 1\r\nx-a: 2\r\nX-b: 3\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 2\r\n\r\nok',
    );
    const request =
      'GET /a?b=1&b=%20 HTTP/1.1\r\nhOST: shop.example:8443\r\nX-One: 1\r\nx-one: 2\r\nAccept: */*\r\n\r\n';
    const client = dial(recorder.proxy.port, request);
    const response = await client.until(/ok$/);
    expect(received()).toBe(request);
    expect(response).toMatch(
      /^HTTP\/1\.1 200 Fine\r\nX-B: 1\r\nx-a: 2\r\nX-b: 3\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 2\r\n/,
    );
    expect(response).not.toMatch(/^date:/im);
    client.socket.destroy();
    const [exchange] = await recorder.finish();
    expect(exchange).toMatchObject({ method: 'GET', target: '/a?b=1&b=%20', status: 200 });
    expect(exchange?.requestHeaders.map(([name]) => name)).toEqual(['hOST', 'X-One', 'x-one', 'Accept']);
    expect(exchange?.responseHeaders.map(([name]) => name)).toEqual([
      ...['X-B', 'x-a', 'X-b', 'Set-Cookie', 'set-cookie', 'Content-Length'],
    ]);
    expect(Buffer.from(exchange?.responseBody ?? []).toString()).toBe('ok');
  });

  test.each([
    ['HEAD', 'HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n', 200],
    ['204', 'DELETE', 'HTTP/1.1 204 No Content\r\n\r\n', 204],
    ['304', 'GET', 'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 10\r\n\r\n', 304],
  ])('of %s has no body, whatever its length says', async (_name, method, answer, status) => {
    const { recorder } = await inFrontOfBytes(answer);
    const client = dial(recorder.proxy.port, `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`);
    const response = await client.until(/\r\n\r\n$/);
    expect(response.split('\r\n').filter((line) => /^(etag|content-length)/i.test(line))).toEqual(
      answer.split('\r\n').filter((line) => /^(etag|content-length)/i.test(line)),
    );
    client.socket.destroy();
    const [exchange] = await recorder.finish();
    expect(exchange).toMatchObject({ status });
    expect(exchange).not.toHaveProperty('truncated');
  });

  test('in chunks stays in chunks, with its trailers, both ways', async () => {
    const got: string[] = [];
    const recorder = await inFront(async (request, response) => {
      const body = await readAll(request);
      got.push(
        body.toString(),
        JSON.stringify(request.rawTrailers),
        String(request.headers['transfer-encoding']),
      );
      response.writeHead(200, { Trailer: 'X-Sum' });
      response.write('one');
      response.addTrailers({ 'X-Sum': '42' });
      response.end('two');
    });
    const client = dial(
      recorder.proxy.port,
      'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\nabc\r\n0\r\nX-T: 7\r\n\r\n',
    );
    expect(await client.until(/X-Sum: 42\r\n\r\n$/)).toMatch(/Transfer-Encoding: chunked/i);
    expect(got).toEqual(['abc', '["X-T","7"]', 'chunked']);
    client.socket.destroy();
    const [exchange] = await recorder.finish();
    expect(Buffer.from(exchange?.requestBody ?? []).toString()).toBe('abc');
    expect(Buffer.from(exchange?.responseBody ?? []).toString()).toBe('onetwo');
    expect(exchange).toMatchObject({
      httpVersion: '1.1',
      requestTrailers: [['X-T', '7']],
      responseTrailers: [['X-Sum', '42']],
    });
  });

  test('with Expect: 100-continue sends its body when the service asks for it', async () => {
    const recorder = await inFront(async (request, response) => {
      response.end(await readAll(request));
    });
    const client = dial(
      recorder.proxy.port,
      'PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n',
    );
    await client.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
    client.socket.write('body');
    await client.until(/200 OK[\s\S]*body/);
    client.socket.destroy();
    expect(await recorder.finish()).toMatchObject([{ status: 200, method: 'PUT' }]);
  });

  test('to a client of HTTP/1.0 ends with its connection', async () => {
    const recorder = await inFront((_request, response) => {
      response.write('one');
      response.end('two');
    });
    const client = dial(recorder.proxy.port, 'GET / HTTP/1.0\r\n\r\n');
    await client.ended;
    expect(client.received()).toMatch(/\r\n\r\nonetwo$/);
    expect(client.received()).not.toMatch(/transfer-encoding/i);
  });

  test('beyond the limit reaches the client whole, and is recorded cut', async () => {
    const large = Buffer.alloc(300_000, 'word ');
    const recorder = await inFront(async (request, response) => response.end(await readAll(request)), {
      maximumBodyBytes: 1000,
    });
    const answer = await fetch(`http://127.0.0.1:${recorder.proxy.port}/`, { method: 'POST', body: large });
    expect(Buffer.from(await answer.arrayBuffer()).equals(large)).toBe(true);
    const [exchange] = await recorder.finish();
    expect(exchange).toMatchObject({ truncated: 'both', status: 200 });
    expect(exchange?.responseBody).toHaveLength(1000);
    expect(recorder.proxy.counters()).toEqual({ seen: 1, recorded: 1, truncated: 1, dropped: 0 });
  });

  test('through a kept connection that the service closes in that moment is sent again, when it may be', async () => {
    let answered = 0;
    const service = await rawService(({ socket, until }) => {
      void (async () => {
        await until(/\r\n\r\n/);
        answered += 1;
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n${answered}`);
        await until(/\r\n\r\n[\s\S]*\r\n\r\n/).catch(() => undefined);
        socket.destroy();
      })();
    });
    undo.push(() => service.close());
    const recorder = await record(service.origin);
    const ask = async (): Promise<string> => (await fetch(`http://127.0.0.1:${recorder.proxy.port}/`)).text();
    expect([await ask(), await ask(), await ask()]).toEqual(['1', '2', '3']);
    expect((await recorder.finish()).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});

describe('what fails', () => {
  test('a service that is not there is 502 for the client, and data in the recording', async () => {
    const service = await rawService(() => undefined);
    await service.close();
    const recorder = await record(service.origin);
    const answer = await fetch(`http://127.0.0.1:${recorder.proxy.port}/a`, { method: 'POST', body: 'body' });
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('ECONNREFUSED');
    const [exchange] = await recorder.finish();
    expect(exchange).toMatchObject({ status: 0, failure: 'upstream: ECONNREFUSED', responseHeaders: [] });
  });

  test('bytes that are no HTTP are 502 as well', async () => {
    const { recorder } = await inFrontOfBytes('this is no HTTP\r\n\r\n');
    expect((await fetch(`http://127.0.0.1:${recorder.proxy.port}/`)).status).toBe(502);
    expect((await recorder.finish())[0]?.failure).toMatch(/^upstream: HPE_/);
  });

  test('a response that breaks off breaks off for the client, and is recorded as far as it came', async () => {
    const recorder = await inFront((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half a response ', () => response.destroy());
    });
    const client = dial(recorder.proxy.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.ended;
    expect(client.received()).toMatch(/half a response $/);
    const [exchange] = await recorder.finish();
    expect(exchange).toMatchObject({ status: 200, truncated: 'response', failure: 'upstream: ECONNRESET' });
    expect(Buffer.from(exchange?.responseBody ?? []).toString()).toBe('half a response ');
  });

  test('a client that goes away ends the request at the service, and is recorded', async () => {
    const gone = Promise.withResolvers<void>();
    const recorder = await inFront((_request, response) => {
      response.on('close', () => gone.resolve());
      response.write('first ');
    });
    const client = dial(recorder.proxy.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await client.until(/first /);
    client.socket.destroy();
    await gone.promise;
    expect(await recorder.finish()).toMatchObject([
      { status: 200, truncated: 'response', failure: expect.stringContaining('client-gone') },
    ]);
  });

  test('a client that goes away while it sends leaves a request that is not whole', async () => {
    const arrived = Promise.withResolvers<void>();
    const recorder = await inFront((request) => {
      request.once('data', () => arrived.resolve());
      request.on('error', () => undefined);
    });
    const client = dial(
      recorder.proxy.port,
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf a body ',
    );
    await arrived.promise;
    client.socket.destroy();
    const [exchange] = await recorder.finish();
    expect(exchange).toMatchObject({
      status: 0,
      truncated: 'request',
      failure: expect.stringContaining('client-gone'),
    });
  });
});
