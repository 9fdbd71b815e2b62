import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RuntimeEvent, RuntimeSnapshot } from '../../../../src/domain/runtime-snapshot.ts';
import { provideEmbeddedPostgres } from '../../../../src/shadow/state/postgres/embedded-postgres.ts';
import { findPostgres } from '../../../../src/shadow/state/postgres/find-postgres.ts';
import { findRedis } from '../../../../src/shadow/state/redis/embedded-redis.ts';
import { groundOf } from '../../../shadow/state/state-scene.ts';
import { openScene, type Scene } from '../../../shadow/temporary-build.ts';
import { nodes, startAgentService } from '../../agent-service.ts';

// covers: database-sockets.cjs
// covers: flights.cjs
// covers: wrap-method.cjs
// covers: redis-query.cjs

const postgres = await findPostgres({ projectFolders: [], environment: process.env }).catch(() => null);
if (postgres === null) process.stdout.write('queries: skipped, no PostgreSQL can be started here\n');
const redis = await findRedis(process.env).catch(() => null);
if (redis === null) process.stdout.write('queries: skipped, no redis-server is on the PATH\n');

const driver = (name: string) => JSON.stringify(resolve('node_modules', name));
const queriesOf = ({ events }: RuntimeSnapshot, exchangeId: string) =>
  events.flatMap((event) =>
    event.kind === 'query' && event.exchangeId === exchangeId ? [shown(event)] : [],
  );
const shown = ({ system, text, arguments: given }: RuntimeEvent & { kind: 'query' }) =>
  `${system} ${text} [${given.join(' | ')}]`;

(postgres === null ? describe.skip : describe)('queries to PostgreSQL', () => {
  let scene: Scene;
  let host: string;
  beforeAll(async () => {
    scene = await openScene();
    const provision = await provideEmbeddedPostgres(
      {
        kind: 'postgres',
        name: 'main',
        server: { kind: 'embedded' },
        seed: [{ kind: 'file', path: 'schema.sql' }],
        variable: 'DATABASE_URL',
        env: {},
        user: 'shadow',
        database: 'shadow',
      },
      await groundOf(scene, {
        'schema.sql':
          "CREATE TABLE items (id int PRIMARY KEY, name text); INSERT INTO items VALUES (1, 'a'), (2, 'b');",
      }),
    );
    const { companion } = await provision.fresh({
      run: 'observe',
      role: 'baseline',
      dataFolder: scene.folder,
    });
    host = dirname(companion.doors[0]?.socketPath ?? '');
  }, 120_000);
  afterAll(() => scene.close());

  const service = `
const http = require('http');
const { Pool, Client } = require(${driver('pg')});
const settings = { host: process.env.HOST_FOLDER, user: 'shadow', database: 'shadow' };
const pool = new Pool(settings);
const single = new Client(settings);
http.createServer(async (request, response) => {
  const at = request.url.slice(1);
  if (at.startsWith('single')) {
    await Promise.all([1, 2].map((id) => single.query('SELECT name, pg_sleep(0.1) FROM items WHERE id = $1', [id])));
  } else {
    const { rows } = await pool.query("SELECT id FROM items WHERE name <> 'z' ORDER BY id");
    for (const { id } of rows) await pool.query({ name: 'by-id', text: 'SELECT * FROM items WHERE id = $1 AND name <> $2', values: [id, at] });
  }
  response.end('ok');
}).listen(0, async function () { await single.connect(); console.log('port ' + this.address().port); });
`;
  test.each(nodes)('are told by exchange on $name, also where they queue', async ({ node }) => {
    const running = await startAgentService({
      files: { 'server.cjs': service },
      entry: 'server.cjs',
      node,
      env: { HOST_FOLDER: host },
    });
    try {
      await running.ask('/first', 'e-first');
      await running.ask('/single', 'e-single');
      await Promise.all(['a', 'b', 'c'].map((name) => running.ask(`/${name}`, `e-${name}`)));
      await Promise.all(['one', 'two'].map((name) => running.ask(`/single-${name}`, `e-${name}`)));
      const snapshot = await running.channel.finish();
      const list = 'postgresql SELECT id FROM items WHERE name <> ? ORDER BY id [z]';
      const byId = (id: number, name: string) =>
        `postgresql SELECT * FROM items WHERE id = ? AND name <> ? [${id} | ${name}]`;
      expect(queriesOf(snapshot, 'e-first')).toEqual([list, byId(1, 'first'), byId(2, 'first')]);
      expect(queriesOf(snapshot, 'e-single')).toEqual(
        [1, 2].map((id) => `postgresql SELECT name, pg_sleep(?) FROM items WHERE id = ? [0.1 | ${id}]`),
      );
      const unsettled = snapshot.events.flatMap(({ kind, exchangeId }) =>
        kind === 'flow-unsettled' ? [exchangeId] : [],
      );
      for (const name of ['a', 'b', 'c'])
        if (!unsettled.includes(`e-${name}`))
          expect(queriesOf(snapshot, `e-${name}`)).toEqual([list, byId(1, name), byId(2, name)]);
      expect(unsettled).toEqual(expect.arrayContaining(['e-one', 'e-two']));
      expect(snapshot.dropped).toBe(0);
    } finally {
      await running.stop();
    }
  });
});

(redis === null ? describe.skip : describe)('commands to Redis', () => {
  let folder: string;
  let server: ChildProcess;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sg-redis-'));
    server = spawn(redis ?? '', ['--port', '0', '--unixsocket', join(folder, 'r.sock'), '--save', '']);
    await new Promise<void>((ready) => {
      server.stdout?.on('data', (text) => /ready to accept/i.test(String(text)) && ready());
    });
  });
  afterAll(async () => {
    server.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  test.each(nodes)('are told with their keys on $name', async ({ node }) => {
    const service = `
const http = require('http');
const { createClient } = require(${driver('@redis/client')});
const client = createClient({ socket: { path: process.env.REDIS_SOCKET } });
http.createServer(async (request, response) => {
  await client.set('cart:17', 'full of x', { EX: 60 });
  await client.get('cart:17');
  await client.set('session:eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.x', 'y');
  response.end('ok');
}).listen(0, async function () { await client.connect(); console.log('port ' + this.address().port); });
`;
    const running = await startAgentService({
      files: { 'server.cjs': service },
      entry: 'server.cjs',
      node,
      env: { REDIS_SOCKET: join(folder, 'r.sock') },
    });
    try {
      await running.ask('/', 'e1');
      const snapshot = await running.channel.finish();
      expect(queriesOf(snapshot, 'e1')).toEqual([
        'redis SET cart:17 ? EX ? [full of x | 60]',
        'redis GET cart:17 []',
        expect.stringMatching(/^redis SET session:<redacted [0-9a-f]{16}> \? \[y\]$/),
      ]);
    } finally {
      await running.stop();
    }
  });
});

describe('a server of MySQL', () => {
  test('gets queries that are told, and calls over HTTP are not taken for any', async () => {
    const service = `
const http = require('http');
const mysql = require(${driver('mysql2')});
const server = mysql.createServer();
server.on('connection', (link) => {
  link.serverHandshake({ protocolVersion: 4, serverVersion: '8.0.0', connectionId: 1, statusFlags: 2, characterSet: 8, capabilityFlags: 0xffffff ^ 0x800, authCallback: (_, done) => done(null) });
  link.on('query', () => link.writeOk({ affectedRows: 1 }));
  link.on('error', () => {});
});
server.listen(0, '127.0.0.1');
let pool;
http.createServer(async (request, response) => {
  if (request.url === '/inner') return response.end('inner');
  pool ??= mysql.createPool({ host: '127.0.0.1', port: server._server.address().port, user: 'u' }).promise();
  await pool.query("UPDATE \`accounts\` SET pin = \\"1234\\" WHERE id = ?", [5]);
  await fetch('http://127.0.0.1:' + this.address + '/inner').catch(() => {});
  http.get({ port: request.socket.localPort, path: '/inner' }, (answer) => answer.resume().on('end', () => response.end('ok')));
}).listen(0, function () { console.log('port ' + this.address().port); });
`;
    const running = await startAgentService({ files: { 'server.cjs': service }, entry: 'server.cjs' });
    try {
      await running.ask('/', 'e1');
      const snapshot = await running.channel.finish();
      expect(queriesOf(snapshot, 'e1')).toEqual([
        expect.stringMatching(
          /^mysql UPDATE `accounts` SET pin = \? WHERE id = \? \[<redacted [0-9a-f]{16}> \| 5\]$/,
        ),
      ]);
    } finally {
      await running.stop();
    }
  });

  test('that ends at once does not break the service', async () => {
    const deaf = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    const address = deaf.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const service = `
const http = require('http');
const net = require('net');
http.createServer((request, response) => {
  const socket = net.connect(${port}, '127.0.0.1');
  socket.on('error', () => {});
  socket.write('*1\\r\\n$broken');
  socket.write(Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 1, 1, 255, 255, 255, 255]));
  socket.on('close', () => response.end('alive'));
}).listen(0, function () { console.log('port ' + this.address().port); });
`;
    const running = await startAgentService({ files: { 'server.cjs': service }, entry: 'server.cjs' });
    try {
      expect((await running.ask('/', 'e1')).body).toBe('alive');
      expect(queriesOf(await running.channel.finish(), 'e1')).toEqual([]);
    } finally {
      await running.stop();
      deaf.close();
    }
  });
});
