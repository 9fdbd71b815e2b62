import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aCall } from '../../../recording/a-call.ts';
import { aStandIn, type StandInAtDoor } from '../../../shadow/upstream/a-stand-in.ts';
import { type AgentService, nodes, startAgentService } from '../../agent-service.ts';

const service = `
import http, { get } from 'node:http';
import https from 'node:https';
import http2 from 'node:http2';
import net from 'node:net';
const own = http.createServer((request, response) => response.end(JSON.stringify(request.headers)));
own.listen(0, '127.0.0.1');
const answerOf = (request) => new Promise((resolve, reject) => {
  request.on('error', reject);
  request.on('response', (response) => {
    let text = '';
    response.on('data', (part) => { text += part; });
    response.on('end', () => resolve(response.statusCode + ' ' + text));
  });
});
const ways = {
  async http() { return answerOf(get('http://prices.example/v1/prices?sku=7')); },
  async https() {
    const request = https.request({ host: 'prices.example', path: '/v1/prices?sku=7', agent: new https.Agent({ keepAlive: true }) });
    request.end();
    return answerOf(request);
  },
  async pinned() {
    const request = https.request('https://prices.example/v1/prices?sku=7', { ca: 'none at all' });
    request.end();
    return answerOf(request);
  },
  async fetch() { const answer = await fetch('https://prices.example/v1/prices?sku=7'); return answer.status + ' ' + await answer.text(); },
  async plainFetch() { const answer = await fetch('http://prices.example/v1/prices?sku=7'); return answer.status + ' ' + await answer.text(); },
  async http2() {
    const session = http2.connect('https://prices.example');
    const stream = session.request({ ':path': '/v1/prices?sku=7' });
    let status; let text = '';
    stream.on('response', (headers) => { status = headers[':status']; });
    for await (const part of stream) text += part;
    session.close();
    return status + ' ' + text;
  },
  async unknown() { const answer = await fetch('https://prices.example/v2/nothing'); return answer.status + ' ' + await answer.text(); },
  async local() { return answerOf(http.get('http://127.0.0.1:' + own.address().port + '/mine')); },
  async sideCar() { return answerOf(http.get('http://localhost:3999/secrets')); },
  async raw() { return new Promise((resolve) => net.connect(5432, 'database.invalid').on('error', (error) => resolve(error.code))); },
};
const server = http.createServer(async (request, response) => {
  try { response.end(await ways[request.url.slice(1)]()); }
  catch (error) { response.end('failed: ' + (error.cause?.code ?? error.code ?? error)); }
});
server.listen(0, () => console.log('port ' + server.address().port));
`;

const price = aCall();
const recorded = [
  { ...price, lifetime: 'session' as const, exchangeId: '' },
  {
    ...price,
    id: 'c2',
    url: 'http://prices.example/v1/prices?sku=7',
    lifetime: 'session' as const,
    exchangeId: '',
  },
  { ...price, id: 'c3', url: 'http://localhost:3999/secrets', responseBody: Buffer.from('hidden') },
];

describe.each(nodes)('calls on $name', ({ node }) => {
  let door: StandInAtDoor;
  let running: AgentService;

  beforeEach(async () => {
    door = await aStandIn(recorded);
    const { NODE_USE_ENV_PROXY: _, ...env } = door.environment;
    running = await startAgentService({ files: { 'server.mjs': service }, entry: 'server.mjs', node, env });
  });
  afterEach(async () => {
    await running.stop();
    await door.close();
  });

  test.each(['http', 'https', 'pinned', 'fetch', 'plainFetch'])('%s goes to the stand-in', async (way) => {
    expect((await running.ask(`/${way}`, 'x7')).body).toBe('200 {"price":250}');
    const [call] = door.standIn.calls();
    expect(call).toMatchObject({ exchangeId: 'x7', tie: 'tag', answer: { kind: 'matched', isExact: true } });
    expect(call?.url).toMatch(/^https?:\/\/prices\.example\/v1\/prices\?sku=7$/);
  });

  test('HTTP/2 does too, without a tag', async () => {
    expect((await running.ask('/http2', 'x7')).body).toBe('200 {"price":250}');
    expect(door.standIn.calls()[0]?.url).toBe('https://prices.example/v1/prices?sku=7');
  });

  test('what is not recorded is told plainly', async () => {
    const { body } = await running.ask('/unknown', 'x8');
    expect(body).toMatch(/^502 .*shadowgate-no-recorded-answer/);
    expect(door.standIn.calls()[0]).toMatchObject({ exchangeId: 'x8', answer: { kind: 'missed' } });
  });

  test('the service itself is reached as ever, and sees no tag', async () => {
    const { body } = await running.ask('/local', 'x9');
    expect(body).toMatch(/^200 /);
    expect(body).not.toContain('shadowgate');
    expect(door.standIn.calls()).toEqual([]);
  });

  test('a side-car whose calls were recorded is stood in for', async () => {
    expect((await running.ask('/sideCar', 'x1')).body).toBe('200 hidden');
  });

  test('what is not HTTP ends where the network ends', async () => {
    expect((await running.ask('/raw', 'x1')).body).toMatch(/^E/);
    expect(door.standIn.calls()).toEqual([]);
  });
});

test('Node that reads the proxy variables itself ties its calls too', async () => {
  const door = await aStandIn(recorded);
  const running = await startAgentService({
    files: { 'server.mjs': service },
    entry: 'server.mjs',
    env: door.environment,
  });
  try {
    for (const way of ['http', 'https', 'fetch', 'plainFetch'])
      expect(`${way} ${(await running.ask(`/${way}`, way)).body}`).toBe(`${way} 200 {"price":250}`);
    expect(door.standIn.calls().map(({ exchangeId }) => exchangeId)).toEqual([
      'http',
      'https',
      'fetch',
      'plainFetch',
    ]);
  } finally {
    await running.stop();
    await door.close();
  }
});
