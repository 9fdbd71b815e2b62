import { describe, expect, test } from '@jest/globals';
import type { RuntimeEvent } from '../../../src/domain/runtime-snapshot.ts';
import { startAgentService } from '../agent-service.ts';
import { pythons } from '../pythons.ts';

const server = `
import os, sqlite3, subprocess, sys, tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
db = sqlite3.connect(':memory:', check_same_thread=False, isolation_level=None)
db.execute('CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, password TEXT)')
def query():
    db.execute("INSERT INTO items (name, password) VALUES ('a', 'hunter2-a')")
    db.execute('INSERT INTO items (name, password) VALUES (?, ?)', ('b', 'hunter2-b'))
    db.execute('SELECT * FROM items -- why\\n WHERE id = :id AND password = :word', {'id': 7, 'word': 'hunter2-c'})
def files():
    with open('one.txt', 'w') as file: file.write('x')
    os.makedirs('deep', exist_ok=True)
    os.replace('one.txt', 'two.txt')
    with open('two.txt', 'a') as file: file.write('x')
    with open('two.txt') as file: file.read()
    handle, path = tempfile.mkstemp(prefix='sg-flow-'); os.close(handle); os.remove(path)
def processes():
    subprocess.run(['true', '--password', 'hunter2-d', 'plain'])
    subprocess.run('exit 0', shell=True)
    os.system('true')
    subprocess.run([sys.executable, '-S', '-c', '0'], env={})
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        globals()[self.path[1:]]()
        self.send_response(200); self.send_header('content-length', '2'); self.end_headers()
        self.wfile.write(b'ok')
    def log_message(self, *given): pass
server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print('port', server.server_port, flush=True)
server.serve_forever()
`;

const without = <T extends RuntimeEvent>({ exchangeId: _, sequence: __, ...rest }: T) => rest;

if (pythons.length === 0) process.stderr.write('skipped: there is no Python here\n');
const each =
  pythons.length === 0
    ? describe.skip.each([{ name: 'no Python', python: '', minor: 0 }])
    : describe.each(pythons);

each('the request flow on $name', ({ python, minor }) => {
  test('is told by exchange, without secrets', async () => {
    const running = await startAgentService({
      files: { 'server.py': server },
      entry: 'server.py',
      node: python,
    });
    try {
      for (const what of ['query', 'files', 'processes'])
        expect((await running.ask(`/${what}`, `e-${what}`)).body).toBe('ok');
      const { events, dropped } = await running.channel.finish();
      const of = (kind: string) => events.filter((event) => event.kind === kind);
      const secret = expect.stringMatching(/^<redacted [0-9a-f]{16}>$/);
      const insert = {
        kind: 'query',
        system: 'sqlite',
        text: 'INSERT INTO items (name, password) VALUES (?, ?)',
      };
      // Before 3.11 a connection tells of bound values by their places.
      if (minor >= 11)
        expect(of('query').map(without)).toEqual([
          { ...insert, arguments: ['a', secret] },
          { ...insert, arguments: ['b', secret] },
          { ...insert, text: 'SELECT * FROM items WHERE id = ? AND password = ?', arguments: ['7', secret] },
        ]);
      expect(of('file').map(without)).toEqual([
        { kind: 'file', operation: 'write', path: 'one.txt' },
        { kind: 'file', operation: 'make-folder', path: 'deep' },
        { kind: 'file', operation: 'rename', path: 'one.txt', to: 'two.txt' },
        { kind: 'file', operation: 'append', path: 'two.txt' },
        { kind: 'file', operation: 'write', path: expect.stringMatching(/^<tmp>\/sg-flow-/) },
        { kind: 'file', operation: 'remove', path: expect.stringMatching(/^<tmp>\/sg-flow-/) },
      ]);
      expect(of('process').map(without)).toEqual([
        { kind: 'process', command: 'true', arguments: ['--password', secret, 'plain'], shell: false },
        { kind: 'process', command: 'exit 0', arguments: [], shell: true },
        { kind: 'process', command: 'true', arguments: [], shell: true },
        { kind: 'process', command: 'python', arguments: ['-S', '-c', '0'], shell: false },
      ]);
      expect(JSON.stringify(events)).not.toContain('hunter2');
      expect(dropped).toBe(0);
    } finally {
      await running.stop();
    }
  });
});
