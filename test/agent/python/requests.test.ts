import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { AgentDeterminism } from '../../../src/domain/determinism.ts';
import { startAgentService } from '../agent-service.ts';
import { pythons, skipWithoutPython } from '../pythons.ts';

const instant = Date.UTC(2024, 1, 29);
const steady: AgentDeterminism = {
  ...{ clock: 'recorded', durations: 'coarse', random: 'seeded' },
  ...{ seed: 'a', startsAt: instant, shiftMs: 0 },
};

const plainServer = `
import json, time
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_GET(self):
        body = json.dumps({'names': [name.lower() for name in self.headers], 'now': time.time()}).encode()
        self.send_response(200)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *given): pass
server = HTTPServer(('127.0.0.1', 0), Handler)
print('port', server.server_port, flush=True)
server.serve_forever()
`;

const wsgiServer = `
import json, time
from wsgiref.simple_server import WSGIRequestHandler, make_server
class Quiet(WSGIRequestHandler):
    def log_message(self, *given): pass
def app(environ, start_response):
    names = [name[5:].lower().replace('_', '-') for name in environ if name.startswith('HTTP_')]
    start_response('200 OK', [('content-type', 'application/json')])
    yield json.dumps({'names': names, 'now': time.time()}).encode()
server = make_server('127.0.0.1', 0, app, handler_class=Quiet)
print('port', server.server_port, flush=True)
server.serve_forever()
`;

const flaskServer = `
import json, time
from flask import Flask, request
from werkzeug.serving import make_server
app = Flask(__name__)
@app.get('/')
def index():
    return json.dumps({'names': [name.lower() for name in request.headers.keys()], 'now': time.time()})
server = make_server('127.0.0.1', 0, app, threaded=True)
print('port', server.port, flush=True)
server.serve_forever()
`;

describe.each(pythons)('requests on $name', ({ python }) => {
  test.each([
    ['http.server', plainServer, null],
    ['WSGI', wsgiServer, null],
    ['Flask', flaskServer, 'flask'],
  ])(
    '%s: a tagged request is answered in its exchange, and the service sees no tag',
    async (_name, source, needs) => {
      if (needs !== null && spawnSync(python, ['-c', `import ${needs}`]).status !== 0) {
        process.stderr.write(`skipped: ${python} has no ${needs}\n`);
        return;
      }
      const running = await startAgentService({
        files: { 'server.py': source },
        entry: 'server.py',
        node: python,
        channel: { determinism: steady, agentLimits: { memoryIntervalMs: 1 } },
      });
      try {
        const answers = [];
        for (const [at, id] of ['e1', 'e2'].entries())
          answers.push(JSON.parse((await running.ask('/', id, undefined, instant + at * 60_000)).body));
        expect(answers.map(({ now }) => now)).toEqual([instant / 1000, instant / 1000 + 60]);
        for (const { names } of answers) {
          expect(names).toContain('authorization');
          expect(names.filter((name: string) => name.includes('shadowgate'))).toEqual([]);
        }
        const plain = JSON.parse((await running.ask('/')).body);
        expect(plain.now).toBe(instant / 1000);
        const snapshot = await running.channel.finish();
        expect(snapshot).toMatchObject({ agent: 'connected', dropped: 0 });
        const memory = snapshot.events.filter(({ kind }) => kind === 'memory');
        // Exchanges that end within one interval share a sample: certain are the first one's, and the one at the end.
        expect(['e1', 'e2']).toContain(memory[0]?.exchangeId);
        expect(memory.at(-1)?.exchangeId).toBe('');
        expect(running.output()).not.toMatch(/Traceback|Error/);
      } finally {
        await running.stop();
      }
    },
  );

  test('garbage is collected and told when the gate asks', async () => {
    const running = await startAgentService({
      files: { 'server.py': plainServer },
      entry: 'server.py',
      node: python,
    });
    try {
      expect(await running.channel.measureMemory(3, 5_000)).toBe(true);
      const { events } = await running.channel.finish();
      expect(events).toContainEqual(
        expect.objectContaining({ kind: 'memory', point: 3, collected: true, handles: { Thread: 1 } }),
      );
    } finally {
      await running.stop();
    }
  });

  test('a plan that cannot be read is said, a gate that is gone is not minded', async () => {
    for (const env of [{ SHADOWGATE_AGENT_PLAN: 'plan.json' }, { SHADOWGATE_AGENT_SOCKET: '/nowhere/s' }]) {
      const running = await startAgentService({
        files: { 'server.py': plainServer, 'plan.json': '{"version":9}' },
        entry: 'server.py',
        node: python,
        env,
      });
      try {
        expect((await running.ask('/', 'e1')).status).toBe(200);
        const isTold = 'SHADOWGATE_AGENT_PLAN' in env;
        expect((await running.channel.finish()).agent).toBe(isTold ? 'connected' : 'absent');
      } finally {
        await running.stop();
      }
    }
  });

  test('a sitecustomize of the service runs all the same, and a program without a server is left alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sg-site-'));
    try {
      writeFileSync(join(folder, 'sitecustomize.py'), 'print("own")');
      const program = 'import sys; print([path for path in sys.path if "agent/python" in path])';
      const { stdout, stderr, status } = spawnSync(python, ['-c', program], {
        encoding: 'utf8',
        env: {
          ...process.env,
          PYTHONPATH: [resolve('src/agent/python'), folder].join(delimiter),
          SHADOWGATE_AGENT_PLAN: '/nowhere/plan.json',
          SHADOWGATE_AGENT_SOCKET: '/nowhere/s',
        },
      });
      expect([status, stdout, stderr]).toEqual([0, 'own\n[]\n', '']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

skipWithoutPython();
