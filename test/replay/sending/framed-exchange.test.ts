import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { HeaderLines } from '../../../src/domain/recording.ts';
import { exchangeFramed, isFramed } from '../../../src/replay/sending/framed-exchange.ts';
import type { SendTarget } from '../../../src/replay/sending/sender.ts';
import { startByteServer } from '../support/byte-server.ts';
import { reasonOf } from '../support/sending.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

const chunked: HeaderLines = [
  ['Host', 'shop.example'],
  ['Transfer-Encoding', 'chunked'],
];
const expecting: HeaderLines = [
  ['Host', 'shop.example'],
  ['Expect', '100-continue'],
];
const terms = { writes: true, timeoutMs: 5000, ending: new AbortController().signal, tag: null };

async function serve(listener: RequestListener, onContinue?: RequestListener): Promise<string> {
  const server = createServer(listener);
  if (onContinue !== undefined) server.on('checkContinue', onContinue);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function send(
  origin: string,
  headers: HeaderLines,
  told: {
    readonly trailers?: HeaderLines;
    readonly connect?: SendTarget['connect'];
    timeoutMs?: number;
  } = {},
) {
  const { trailers, connect: through = null, timeoutMs = 5000 } = told;
  const request = { method: 'POST', target: '/a', headers, body: Buffer.from('body') };
  const sent = trailers === undefined ? request : { ...request, trailers };
  return exchangeFramed({ origin, connect: through }, sent, { ...terms, timeoutMs });
}

const echo: RequestListener = async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { rawHeaders, rawTrailers } = request;
  response.end(JSON.stringify({ rawHeaders, rawTrailers, body: Buffer.concat(chunks).toString() }));
};

describe('a request framed otherwise', () => {
  test('is sent in chunks, with its trailers, as it was recorded', async () => {
    const outcome = await send(await serve(echo), [...chunked, ['Trailer', 'X-Sum']], {
      trailers: [['X-Sum', '42']],
    });
    expect(outcome).toMatchObject({ kind: 'responded', status: 200 });
    expect(JSON.parse(String(outcome.kind === 'responded' && outcome.body))).toEqual({
      rawHeaders: ['Host', 'shop.example', 'Transfer-Encoding', 'chunked', 'Trailer', 'X-Sum'],
      rawTrailers: ['X-Sum', '42'],
      body: 'body',
    });
  });

  test('sends its body once the service asks for it', async () => {
    const asked: string[] = [];
    const origin = await serve(echo, (request, response) => {
      asked.push('asked');
      response.writeContinue();
      void echo(request, response);
    });
    expect(await send(origin, expecting)).toMatchObject({ status: 200 });
    expect(asked).toEqual(['asked']);
  });

  test('keeps its body when the service refuses it', async () => {
    let received = 0;
    const origin = await serve(echo, (request, response) => {
      request.on('data', (chunk: Buffer) => {
        received += chunk.length;
      });
      response.writeHead(417, { Connection: 'close' }).end('no');
    });
    expect(await send(origin, expecting)).toMatchObject({ status: 417 });
    expect(received).toBe(0);
  });

  test('sends it all the same to one that never asks', async () => {
    const server = await startByteServer(({ socket, start }) => {
      if (!start.startsWith('POST')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    undo.push(server.stop);
    expect(await send(server.origin, expecting)).toMatchObject({ status: 200 });
    expect(server.arrived).toHaveLength(2);
  });

  test('goes through a connection that others open, and keeps the trailers that come back', async () => {
    const origin = await serve((_request, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' });
      response.writeHead(201, { Trailer: 'X-T' });
      response.write('one');
      response.addTrailers({ 'X-T': '7' });
      response.end();
    });
    const outcome = await send(origin, chunked, { connect: async (address) => connect(address) });
    expect(outcome).toMatchObject({ status: 201, trailers: [['X-T', '7']] });
  });
});

describe('what becomes of it otherwise', () => {
  test.each([
    ['connection-lost', ''],
    ['malformed-response', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['connection-lost', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhal'],
  ])('%s after %j', async (reason, answer) => {
    const server = await startByteServer(({ socket }) => socket.end(answer));
    undo.push(server.stop);
    expect(reasonOf(await send(server.origin, chunked))).toBe(reason);
  });

  test('nobody listens, or nobody answers', async () => {
    const server = await startByteServer(() => {});
    expect(reasonOf(await send(server.origin, chunked, { timeoutMs: 50 }))).toBe('timed-out');
    await server.stop();
    expect(reasonOf(await send(server.origin, chunked))).toBe('connection-refused');
  });
});

test('a body of known length is framed as any other', () => {
  const request = { method: 'POST', target: '/', body: Buffer.from('a') };
  expect(isFramed({ ...request, headers: [['Content-Length', '1']] })).toBe(false);
  expect(isFramed({ ...request, headers: chunked })).toBe(true);
  expect(isFramed({ ...request, headers: expecting })).toBe(true);
  expect(isFramed({ ...request, headers: [], trailers: [['a', '1']] })).toBe(true);
});
