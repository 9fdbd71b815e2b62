/** A real service behind the recording proxy calls real others through the recorder of outbound calls. */
// covers: call-destination.ts
// covers: call-tunnels.ts
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { RecordedCall } from '../../../src/domain/recording.ts';
import { OpenExchanges } from '../../../src/recording/calls/open-exchanges.ts';
import {
  type OutboundRecorder,
  type OutboundRecorderSettings,
  startOutboundRecorder,
} from '../../../src/recording/calls/outbound-recorder.ts';
import { createRedactor } from '../../../src/recording/redaction/redaction.ts';
import { aRecorder } from '../a-recorder.ts';
import { dial } from '../raw-connection.ts';
import { aCalledService, trustTestCertificate } from './a-called-service.ts';

const undo: (() => unknown)[] = [];
beforeAll(trustTestCertificate);
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

type Outbound = {
  readonly recorder: OutboundRecorder;
  readonly calls: RecordedCall[];
  readonly problems: string[];
};

const redactor = createRedactor(Buffer.from('a redaction key of the tests'));

async function outbound(settings: Partial<OutboundRecorderSettings> = {}): Promise<Outbound> {
  const calls: RecordedCall[] = [];
  const problems: string[] = [];
  const recorder = await startOutboundRecorder({
    ...{ port: 0, bases: [], redactor, maximumBodyBytes: 1_000_000, now: Date.now },
    append: async (call) => void calls.push(call),
    onProblem: (problem) => problems.push(problem),
    openExchanges: new OpenExchanges(redactor.sessionOf),
    ...settings,
  });
  undo.push(() => recorder.stop());
  return { recorder, calls, problems };
}

async function called(listener: RequestListener, secure = false): Promise<number> {
  const service = await aCalledService(listener, secure);
  undo.push(() => service.close());
  return service.port;
}

/** As a client does that was given a proxy: the whole URL in the request line. */
async function askByProxy(
  port: number,
  url: string,
  options: { body?: string; headers?: Record<string, string> } = {},
) {
  const { body, headers = {} } = options;
  const method = body === undefined ? 'GET' : 'POST';
  const request = httpRequest({
    host: '127.0.0.1',
    port,
    path: url,
    method,
    headers: { host: new URL(url).host, ...headers },
  });
  request.end(body);
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, text: Buffer.concat(chunks).toString() };
}

describe('a call through the proxy', () => {
  test('passes with its own Host, and is recorded whole with an absolute URL, redacted', async () => {
    const seen: IncomingMessage[] = [];
    const port = await called((request, response) => {
      seen.push(request);
      request.resume();
      response.setHeader('X-Kept', 'as It Is');
      response.end('{"token":"a-secret-of-the-called-0815"}');
    });
    const { recorder, calls } = await outbound();
    const url = `http://127.0.0.1:${port}/v1/prices?sku=7&api_key=a-secret-of-the-caller-4711`;
    const headers = { 'Proxy-Authorization': 'Basic eDp5', 'X-Own': 'a' };
    expect((await askByProxy(recorder.port, url, { body: '{"sku":7}', headers })).text).toContain('0815');
    expect(seen[0]).toMatchObject({ url: '/v1/prices?sku=7&api_key=a-secret-of-the-caller-4711' });
    expect(seen[0]?.headers).toMatchObject({ host: `127.0.0.1:${port}`, 'x-own': 'a' });
    expect(seen[0]?.headers).not.toHaveProperty('proxy-authorization');
    expect(await recorder.stop()).toEqual({ seen: 1, recorded: 1, truncated: 0, dropped: 0, unseen: [] });
    const [call] = calls;
    expect(call).toMatchObject({
      id: 'c000001',
      exchangeId: '',
      lifetime: 'session',
      method: 'POST',
      status: 200,
    });
    expect(call?.url).toMatch(
      new RegExp(`^http://127\\.0\\.0\\.1:${port}/v1/prices\\?sku=7&api_key=sg_[\\w-]{22}$`),
    );
    expect(call?.requestHeaders.map(([name]) => name.toLowerCase())).not.toContain('proxy-authorization');
    expect(call?.responseHeaders).toContainEqual(['X-Kept', 'as It Is']);
    expect(Buffer.from(call?.requestBody ?? []).toString()).toBe('{"sku":7}');
    expect(Buffer.from(call?.responseBody ?? []).toString()).toMatch(/^\{"token":"sg_[\w-]{22}"\}$/);
  });

  test('to a base goes by https below the path of the base, and counts as one', async () => {
    const port = await called(
      (request, response) => response.end(`${request.headers.host} ${request.url}`),
      true,
    );
    const bases = [{ name: 'prices', url: new URL(`https://localhost:${port}/v1/`) }];
    const { recorder, calls } = await outbound({ bases });
    const answer = await fetch(`http://127.0.0.1:${recorder.port}/prices/items%2F7?a=%20`);
    expect(await answer.text()).toBe(`localhost:${port} /v1/items%2F7?a=%20`);
    await recorder.stop();
    expect(calls[0]).toMatchObject({ url: `https://localhost:${port}/v1/items%2F7?a=%20`, status: 200 });
    expect(calls[0]?.requestHeaders).toContainEqual(['host', `localhost:${port}`]);
  });

  test('to nobody is 502 for the service, and a failure in the recording', async () => {
    const port = await called(() => undefined);
    await undo.pop()?.();
    const { recorder, calls } = await outbound();
    expect(await askByProxy(recorder.port, `http://127.0.0.1:${port}/`)).toEqual({
      status: 502,
      text: 'The service that was called did not answer (ECONNREFUSED).\n',
    });
    await recorder.stop();
    expect(calls[0]).toMatchObject({ status: 0, failure: 'upstream: ECONNREFUSED' });
  });

  test('that asks for nothing we know is refused, told and counted, never guessed', async () => {
    const { recorder, problems } = await outbound({
      bases: [{ name: 'a', url: new URL('https://a.example') }],
    });
    const answer = await fetch(`http://127.0.0.1:${recorder.port}/b/c`);
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('base URL with /a/')]);
    expect(problems).toEqual([expect.stringContaining('asked the recorder itself')]);
    expect(await recorder.stop()).toMatchObject({ seen: 1, recorded: 0, dropped: 1 });
  });

  test('larger than the limit passes whole and is recorded cut', async () => {
    const port = await called((request, response) => request.pipe(response));
    const { recorder, calls } = await outbound({ maximumBodyBytes: 1000 });
    const body = '0123456789 '.repeat(100_000);
    expect((await askByProxy(recorder.port, `http://127.0.0.1:${port}/`, { body })).text).toBe(body);
    expect(await recorder.stop()).toMatchObject({ seen: 1, recorded: 1, truncated: 1 });
    expect(calls[0]?.truncated).toBe('both');
    expect(calls[0]?.responseBody.byteLength).toBeLessThanOrEqual(1000);
  });

  test('waits for neither the disk nor the end: what is sent streams through', async () => {
    const more = Promise.withResolvers<void>();
    const port = await called(async (_request, response) => {
      response.write('first');
      await more.promise;
      response.end(' second');
    });
    const { recorder, calls } = await outbound();
    const client = dial(recorder.port, `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: x\r\n\r\n`);
    await client.until(/first/);
    more.resolve();
    await client.until(/second/);
    client.socket.destroy();
    await recorder.stop();
    expect(Buffer.from(calls[0]?.responseBody ?? []).toString()).toBe('first second');
  });

  test('is never lost under load', async () => {
    const port = await called((request, response) => response.end(request.url));
    const { recorder, calls } = await outbound();
    const urls = Array.from({ length: 300 }, (_, number) => `http://127.0.0.1:${port}/${number}`);
    await Promise.all(urls.map((url) => askByProxy(recorder.port, url)));
    expect(await recorder.stop()).toMatchObject({ seen: 300, recorded: 300, dropped: 0 });
    expect(calls.map(({ url }) => url).sort()).toEqual([...urls].sort());
  });
});

describe('a tunnel', () => {
  test('of an encrypted connection passes and is counted by host, told once with the way out', async () => {
    const port = await called((_request, response) => response.end('by tls'), true);
    const { recorder, calls, problems } = await outbound();
    for (let time = 0; time < 2; time += 1) {
      const socket = connect(recorder.port, '127.0.0.1');
      socket.write(`CONNECT localhost:${port} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
      const [established] = await once(socket, 'data');
      expect(String(established)).toMatch(/^HTTP\/1\.1 200 /);
      const secure = connectTls({ socket, servername: 'localhost' });
      secure.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      let text = '';
      for await (const chunk of secure) text += chunk;
      expect(text).toMatch(/by tls/);
    }
    expect(await recorder.stop()).toMatchObject({
      ...{ seen: 0, recorded: 0 },
      unseen: [{ host: `localhost:${port}`, connections: 2 }],
    });
    expect(calls).toEqual([]);
    expect(problems).toEqual([expect.stringContaining(`--outbound-base NAME=https://localhost:${port}`)]);
  });

  test('in which plain HTTP is spoken is recorded like any call', async () => {
    const port = await called((request, response) => response.end(`plain ${request.url}`));
    const { recorder, calls, problems } = await outbound();
    const client = dial(recorder.port, `CONNECT 127.0.0.1:${port} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await client.until(/established\r\n\r\n/i);
    client.socket.write(`GET /a HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await client.until(/plain \/a/);
    client.socket.write(`GET /b HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    await client.until(/plain \/b/);
    client.socket.destroy();
    expect(await recorder.stop()).toMatchObject({ seen: 2, recorded: 2, unseen: [] });
    expect(calls.map(({ url }) => url)).toEqual([`http://127.0.0.1:${port}/a`, `http://127.0.0.1:${port}/b`]);
    expect(problems).toEqual([]);
  });

  test('to a server that speaks first passes as it is', async () => {
    const server = await aServerThatGreets();
    const { recorder } = await outbound();
    const client = dial(recorder.port, `CONNECT 127.0.0.1:${server} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await client.until(/220 hello/);
    client.socket.write('GET me out');
    await client.until(/got GET me out/);
    client.socket.destroy();
    expect(await recorder.stop()).toMatchObject({ seen: 0, unseen: [{ connections: 1 }] });
  });

  test.each([
    ['nobody', '127.0.0.1:1', / 502 /],
    ['no port there is', 'a.example:70000', / 400 /],
    ['no host', 'nonsense', / 400 /],
  ])('to %s is refused', async (_name, authority, expected) => {
    const { recorder } = await outbound();
    const client = dial(recorder.port, `CONNECT ${authority} HTTP/1.1\r\nHost: a\r\n\r\n`);
    await client.ended;
    expect(client.received()).toMatch(expected);
    expect((await recorder.stop()).unseen).toEqual([]);
  });
});

describe('beside a recording proxy', () => {
  test('a call is tied to its exchange by the trace the service passes on, or by being the only one', async () => {
    const openExchanges = new OpenExchanges(redactor.sessionOf);
    const { recorder: calls, calls: made } = await outbound({ openExchanges });
    const prices = await called((_request, response) => response.end('250'));
    const gate = Promise.withResolvers<void>();
    let waiting = 0;
    const service = await called(async (request, response) => {
      waiting += 1;
      if (waiting === 2) gate.resolve();
      if (request.url !== '/alone') await gate.promise;
      const { traceparent } = request.headers;
      const headers: Record<string, string> = typeof traceparent === 'string' ? { traceparent } : {};
      await askByProxy(calls.port, `http://127.0.0.1:${prices}${request.url}`, { headers });
      response.end('done');
    });
    const inbound = await aRecorder(new URL(`http://127.0.0.1:${service}`), { openExchanges, redactor });
    undo.push(() => inbound.proxy.stop());
    const ask = async (path: string, headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.1:${inbound.proxy.port}${path}`, { headers })).text();
    const traced = (id: string) => ({ traceparent: `00-${id.repeat(32)}-00f067aa0ba902b7-01` });
    await Promise.all([ask('/a', { ...traced('a'), cookie: 'sid=a-session-4711' }), ask('/b', traced('b'))]);
    await ask('/alone', {});
    await inbound.finish();
    await calls.stop();
    const exchanges = new Map(inbound.recorded.map((exchange) => [exchange.target, exchange]));
    for (const path of ['/a', '/b', '/alone']) {
      const call = made.find(({ url }) => url.endsWith(path));
      expect(call).toMatchObject({
        ...{ exchangeId: exchanges.get(path)?.id, session: exchanges.get(path)?.session },
        lifetime: 'exchange',
      });
    }
  });
});

/** As mail servers do; answers with what it got. */
async function aServerThatGreets(): Promise<number> {
  const server = createServer((socket) => {
    socket.write('220 hello\r\n');
    socket.on('data', (chunk) => socket.write(`got ${chunk}`));
    socket.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(() => server.close());
  return (server.address() as AddressInfo).port;
}
