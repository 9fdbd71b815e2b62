import { describe, expect, test } from '@jest/globals';
import type { RuntimeEvent } from '../../../../src/domain/runtime-snapshot.ts';
import { nodes, startAgentService } from '../../agent-service.ts';

// covers: watch-flow.cjs
// covers: sqlite.cjs
// covers: files.cjs
// covers: processes.cjs
// covers: describe-query.cjs

const service = `
import http from 'node:http';
import fs, { writeFileSync, createWriteStream } from 'node:fs';
import { writeFile, rename, mkdir, rm } from 'node:fs/promises';
import { exec, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
const sqlite = await import('node:sqlite').catch(() => null);
const db = sqlite && new sqlite.DatabaseSync(':memory:');
db?.exec('CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, password TEXT)');
const server = http.createServer(async (request, response) => {
  if (request.url === '/query' && db) {
    db.exec("INSERT INTO items (name, password) VALUES ('a', 'hunter2-a')");
    db.prepare('INSERT INTO items (name, password) VALUES (?, ?)').run('b', 'hunter2-b');
    db.prepare('SELECT * FROM items WHERE id = $id AND password = :password').get({ $id: 7, password: 'hunter2-c' });
    db.prepare('SELECT name FROM items -- why\\n WHERE id IN (1, 2, 3)').all();
  }
  if (request.url === '/files') {
    writeFileSync('one.txt', 'x');
    await mkdir('deep/er', { recursive: true });
    await writeFile(new URL('two.txt', import.meta.url), 'y');
    await rename('two.txt', 'three.txt');
    await once(createWriteStream('stream.txt').end('z'), 'finish');
    await once(createWriteStream('stream.txt', { flags: 'a' }).end('z'), 'finish');
    fs.appendFileSync(tmpdir() + '/sg-flow-test-' + process.pid, 'tmp');
    await rm(tmpdir() + '/sg-flow-test-' + process.pid);
    fs.readFileSync('one.txt');
  }
  if (request.url === '/processes') {
    execFileSync('true', ['--password', 'hunter2-d', 'plain']);
    await once(exec('echo hi > /dev/null'), 'exit');
    await once(spawn('true', ['a', 'b']), 'exit');
    await once(spawn(process.execPath, ['-e', '0'], { env: {} }), 'exit');
  }
  response.end('ok');
});
fs.writeFileSync('start.txt', 'x');
server.listen(0, () => console.log('port ' + server.address().port));
`;

const without = <T extends RuntimeEvent>({ exchangeId: _, sequence: __, ...rest }: T) => rest;

describe.each(nodes)('what is done inside the process, on $name', ({ name, node }) => {
  const hasSqlite = !/ v(?:18|20)\./.test(name);
  test('is told by exchange, without secrets', async () => {
    const running = await startAgentService({ files: { 'server.mjs': service }, entry: 'server.mjs', node });
    try {
      for (const what of ['query', 'files', 'processes']) await running.ask(`/${what}`, `e-${what}`);
      const { events, dropped } = await running.channel.finish();
      const of = (kind: string) => events.filter((event) => event.kind === kind);
      expect(new Set(of('file').map(({ exchangeId }) => exchangeId))).toEqual(new Set(['e-files']));
      expect(of('file').map(without)).toEqual([
        { kind: 'file', operation: 'write', path: 'one.txt' },
        { kind: 'file', operation: 'make-folder', path: 'deep/er' },
        { kind: 'file', operation: 'write', path: 'two.txt' },
        { kind: 'file', operation: 'rename', path: 'two.txt', to: 'three.txt' },
        { kind: 'file', operation: 'write', path: 'stream.txt' },
        { kind: 'file', operation: 'append', path: 'stream.txt' },
        { kind: 'file', operation: 'append', path: expect.stringMatching(/^<tmp>\/sg-flow-test-\d+$/) },
        { kind: 'file', operation: 'remove', path: expect.stringMatching(/^<tmp>\/sg-flow-test-\d+$/) },
      ]);
      const secret = expect.stringMatching(/^<redacted [0-9a-f]{16}>$/);
      expect(of('process').map(without)).toEqual([
        { kind: 'process', command: 'true', arguments: ['--password', secret, 'plain'], shell: false },
        { kind: 'process', command: 'echo hi > /dev/null', arguments: [], shell: true },
        { kind: 'process', command: 'true', arguments: ['a', 'b'], shell: false },
        { kind: 'process', command: 'node', arguments: ['-e', '0'], shell: false },
      ]);
      const system = 'sqlite';
      const insert = { kind: 'query', system, text: 'INSERT INTO items (name, password) VALUES (?, ?)' };
      const queries = [
        { ...insert, arguments: ['a', secret] },
        { ...insert, arguments: ['b', secret] },
        { ...insert, text: 'SELECT * FROM items WHERE id = ? AND password = ?', arguments: ['7', secret] },
        { ...insert, text: 'SELECT name FROM items WHERE id IN (?, ?, ?)', arguments: ['1', '2', '3'] },
      ];
      expect(of('query').map(without)).toEqual(hasSqlite ? queries : []);
      expect(JSON.stringify(events)).not.toContain('hunter2');
      expect(dropped).toBe(0);
      expect(running.output()).not.toContain('Warning');
    } finally {
      await running.stop();
    }
  });
});
