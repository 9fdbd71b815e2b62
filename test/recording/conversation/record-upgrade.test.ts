// covers: read-conversation.ts
// covers: inflate-messages.ts
// covers: read-frames.ts
// covers: wire-capture.ts
// covers: redact-conversation.ts
import { once } from 'node:events';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ClientOptions, type ServerOptions, WebSocket, WebSocketServer } from 'ws';
import { spokenMessages } from '../../../src/domain/conversation.ts';
import type { Exchange } from '../../../src/domain/recording.ts';
import type { RecordingProxySettings } from '../../../src/recording/relay/recording-proxy.ts';
import { aRecorder, type Recorder } from '../a-recorder.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of undo.splice(0).reverse()) await action();
});

type Scene = { readonly recorder: Recorder; readonly client: WebSocket; readonly service: WebSocket };

async function connected(
  options: {
    readonly server?: ServerOptions;
    readonly client?: ClientOptions;
    readonly recorder?: Partial<RecordingProxySettings>;
  } = {},
): Promise<Scene> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, ...options.server });
  undo.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const recorder = await aRecorder(new URL(`http://127.0.0.1:${port}`), options.recorder);
  undo.push(() => recorder.proxy.stop());
  const arrives = once(server, 'connection');
  const client = new WebSocket(`ws://127.0.0.1:${recorder.proxy.port}/chat?room=7`, options.client);
  undo.push(() => client.terminate());
  const [[service]] = await Promise.all([arrives, once(client, 'open')]);
  return { recorder, client, service };
}

async function closed({ client, service }: Scene): Promise<void> {
  await Promise.all([client, service].map((side) => side.readyState === 3 || once(side, 'close')));
}

/** Each message in one line: who, what, which text or how many bytes. */
function said(exchange: Exchange | undefined): readonly string[] {
  if (exchange?.messages === undefined) throw new Error('no conversation was recorded');
  const bodies = { client: exchange.requestBody, service: exchange.responseBody };
  return spokenMessages(exchange.messages, bodies).map(({ from, kind, code, size, payload }) => {
    const shown = size > 60 ? `${size} bytes` : Buffer.from(payload).toString();
    return [from, kind, ...(code === undefined ? [] : [code]), shown].join(' ').trim();
  });
}

describe('a WebSocket through the recorder', () => {
  test('is recorded message by message, with kinds, order and both closes', async () => {
    const scene = await connected();
    const { client, service, recorder } = scene;
    client.send('{"hello":"there"}');
    await once(service, 'message');
    service.send('first');
    service.ping('not a message');
    const came = new Promise((resolve) =>
      client.on('message', (_data, isBinary) => isBinary && resolve(null)),
    );
    service.send(Buffer.from('bytes'), { binary: true });
    await came;
    client.close(4001, 'enough');
    await closed(scene);
    const [exchange] = await recorder.finish();
    expect(said(exchange)).toEqual([
      'client text {"hello":"there"}',
      'service text first',
      'service binary bytes',
      'client close 4001 enough',
      'service close 4001 enough',
    ]);
    expect(exchange).toMatchObject({ status: 101, method: 'GET', target: '/chat?room=7' });
    expect(exchange?.truncated).toBeUndefined();
    expect(recorder.proxy.counters()).toEqual({ seen: 1, recorded: 1, truncated: 0, dropped: 0 });
    expect(recorder.problems).toEqual([]);
  });

  test.each([
    ['with what was said before to refer to', true],
    ['each message for itself', { serverNoContextTakeover: true, clientNoContextTakeover: true }],
  ])('is unpacked when it is compressed, %s', async (_name, perMessageDeflate) => {
    const deflate =
      typeof perMessageDeflate === 'object' ? { ...perMessageDeflate, threshold: 0 } : { threshold: 0 };
    const scene = await connected({
      server: { perMessageDeflate: deflate },
      client: { perMessageDeflate: deflate },
    });
    const { client, service, recorder } = scene;
    const long = 'the same words again and again; '.repeat(3000);
    for (const text of [long, 'short', long]) {
      client.send(text);
      const [received] = await once(service, 'message');
      service.send(String(received));
      await once(client, 'message');
    }
    service.close(1000);
    await closed(scene);
    const [exchange] = await recorder.finish();
    expect(said(exchange)).toEqual([
      ...[`client text ${long.length} bytes`, `service text ${long.length} bytes`],
      ...['client text short', 'service text short'],
      ...[`client text ${long.length} bytes`, `service text ${long.length} bytes`],
      ...['service close 1000', 'client close 1000'],
    ]);
    expect(Buffer.from(exchange?.responseBody ?? []).toString()).toBe(`${long}short${long}`);
  });

  test('joins fragments, also with a ping between them', async () => {
    const scene = await connected();
    const { client, service, recorder } = scene;
    client.send('one ', { fin: false });
    client.ping();
    client.send('and two', { fin: true });
    expect(String((await once(service, 'message'))[0])).toBe('one and two');
    client.close();
    await closed(scene);
    const [exchange] = await recorder.finish();
    expect(said(exchange)).toEqual(['client text one and two', 'client close 1005', 'service close 1005']);
  });

  test.each(['client', 'service'] as const)('says by 1006 that the %s just went', async (who) => {
    const scene = await connected();
    scene.client.send('hi');
    await once(scene.service, 'message');
    scene[who].terminate();
    await closed(scene);
    const [exchange] = await scene.recorder.finish();
    expect(said(exchange)).toEqual(['client text hi', `${who} close 1006`]);
    expect(exchange?.truncated).toBeUndefined();
  });

  test('is written as far as it went when recording stops, and lives on until then', async () => {
    const scene = await connected();
    scene.client.send('still here');
    await once(scene.service, 'message');
    const [exchange] = await scene.recorder.finish();
    expect(said(exchange)).toEqual(['client text still here']);
    expect(exchange?.truncated).toBe('both');
  });

  test('passes on beyond the bound of what is kept, and is written as not whole', async () => {
    const scene = await connected({ recorder: { maximumBodyBytes: 1000 } });
    const { client, service, recorder } = scene;
    client.send('kept');
    await once(service, 'message');
    client.send('x'.repeat(2000));
    expect(String((await once(service, 'message'))[0])).toHaveLength(2000);
    service.send('and back');
    expect(String((await once(client, 'message'))[0])).toBe('and back');
    client.close();
    await closed(scene);
    const [exchange] = await recorder.finish();
    expect(said(exchange)).toEqual(['client text kept']);
    expect(exchange?.truncated).toBe('both');
    expect(recorder.proxy.counters()).toMatchObject({ recorded: 1, truncated: 1 });
  });

  test('has its secrets taken out of each message, and the same one in all that follow', async () => {
    const scene = await connected();
    const { client, service, recorder } = scene;
    client.send('{"password":"correct horse 42 battery","user":"ann"}');
    await once(service, 'message');
    service.send('{"note":"you said correct horse 42 battery"}');
    await once(client, 'message');
    client.close();
    await closed(scene);
    const [exchange] = await recorder.finish();
    const [first = '', second = ''] = spokenMessages(exchange?.messages ?? [], {
      client: exchange?.requestBody ?? Buffer.alloc(0),
      service: exchange?.responseBody ?? Buffer.alloc(0),
    }).map(({ payload }) => Buffer.from(payload).toString());
    const [token = ''] = /sg_[\w-]{22}/.exec(first) ?? [];
    expect(first).toBe(`{"password":"${token}","user":"ann"}`);
    expect(second).toBe(`{"note":"you said ${token}"}`);
    expect(exchange?.redacted).toBe(true);
  });
});

test('a refused WebSocket is an exchange like any other', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, verifyClient: () => false });
  undo.push(() => server.close());
  await once(server, 'listening');
  const recorder = await aRecorder(
    new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}`),
  );
  const client = new WebSocket(`ws://127.0.0.1:${recorder.proxy.port}/`);
  const [, answer] = await once(client, 'unexpected-response');
  answer.resume();
  await once(answer, 'end');
  const [exchange] = await recorder.finish();
  expect(exchange).toMatchObject({ status: 401, method: 'GET' });
  expect(Buffer.from(exchange?.responseBody ?? []).toString()).toBe('Unauthorized');
  expect(exchange?.messages).toBeUndefined();
  expect(exchange?.truncated).toBeUndefined();
});
