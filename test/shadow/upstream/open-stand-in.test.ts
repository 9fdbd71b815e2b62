import { execFile, execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { RecordedCall } from '../../../src/domain/recording.ts';
import type { UpstreamSettings } from '../../../src/domain/upstream.ts';
import { aCall } from '../../recording/a-call.ts';
import { aStandIn, type StandInAtDoor } from './a-stand-in.ts';

// covers: accept-connections.ts
// covers: read-call.ts
// covers: write-answer.ts
// covers: hand-over.ts
// covers: certificate-authority.ts

let door: StandInAtDoor | undefined;
afterEach(async () => {
  await door?.close();
  door = undefined;
});

const everywhere = { exchangeId: '', lifetime: 'session' } as const;

async function open(
  recorded: readonly RecordedCall[],
  settings?: Partial<UpstreamSettings>,
): Promise<StandInAtDoor> {
  door = await aStandIn(recorded, settings);
  return door;
}

const has = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`skipped: there is no ${program} on this machine\n`);
    return false;
  }
};

async function run(program: string, given: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'], ...door?.environment };
    execFile(program, [...given], { env, timeout: 20_000 }, (_error, out, err) => resolve(`${out}${err}`));
  });
}

const withCurl = has('curl') ? describe : describe.skip;
const withPython = has('python3') ? test : test.skip;

withCurl('curl', () => {
  const both = [
    aCall({ ...everywhere, id: 'c1' }),
    aCall({ ...everywhere, id: 'c2', url: 'http://prices.example/v1/prices?sku=7' }),
    aCall({ ...everywhere, id: 'c3', url: 'https://203.0.113.5/ip' }),
  ];
  test.each([
    ['HTTP through the proxy', ['http://prices.example/v1/prices?sku=7']],
    ['HTTP/1.1 inside TLS', ['--http1.1', 'https://prices.example/v1/prices?sku=7']],
    ['HTTP/2 inside TLS', ['--http2', 'https://prices.example/v1/prices?sku=7']],
    ['an address instead of a name', ['https://203.0.113.5/ip']],
    ['HTTP through a tunnel', ['--proxytunnel', 'http://prices.example/v1/prices?sku=7']],
  ])('%s', async (_, given) => {
    await open(both);
    expect(await run('curl', ['-sS', '-m', '30', ...given])).toBe('{"price":250}');
    expect(door?.standIn.calls()).toMatchObject([
      { url: given.at(-1), answer: { kind: 'matched', isExact: true } },
    ]);
  });

  test('keeps one connection for several calls, whole headers and a HEAD', async () => {
    await open([aCall({ ...everywhere, method: 'HEAD' }), aCall({ ...everywhere, id: 'c2' })]);
    const url = 'https://prices.example/v1/prices?sku=7';
    const out = await run('curl', ['-sS', '-m', '30', '-I', url, '--next', '-sS', '-i', url]);
    expect(out.match(/HTTP\/\S+ 200/g)?.length).toBeGreaterThanOrEqual(2);
    expect(out).toContain('{"price":250}');
  });
});

withPython('Python, by the proxy variables and the bundle alone', async () => {
  await open([aCall(everywhere)]);
  const program =
    'import urllib.request as r; print(r.urlopen("https://prices.example/v1/prices?sku=7", timeout=10).read().decode())';
  expect((await run('python3', ['-c', program])).trim()).toBe('{"price":250}');
});

/** One request of the plain form, as to the service itself. */
async function ask(path: string, body = '', lines: readonly string[] = []): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(door?.port ?? 0, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    socket.on('error', reject).on('close', () => resolve(text));
    const method = body === '' ? 'GET' : 'POST';
    const head = [`${method} ${path} HTTP/1.1`, 'Host: prices.example', 'Connection: close', ...lines];
    socket.write(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}

test('asked as if it were the service, it goes by the Host header', async () => {
  await open([aCall({ ...everywhere, url: 'http://prices.example/v1/prices?sku=7' })]);
  expect(await ask('/v1/prices?sku=7')).toMatch(/^HTTP\/1.1 200 OK[\s\S]*\{"price":250\}$/);
});

test('chunks are put together, and the tag is taken off', async () => {
  await open([
    aCall({
      ...everywhere,
      method: 'POST',
      url: 'http://prices.example/x',
      requestBody: Buffer.from('{"a":1}'),
    }),
  ]);
  await new Promise<void>((resolve) => {
    const socket = connect(door?.port ?? 0, '127.0.0.1').on('close', () => resolve());
    socket.resume();
    socket.write(
      'POST /x HTTP/1.1\r\nHost: prices.example\r\nX-Shadowgate-Exchange: x3\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    socket.write('3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n');
  });
  expect(door?.standIn.calls()).toMatchObject([
    { exchangeId: 'x3', tie: 'tag', bodyLength: 7, answer: { isExact: true } },
  ]);
});

test('a miss says what was asked, what comes closest and what differs', async () => {
  await open([aCall({ ...everywhere, url: 'http://prices.example/v1/prices?sku=7' })]);
  const [head, body = ''] = (await ask('/v1/prices?sku=8')).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1.1 502 /);
  expect(JSON.parse(body)).toEqual({
    error: 'shadowgate-no-recorded-answer',
    message: 'The recording holds no answer to this outbound call.',
    call: 'GET http://prices.example/v1/prices?sku=8',
    closest: 'GET http://prices.example/v1/prices?sku=7',
    differs: ['query/sku'],
  });
  expect(door?.standIn.calls()[0]?.answer).toMatchObject({ kind: 'missed', differs: ['query/sku'] });
});

test('a miss gets the status that was settled', async () => {
  await open([], { missStatus: 404 });
  expect(await ask('/v1/prices')).toMatch(/^HTTP\/1.1 404 /);
});

test('an id that was sent comes back in the answer, packed or not', async () => {
  const recorded = aCall({
    ...everywhere,
    method: 'POST',
    url: 'http://prices.example/orders',
    requestHeaders: [['content-type', 'application/json']],
    requestBody: Buffer.from('{"order":"ord_81fa77c2","amount":1}'),
    responseHeaders: [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', 'gzip'],
    ],
    responseBody: gzipSync('{"for":"ord_81fa77c2"}'),
  });
  await open([recorded]);
  expect(
    await ask('/orders', '{"order":"ord_0a9b8c7d","amount":1}', ['Content-Type: application/json']),
  ).toMatch(/\{"for":"ord_0a9b8c7d"\}$/);
});

test('where production got no answer, none is given', async () => {
  await open([
    aCall({ ...everywhere, url: 'http://prices.example/x', status: 0, failure: 'connection lost' }),
  ]);
  expect(await ask('/x')).toBe('');
});

test('an answer takes as long as it did, when asked to', async () => {
  await open([aCall({ ...everywhere, url: 'http://prices.example/x', durationMs: 120 })], {
    latency: 'recorded',
  });
  const before = performance.now();
  await ask('/x');
  expect(performance.now() - before).toBeGreaterThan(100);
});

test('what is not HTTP is told, and does no harm', async () => {
  await open([]);
  await new Promise<void>((resolve) => {
    const socket = connect(door?.port ?? 0, '127.0.0.1', () =>
      socket.write('\u0000\u0001\u0002 hello\r\n\r\n'),
    );
    socket
      .resume()
      .on('error', () => {})
      .on('close', () => resolve());
  });
  expect(door?.standIn.unreadable().join()).toContain('not HTTP');
});

test('closed in the middle, it says that it is gone', async () => {
  const { standIn } = await open([]);
  await standIn.assertServing();
  await standIn.close();
  await expect(standIn.assertServing()).rejects.toMatchObject({ code: 'stand-in-lost' });
});
