import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { aRecorder } from '../a-recorder.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

/** A service that sends a first piece of a response that never ends. */
async function streaming(type: string, first: string): Promise<URL> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': type });
    response.write(first);
  });
  undo.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

/** Reads as much as was sent, and leaves. */
async function readAndLeave(port: number, length: number): Promise<void> {
  const request = httpRequest({ host: '127.0.0.1', port, path: '/stream' }).end();
  request.on('error', () => undefined);
  const [answer] = await once(request, 'response');
  let received = 0;
  for await (const chunk of answer) {
    received += chunk.length;
    if (received >= length) break;
  }
  request.destroy();
}

async function recorded(type: string, text: string, bound = 1024) {
  const recorder = await aRecorder(await streaming(type, text), { maximumBodyBytes: bound });
  await readAndLeave(recorder.proxy.port, text.length);
  const [exchange] = await recorder.finish();
  return {
    exchange,
    body: Buffer.from(exchange?.responseBody ?? []).toString(),
    counters: recorder.proxy.counters(),
  };
}

const events = 'data: {"n":1}\n\ndata: {"n":2}\n\ndata: {"n"';

test('a stream of events that its client left is whole as far as it went', async () => {
  const { exchange, body, counters } = await recorded('text/event-stream', events);
  expect(body).toBe('data: {"n":1}\n\ndata: {"n":2}\n\n');
  expect(exchange?.failure).toBeUndefined();
  expect(exchange?.truncated).toBeUndefined();
  expect(exchange?.endless?.lastByteMs).toBeGreaterThan(0);
  expect(counters).toEqual({ seen: 1, recorded: 1, truncated: 0, dropped: 0 });
});

test('so is one of lines, up to the bound of what is kept', async () => {
  const { exchange, body } = await recorded('application/x-ndjson', '{"a":1}\n{"b":2}\n{"c":3}\n', 20);
  expect(body).toBe('{"a":1}\n{"b":2}\n');
  expect(exchange).toMatchObject({ endless: {} });
});

test('any other response that its client left is the failure it was', async () => {
  const { exchange, body } = await recorded('text/html', '<p>half a page');
  expect(body).toBe('<p>half a ');
  expect(exchange).toMatchObject({ truncated: 'response', failure: expect.stringContaining('client-gone') });
  expect(exchange?.endless).toBeUndefined();
});
