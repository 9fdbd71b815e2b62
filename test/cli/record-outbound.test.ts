/** `shadowgate record --outbound-port` beside a real service, started with the variables that the command prints. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { addBase, outboundLines, outboundSummary } from '../../src/cli/record-outbound.ts';
import { openRecording } from '../../src/preparation/open-recording.ts';
import { collect } from '../recording/an-exchange.ts';
import { type CommandLine, createCommandLine, type Running } from '../support/run-shadowgate.ts';

/** Asks the price service by fetch and by node:http, as services do, and answers with both. */
const serviceSource = `
const http = require('node:http');
const byHttp = (url) => new Promise((done, fail) => http.get(url, (answer) => {
  let text = '';
  answer.on('data', (chunk) => { text += chunk; }).on('end', () => done(text));
}).on('error', fail));
http.createServer(async (request, response) => {
  const url = process.env.PRICES + request.url;
  const headers = { authorization: 'Bearer a-secret-between-services-4711' };
  const one = await (await fetch(url, { headers })).text();
  response.end(one + ' ' + await byHttp(url + '?again'));
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
`;

let shadowgate: CommandLine;
let prices: Server;
const services: ChildProcess[] = [];

beforeAll(async () => {
  shadowgate = await createCommandLine();
  prices = createServer((request, response) => response.end(`price of ${request.url}`)).listen(
    0,
    '127.0.0.1',
  );
  await once(prices, 'listening');
});
afterEach(async () => {
  for (const service of services.splice(0)) {
    service.kill();
    await once(service, 'exit');
  }
});
afterAll(async () => {
  await shadowgate.cleanUp();
  prices.closeAllConnections();
  prices.close();
});

test('what the service asks of others stands in the recording, tied to the exchange, without its secrets', async () => {
  const out = join(shadowgate.folder, 'calls.sgrec');
  const servicePort = await freePort();
  const running = shadowgate.start([
    ...['record', '--upstream', `http://127.0.0.1:${servicePort}`, '--listen', '0', '--out', out],
    ...['--outbound-port', '0', '--outbound-base', 'pay=https://pay.example/v1'],
  ]);
  const [, origin = ''] = await running.printed(/recording (http:\/\/127\.0\.0\.1:\d+) → /);
  await startService(servicePort, await printedVariables(running));
  const answer = await (await fetch(`${origin}/sku-7`)).text();
  expect(answer).toBe('price of /sku-7 price of /sku-7?again');
  running.signal('SIGINT');
  const finished = await running.finished;
  expect(finished.stderr).toBe('');
  expect(finished.stdout).toMatch(
    /http:\/\/127\.0\.0\.1:\d+\/pay as the base URL in place of https:\/\/pay\.example\/v1/,
  );
  expect(finished.stdout).toContain('2 of 2 calls recorded, 0 of them with a body cut, 0 dropped');

  const recording = await openRecording(out);
  expect(recording.summary).toMatchObject({ exchanges: 1, calls: 2, completeness: 1 });
  const [exchange] = await collect(recording.exchanges());
  const calls = await collect(recording.calls());
  expect(calls.map(({ url }) => url)).toEqual([`${pricesOrigin()}/sku-7`, `${pricesOrigin()}/sku-7?again`]);
  for (const call of calls)
    expect(call).toMatchObject({ exchangeId: exchange?.id, session: exchange?.session });
  expect(JSON.stringify(calls)).not.toContain('a-secret-between-services');
  expect((await readFile(out)).includes('a-secret-between-services')).toBe(false);
});

test('a port for calls that is taken is said before anything is served, and costs no recording', async () => {
  const { port } = prices.address() as AddressInfo;
  const finished = await shadowgate.run([
    ...[
      'record',
      '--upstream',
      'http://127.0.0.1:1',
      '--listen',
      '0',
      '--out',
      join(shadowgate.folder, 'no.sgrec'),
    ],
    ...['--outbound-port', String(port)],
  ]);
  expect(finished.stderr).toMatch(/^error port-taken: .*\n {2}→ Choose another port with --outbound-port/);
  expect(finished.exitCode).toBe(2);
});

describe('what is printed', () => {
  test('names every variable that clients know, and an address that can be dialled', () => {
    const [first, second] = outboundLines(9000, { outboundHost: '::1', outboundBase: [] });
    expect(first).toContain('http://[::1]:9000');
    expect(second).toMatch(/HTTP_PROXY=http:\/\/\[::1\]:9000 .*HTTPS_PROXY=.* NODE_USE_ENV_PROXY=1/);
  });

  test('tells at the end what could not be seen', () => {
    const unseen = [
      { host: 'a.example:443', connections: 2 },
      { host: 'b.example:443', connections: 3 },
    ];
    expect(outboundSummary({ seen: 4, recorded: 3, truncated: 1, dropped: 1, unseen })).toBe(
      '3 of 4 calls recorded, 1 of them with a body cut, 1 dropped, 5 encrypted connections not seen',
    );
  });

  test('tells what to do where no call came at all', () => {
    const none = { seen: 0, recorded: 0, truncated: 0, dropped: 0 };
    expect(outboundSummary({ ...none, unseen: [] })).toBe(
      '0 calls recorded: if the service makes any, start it with what is printed above',
    );
    expect(outboundSummary({ ...none, unseen: [{ host: 'a.example:443', connections: 2 }] })).toContain(
      '0 calls recorded, 2 encrypted connections not seen: ',
    );
  });

  test.each(['prices', 'prices=ftp://a', '=https://a', 'a/b=https://a', 'a=https://u:p@a', 'a=https://a?b'])(
    '%s is no base',
    (text) => {
      expect(() => addBase(text, [])).toThrow('NAME=URL');
    },
  );

  test('a name can be given once', () => {
    expect(() => addBase('a=https://b', addBase('a=https://a', []))).toThrow('a is named twice');
  });
});

/** The variables of the printed line, as a shell would set them. */
async function printedVariables(running: Running): Promise<Readonly<Record<string, string>>> {
  const [, line = ''] = await running.printed(/start the service with\n {2}(.*)\n/);
  return Object.fromEntries(line.split(' ').map((part) => part.split('=', 2)));
}

async function startService(port: number, variables: Readonly<Record<string, string>>): Promise<void> {
  const env = { ...process.env, ...variables, PORT: String(port), PRICES: pricesOrigin() };
  const service = spawn(process.execPath, ['-e', serviceSource], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  services.push(service);
  await once(service.stdout, 'data');
}

/** The recorder must be told of a port before the service, which needs its variables, can take one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function pricesOrigin(): string {
  return `http://127.0.0.1:${(prices.address() as AddressInfo).port}`;
}
