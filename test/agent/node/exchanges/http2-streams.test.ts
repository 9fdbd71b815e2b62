/** Servers of HTTP/2 and upgraded connections: what happens on them belongs to its exchange, and tells the time of the exchange. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type OutgoingHttpHeaders } from 'node:http2';
import { request as askHttps } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import type { AgentDeterminism } from '../../../../src/domain/determinism.ts';
import { askStream, type StreamAnswer } from '../../../support/http2-client.ts';
import { type AgentService, nodes, startAgentService } from '../../agent-service.ts';

// covers: http2-streams.cjs
// covers: http2-date.cjs
// covers: emit-within.cjs
// covers: exchange-headers.cjs

const instant = Date.UTC(2024, 1, 29, 23, 59, 58, 750);
const steady: AgentDeterminism = {
  ...{ clock: 'recorded', durations: 'coarse', random: 'seeded' },
  ...{ seed: 'a', startsAt: Date.UTC(2024, 1, 1), shiftMs: 0 },
};
const fixture = (path: string): string =>
  readFileSync(join(import.meta.dirname, '../../../fixtures', path), 'utf8');
/** The library of WebSockets as the service imports it: from the folder of the tests. */
const wsPath = join(import.meta.dirname, '../../../../node_modules/ws/wrapper.mjs');

const service = `
import crypto from 'node:crypto';
import http from 'node:http';
import http2 from 'node:http2';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { WebSocketServer } from ${JSON.stringify(wsPath)};
const tls = { key: readFileSync('key.pem'), cert: readFileSync('cert.pem') };
const log = [];
function seen(where) { log.push(where); }
function said(headers, raw) {
  return JSON.stringify({
    now: Date.now(),
    id: crypto.randomUUID(),
    ours: [...Object.keys(headers), ...raw].filter((text) => /shadowgate/.test(text)),
    user: headers.authorization,
  });
}
const core = http2.createServer();
core.on('session', (session) => {
  session.on('stream', (_stream, headers) => seen('session sees ' + headers[':path']));
});
core.on('stream', async (stream, headers, _flags, raw) => {
  const path = headers[':path'];
  stream.on('data', (part) => seen('data ' + part));
  stream.on('end', () => seen('end of ' + path));
  stream.resume();
  await once(stream, 'end');
  await new Promise((go) => setTimeout(go, path === '/slow' ? 60 : 0));
  const own = { '/own-date': { date: 'Thu, 01 Jan 1970 00:00:00 GMT' }, '/file': { 'x-as': 'file' } }[path] ?? {};
  if (path === '/file') return stream.respondWithFile('cert.pem', own);
  if (path === '/silent') return stream.end(said(headers, raw));
  if (path === '/no-date') stream.respond(own, { sendDate: false });
  else if (path === '/listed' && parseInt(process.versions.node) >= 24) stream.respond([':status', 200]);
  else stream.respond(own);
  stream.end(said(headers, raw));
});
const answer = async (request, response) => {
  request.on('data', (part) => seen('data ' + part));
  await once(request, 'end');
  seen('after await');
  if (request.url === '/no-date') response.sendDate = false;
  response.end(said(request.headers, request.rawHeaders));
};
const compat = http2.createServer(answer);
const secure = http2.createSecureServer({ ...tls, allowHTTP1: true }, answer);
const servers = { core, compat, secure };
for (const server of Object.values(servers)) await once(server.listen(0, '127.0.0.1'), 'listening');
const front = http.createServer((request, response) => {
  response.end(JSON.stringify(Object.fromEntries(Object.entries(servers).map(([k, s]) => [k, s.address().port]))));
});
const sockets = new WebSocketServer({ server: front });
sockets.on('connection', (socket, request) => {
  seen('connected');
  socket.on('message', (text) => {
    seen('message ' + text);
    socket.send(said(request.headers, request.rawHeaders));
  });
});
front.listen(0, function () { console.log('port ' + this.address().port); });
`;
const line = service.split('\n').findIndex((text) => text.startsWith('function seen')) + 1;
const column = (service.split('\n')[line - 1] ?? '').indexOf('log.push') + 1;
const probe = { id: 'p001', file: 'server.mjs', line, column, names: ['where'] };
const probes = [{ ...probe, statement: 'log.push(where);', statementLine: line }];

let certificate: { readonly key: string; readonly cert: string };
beforeAll(() => {
  certificate = { key: fixture('tls/localhost.key'), cert: fixture('tls/localhost.crt') };
});

type Ports = Readonly<Record<'core' | 'compat' | 'secure', number>>;
type Running = { readonly service: AgentService; readonly ports: Ports; readonly front: number };

async function start(node: string): Promise<Running> {
  const running = await startAgentService({
    files: { 'server.mjs': service, 'key.pem': certificate.key, 'cert.pem': certificate.cert },
    ...{ entry: 'server.mjs', node, env: { TZ: 'UTC' } },
    channel: {
      probes,
      suspects: ['e-1', 'e-slow', 'e-fast', 'e-secure', 'e-old', 'e-ws'],
      determinism: steady,
    },
  });
  const ports = JSON.parse((await running.ask('/')).body) as Ports;
  return { service: running, ports, front: Number(/port (\d+)/.exec(running.output())?.[1]) };
}

async function ask(origin: string, path: string, exchangeId?: string, body?: string): Promise<StreamAnswer> {
  const session = connect(origin, { rejectUnauthorized: false });
  const tag = { 'x-shadowgate-exchange': exchangeId, 'x-shadowgate-instant': String(instant) };
  const headers: OutgoingHttpHeaders = {
    ...{
      ':path': path,
      ':method': body === undefined ? 'GET' : 'POST',
      authorization: 'Bearer a-secret-value',
    },
    ...(exchangeId === undefined ? {} : tag),
  };
  try {
    return await askStream(session, { headers, ...(body === undefined ? {} : { body }) });
  } finally {
    session.destroy();
  }
}

const dateOf = ({ headers }: StreamAnswer): string | undefined => headers[headers.indexOf('date') + 1];
const recorded = new Date(instant).toUTCString();

describe.each(nodes)('HTTP/2 on $name', ({ node }) => {
  let one: Running;
  let same: Running;
  beforeAll(async () => {
    [one, same] = [await start(node), await start(node)];
  });
  afterAll(async () => {
    await one.service.stop();
    await same.service.stop();
  });
  const h2c = ({ ports }: Running, kind: 'core' | 'compat'): string => `http://127.0.0.1:${ports[kind]}`;

  test.each(['core', 'compat'] as const)('%s: clock and chance of the exchange, and no tag', async (kind) => {
    const first = await ask(h2c(one, kind), '/one', 'e-1', 'some');
    const told = JSON.parse(first.body);
    expect(told).toMatchObject({ now: instant, ours: [], user: 'Bearer a-secret-value' });
    expect(dateOf(first)).toBe(recorded);
    expect(JSON.parse((await ask(h2c(same, kind), '/one', 'e-1', 'some')).body)).toEqual(told);
    expect(JSON.parse((await ask(h2c(same, kind), '/one', 'e-2')).body).id).not.toBe(told.id);
    expect((await ask(h2c(one, kind), '/no-date', 'e-1')).headers).not.toContain('date');
  });

  test('the date that a service sets, one of a file, and one of an answer that nobody began', async () => {
    expect(dateOf(await ask(h2c(one, 'core'), '/own-date', 'e-1'))).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
    const file = await ask(h2c(one, 'core'), '/file', 'e-1');
    expect([dateOf(file), file.body.slice(0, 5)]).toEqual([recorded, '-----']);
    const silent = await ask(h2c(one, 'core'), '/silent', 'e-1');
    expect([silent.status, dateOf(silent)]).toEqual([200, recorded]);
    expect(dateOf(await ask(h2c(one, 'core'), '/listed', 'e-1'))).toBe(recorded);
    expect(dateOf(await ask(h2c(one, 'core'), '/untagged'))).not.toBe(recorded);
  });

  test('by TLS, and by HTTP/1.1 at the same port', async () => {
    const origin = `https://127.0.0.1:${one.ports.secure}`;
    const answer = await ask(origin, '/one', 'e-secure', 'sealed');
    expect(JSON.parse(answer.body)).toMatchObject({ now: instant, ours: [] });
    const headers = { 'X-Shadowgate-Exchange': 'e-old', 'X-Shadowgate-Instant': String(instant) };
    const request = askHttps(`${origin}/one`, { rejectUnauthorized: false, headers, agent: false });
    request.end();
    const [response] = await once(request, 'response');
    let body = '';
    for await (const part of response) body += part;
    expect(JSON.parse(body)).toMatchObject({ now: instant, ours: [] });
  });

  test('a WebSocket and its messages', async () => {
    const headers = { 'X-Shadowgate-Exchange': 'e-ws', 'X-Shadowgate-Instant': String(instant) };
    const said = [];
    for (const { front } of [one, same]) {
      const socket = new WebSocket(`ws://127.0.0.1:${front}/talk`, { headers });
      await once(socket, 'open');
      for (const text of ['first', 'second']) {
        socket.send(text);
        said.push(JSON.parse(String((await once(socket, 'message'))[0])));
      }
      socket.close();
      await once(socket, 'close');
    }
    expect(said[0]).toMatchObject({ now: instant, ours: [] });
    expect(said.slice(0, 2)).toEqual(said.slice(2));
  });

  test('what ran belongs to its exchange, however they interleave', async () => {
    const origin = h2c(one, 'core');
    await Promise.all([ask(origin, '/slow', 'e-slow', 'a'), ask(origin, '/fast', 'e-fast', 'b')]);
    const { hits } = await one.service.channel.finish();
    const where = (id: string) =>
      hits.filter(({ exchangeId }) => exchangeId === id).map(({ values }) => values['where']?.text);
    expect(where('e-slow')).toEqual(['session sees /slow', 'data a', 'end of /slow']);
    expect(where('e-fast')).toEqual(['session sees /fast', 'data b', 'end of /fast']);
    expect(where('e-secure')).toEqual(['data sealed', 'after await']);
    expect(where('e-old')).toEqual(['after await']);
    expect(where('e-ws')).toEqual(['connected', 'message first', 'message second']);
    expect(where('')).toEqual(['session sees /untagged', 'end of /untagged']);
  });
});
