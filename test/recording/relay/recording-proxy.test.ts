// covers: relay-server.ts
import { once } from 'node:events';
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readExchanges, summariseRecording } from '../../../src/recording/file/recording-reader.ts';
import { createRecording } from '../../../src/recording/file/recording-writer.ts';
import { aRecorder } from '../a-recorder.ts';
import { aHeader, collect } from '../an-exchange.ts';
import { dial } from '../raw-connection.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const inFolder = temporaryFolder();

/** A service that counts for itself, and answers late when the path says so. */
const served: string[] = [];
let held: PromiseWithResolvers<void>;
const service = createServer(async (request, response) => {
  served.push(request.url ?? '');
  for await (const _chunk of request);
  if (request.url === '/held') await held.promise;
  response.end(`answer to ${request.url}`);
});
let origin: URL;

beforeEach(async () => {
  served.length = 0;
  held = Promise.withResolvers();
  service.listen(0, '127.0.0.1');
  await once(service, 'listening');
  origin = new URL(`http://127.0.0.1:${(service.address() as AddressInfo).port}`);
});
afterEach(async () => {
  held.resolve();
  service.closeAllConnections();
  service.close();
  await once(service, 'close');
});

/** Sends one request over the connections of an agent and reads its answer. */
async function ask(agent: Agent, port: number, path: string, body: string): Promise<string> {
  const method = body === '' ? 'GET' : 'POST';
  const request = httpRequest({ host: '127.0.0.1', port, path, method, agent });
  request.end(body);
  const [answer] = await once(request, 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  return text;
}

describe('the recording proxy', () => {
  test('counts and records every one of 600 requests over kept and parallel connections', async () => {
    const path = inFolder('load.sgrec');
    const writer = await createRecording(path, aHeader);
    const recorder = await aRecorder(origin, { append: (exchange) => writer.append(exchange) });
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const paths = Array.from({ length: 600 }, (_, number) => `/items/${number}`);
    const answers = await Promise.all(
      paths.map((target, number) =>
        ask(agent, recorder.proxy.port, target, number % 5 === 0 ? `body ${number}` : ''),
      ),
    );
    agent.destroy();
    const counters = await recorder.proxy.stop();
    await writer.close(counters);
    expect(answers).toEqual(paths.map((target) => `answer to ${target}`));
    expect(counters).toEqual({ seen: served.length, recorded: 600, truncated: 0, dropped: 0 });
    const read = await collect(readExchanges(path));
    expect(new Set(read.map(({ id }) => id)).size).toBe(600);
    expect(read.map(({ target }) => target).sort()).toEqual([...served].sort());
    expect(
      read.every(
        ({ target, responseBody }) => Buffer.from(responseBody).toString() === `answer to ${target}`,
      ),
    ).toBe(true);
    expect((await summariseRecording(path)).completeness).toBe(1);
  });

  test('serves on while nothing can be written, and says so once', async () => {
    const recorder = await aRecorder(origin, { append: () => Promise.reject(new Error('no')) });
    const agent = new Agent({ keepAlive: true });
    const answers = await Promise.all(
      ['/a', '/b', '/c'].map((path) => ask(agent, recorder.proxy.port, path, '')),
    );
    agent.destroy();
    expect(answers).toEqual(['answer to /a', 'answer to /b', 'answer to /c']);
    expect(await recorder.proxy.stop()).toEqual({ seen: 3, recorded: 0, truncated: 0, dropped: 3 });
    expect(recorder.problems).toHaveLength(1);
  });

  test('redacts before anything is handed over', async () => {
    const recorder = await aRecorder(origin);
    await fetch(`http://127.0.0.1:${recorder.proxy.port}/?token=planted-secret-1`, {
      headers: { authorization: 'Bearer planted-secret-2' },
    });
    const [exchange] = await recorder.finish();
    expect(JSON.stringify(exchange)).not.toMatch(/planted-secret/);
    expect(exchange?.session).toMatch(/^s_/);
    expect(served).toEqual(['/?token=planted-secret-1']);
  });

  test('tells a port that is taken, with its number', async () => {
    const recorder = await aRecorder(origin);
    const port = recorder.proxy.port;
    await expect(aRecorder(origin, { port })).rejects.toMatchObject({
      code: 'port-taken',
      message: `Port ${port} on 127.0.0.1 cannot be listened on (EADDRINUSE).`,
    });
    await recorder.proxy.stop();
  });
});

describe('stop', () => {
  test('lets requests in flight end, and takes no more', async () => {
    const recorder = await aRecorder(origin);
    const client = dial(recorder.proxy.port, 'GET /held HTTP/1.1\r\nHost: a\r\n\r\n');
    const idle = dial(recorder.proxy.port, 'GET /first HTTP/1.1\r\nHost: a\r\n\r\n');
    await idle.until(/first$/);
    while (!served.includes('/held')) await once(service, 'request');
    const stopped = recorder.proxy.stop();
    await idle.ended;
    held.resolve();
    expect(await stopped).toMatchObject({ seen: 2, recorded: 2 });
    expect(await client.until(/held/)).toMatch(/200 OK/);
    await client.ended;
    expect(await recorder.proxy.stop()).toBe(await stopped);
    const late = dial(recorder.proxy.port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    await late.ended;
    expect(late.received()).toBe('');
  });

  test('cuts off what does not end in time, and records that', async () => {
    const recorder = await aRecorder(origin, { stopTimeoutMs: 20 });
    const client = dial(recorder.proxy.port, 'GET /held HTTP/1.1\r\nHost: a\r\n\r\n');
    while (!served.includes('/held')) await once(service, 'request');
    expect(await recorder.proxy.stop()).toEqual({ seen: 1, recorded: 1, truncated: 0, dropped: 0 });
    expect(recorder.recorded).toMatchObject([{ status: 0, failure: expect.stringContaining('client-gone') }]);
    await client.ended;
  });
});
