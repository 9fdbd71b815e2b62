import { describe, expect, test } from '@jest/globals';
import { nodes, startAgentService } from '../../agent-service.ts';

// covers: requests.cjs
// covers: context.cjs
// covers: exchange.cjs
// covers: early-tags.cjs
// covers: exchange-headers.cjs
// covers: emit-in-exchanges.cjs
// covers: emitter-exchanges.cjs
// covers: outbound.cjs
// covers: errors.cjs
// covers: memory.cjs
// covers: agent.cjs
// covers: observe-process.cjs

const service = `
import http from 'node:http';
import { once } from 'node:events';
const log = [];
const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, 'http://service');
  let body = '';
  request.on('data', (part) => { body += part; seen('data of ' + url.pathname); });
  await once(request, 'end');
  await new Promise((go) => setTimeout(go, Number(url.searchParams.get('wait') ?? 0)));
  if (url.pathname === '/call') {
    await fetch(origin + '/called?token=hush-hush&page=1');
    const inner = http.get(origin + '/called-too', { headers: { 'x-own': '1' } });
    const [answer] = await once(inner, 'response');
    answer.resume();
    await once(answer, 'end');
  }
  if (url.pathname === '/foreign') response.setHeader('x-shadowgate-exchange', 'e-foreign');
  if (url.pathname === '/calls-foreign') {
    const [answer] = await once(http.get(origin + '/foreign'), 'response');
    answer.on('data', () => seen('answer'));
    await once(answer, 'end');
  }
  if (url.pathname === '/handed-on') {
    seen('first server');
    return other.emit('request', request, response);
  }
  if (url.pathname === '/log') console.error(new TypeError('bad value for bob@example.com'));
  if (url.pathname === '/reject') Promise.reject(new RangeError('nobody waits'));
  seen('after await in ' + url.pathname);
  response.end(JSON.stringify({
    header: request.headers['x-shadowgate-exchange'] ?? null,
    raw: request.rawHeaders.filter((text) => /shadowgate/i.test(text)),
    distinct: Object.keys(request.headersDistinct ?? {}).filter((name) => /shadowgate/.test(name)),
    others: request.headers.authorization,
    keys: Object.keys(request).includes('emit'),
    body,
  }));
});
const other = http.createServer((request, response) => {
  seen('other server');
  response.end('{}');
});
function seen(where) { log.push(where); }
process.on('unhandledRejection', () => {});
server.listen(0, () => console.log('port ' + server.address().port));
const origin = await new Promise((go) => server.once('listening', () => go('http://127.0.0.1:' + server.address().port)));
`;
const seenLine = service.split('\n').findIndex((line) => line.startsWith('function seen')) + 1;
const seenColumn = (service.split('\n')[seenLine - 1] ?? '').indexOf('log.push') + 1;
const probes = [
  {
    id: 'p001',
    file: 'server.mjs',
    line: seenLine,
    column: seenColumn,
    names: ['where'],
    statement: 'log.push(where);',
    statementLine: seenLine,
  },
];

describe.each(nodes)('requests on $name', ({ node }) => {
  test('belong to their exchange, however they interleave, and never show their tag', async () => {
    const running = await startAgentService({
      files: { 'server.mjs': service },
      entry: 'server.mjs',
      node,
      channel: { probes, suspects: ['e-slow', 'e-fast', 'e-post', 'e-call', 'e-log', 'e-reject'] },
    });
    try {
      const [slow, , posted] = await Promise.all([
        running.ask('/slow?wait=60', 'e-slow'),
        running.ask('/fast', 'e-fast'),
        running.ask('/post?wait=20', 'e-post', 'some body'),
        running.ask('/call', 'e-call'),
        running.ask('/log', 'e-log'),
        running.ask('/reject', 'e-reject'),
        running.ask('/untagged'),
      ]);
      expect(JSON.parse(slow.body)).toEqual({
        header: null,
        raw: [],
        distinct: [],
        others: 'Bearer a-very-secret-value',
        keys: false,
        body: '',
      });
      expect(JSON.parse(posted.body)).toMatchObject({ body: 'some body' });
      const snapshot = await running.channel.finish();
      const where = (id: string) =>
        snapshot.hits
          .filter(({ exchangeId }) => exchangeId === id)
          .map(({ values }) => values['where']?.text);
      expect(where('e-slow')).toEqual(['after await in /slow']);
      expect(where('e-fast')).toEqual(['after await in /fast']);
      expect(where('e-post')).toEqual(['data of /post', 'after await in /post']);
      expect(where('')).toContain('after await in /untagged');
      expect(snapshot.agent).toBe('connected');
      const calls = snapshot.events.filter((event) => event.kind === 'outbound-call');
      expect(calls.map(({ exchangeId, method, status }) => [exchangeId, method, status])).toEqual([
        ['e-call', 'GET', 200],
        ['e-call', 'GET', 200],
      ]);
      expect(calls[0]?.url).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/called\?token=<[0-9a-f]{8}>&page=<[0-9a-f]{8}>$/,
      );
      expect(calls[1]?.url).toMatch(/\/called-too$/);
      const errors = snapshot.events.filter((event) => event.kind === 'error');
      expect(errors.map((error) => [error.exchangeId, error.class, error.caught])).toEqual(
        expect.arrayContaining([
          ['e-log', 'TypeError', true],
          ['e-reject', 'RangeError', true],
        ]),
      );
      const logged = errors.find(({ exchangeId }) => exchangeId === 'e-log');
      expect(logged?.at).toMatch(/^server\.mjs:\d+$/);
      expect(JSON.stringify(snapshot)).not.toContain('bob@example.com');
      const memory = snapshot.events.filter((event) => event.kind === 'memory');
      expect(memory.length).toBeGreaterThan(0);
      expect(memory[0]?.heapUsed).toBeGreaterThan(1_000_000);
    } finally {
      await running.stop();
    }
  });

  test('are all that begins an exchange, whatever the answer to a call of the service bears', async () => {
    const running = await startAgentService({
      files: { 'server.mjs': service },
      entry: 'server.mjs',
      node,
      channel: { probes, suspects: ['e-calls', 'e-foreign'] },
    });
    try {
      await running.ask('/calls-foreign', 'e-calls');
      const { hits } = await running.channel.finish();
      const whereOf = (id: string) =>
        hits.flatMap(({ exchangeId, values }) => (exchangeId === id ? [values['where']?.text] : []));
      expect(whereOf('e-calls')).toEqual(['answer', 'after await in /calls-foreign']);
      expect(whereOf('e-foreign')).toEqual([]);
    } finally {
      await running.stop();
    }
  });

  test('begin their exchange once, though one server hands them on to another', async () => {
    const running = await startAgentService({
      files: { 'server.mjs': service },
      entry: 'server.mjs',
      node,
      channel: { probes, suspects: ['e-handed'] },
    });
    try {
      expect((await running.ask('/handed-on', 'e-handed')).body).toBe('{}');
      const { hits } = await running.channel.finish();
      const ofExchange = hits.filter(({ exchangeId }) => exchangeId === 'e-handed');
      expect(ofExchange.map(({ values, occurrence }) => [values['where']?.text, occurrence])).toEqual([
        ['first server', 0],
        ['other server', 1],
      ]);
    } finally {
      await running.stop();
    }
  });
});

test('a process that dies of an error says so first', async () => {
  const running = await startAgentService({
    files: {
      'server.cjs': `
const http = require('http');
http.createServer((request) => {
  setImmediate(() => { throw new SyntaxError('fatal'); });
}).listen(0, function () { console.log('port ' + this.address().port); });
`,
    },
    entry: 'server.cjs',
    channel: { coverageOf: ['server.cjs'] },
  });
  try {
    await expect(running.ask('/', 'e1')).rejects.toMatchObject({ code: 'ECONNRESET' });
    const snapshot = await running.channel.finish();
    expect(snapshot.events).toEqual([
      expect.objectContaining({
        kind: 'error',
        class: 'SyntaxError',
        message: 'fatal',
        at: 'server.cjs:4',
        caught: false,
      }),
      expect.objectContaining({ kind: 'memory' }),
    ]);
    expect(snapshot.executedLines['server.cjs']).toEqual([2, 3, 4, 5]);
  } finally {
    await running.stop();
  }
});
