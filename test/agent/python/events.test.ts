import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import type { RuntimeEvent } from '../../../src/domain/runtime-snapshot.ts';
import { startAgentService } from '../agent-service.ts';
import { pythons, skipWithoutPython } from '../pythons.ts';

const server = `
import http.client, json, os, threading, urllib.request, work
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = 200, 'ok'
        try:
            body = getattr(work, self.path[1:])()
        except work.Own as error:
            status, body = 500, 'failed'
        body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header('content-length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *given): pass
server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
print('port', server.server_port, flush=True)
server.serve_forever()
`;
const work = `
import http.client, json, logging, os, threading, traceback, urllib.error, urllib.request
class Own(LookupError):
    def __str__(self):
        raise RuntimeError('a message was asked for')
def swallow():
    try:
        inner() # swallowed
    except KeyError:
        pass
    return [one for one in iter([1, 2])]
def inner():
    given = 1
    return {}['mail@example.com']
def many():
    for _ in range(30):
        try: inner()
        except KeyError: pass
def log():
    try: inner()
    except KeyError: logging.getLogger('work').exception('it failed')
def print():
    try: inner()
    except KeyError: traceback.print_exc()
def leave():
    raised()
def raised():
    inner()
def fail():
    try:
        inner()
    except KeyError as error:
        raise Own('no such thing') from error
def library():
    try:
        json.loads('{')
    except ValueError:
        return 'bad json'
def uncaught():
    thread = threading.Thread(target=inner)
    thread.start(); thread.join()
def call():
    with urllib.request.urlopen(os.environ['OTHER'] + '/found?token=hush&page=1') as answer:
        seen = json.load(answer)
    try:
        urllib.request.urlopen(os.environ['OTHER'] + '/lost')
    except urllib.error.HTTPError as error:
        return [seen, error.code]
def refused():
    connection = http.client.HTTPConnection('127.0.0.1', 1, timeout=5)
    try:
        connection.request('PUT', '/x')
    except OSError:
        return 'refused'
`;

const lineOf = (text: string) => `work.py:${work.split('\n').findIndex((line) => line.includes(text)) + 1}`;

async function run(
  python: string,
  requests: readonly string[],
  {
    thrownErrors = false,
    ...env
  }: { thrownErrors?: boolean; OTHER?: string; SHADOWGATE_OUTBOUND?: string } = {},
) {
  const running = await startAgentService({
    files: { 'server.py': server, 'work.py': work },
    entry: 'server.py',
    node: python,
    env,
    channel: { thrownErrors },
  });
  try {
    const answers = [];
    for (const name of requests) {
      const answer = await running.ask(`/${name}`, name).catch(() => null);
      answers.push(answer === null ? null : JSON.parse(answer.body));
    }
    const { events } = await running.channel.finish();
    return { answers, events };
  } finally {
    await running.stop();
  }
}

const seen = (events: readonly RuntimeEvent[], kind: 'error' | 'throw', id: string) =>
  events.flatMap((event) => (event.kind === kind && event.exchangeId === id ? [event] : []));

describe.each(pythons)('what happens beside on $name', ({ python }) => {
  test('every throw is told once, where the service saw it first, with the variables it went through', async () => {
    const { events } = await run(python, ['swallow', 'fail', 'library', 'many'], { thrownErrors: true });
    const inner = lineOf("return {}['mail");
    const throws = (id: string) => seen(events, 'throw', id);
    expect(throws('swallow')).toEqual([
      expect.objectContaining({
        class: 'KeyError',
        message: expect.stringMatching(/^<redacted [0-9a-f]{16}>$/),
        at: inner,
        frames: [
          { at: inner, function: 'inner', values: { given: { type: 'number', text: '1' } } },
          expect.objectContaining({ at: lineOf('inner() # swallowed'), function: 'swallow' }),
          expect.objectContaining({ function: 'do_GET' }),
        ],
      }),
    ]);
    expect(throws('fail')).toMatchObject([{ class: 'KeyError' }, { class: 'Own', message: 'no such thing' }]);
    expect(throws('library')).toMatchObject([{ class: 'JSONDecodeError', at: lineOf("json.loads('{')") }]);
    expect(throws('many')).toHaveLength(20);
    expect(throws('many').map((one) => 'frames' in one && one.frames[0]?.reason)).toEqual([
      // Two of the three that this place has room for were spent before.
      undefined,
      ...Array(19).fill('budget'),
    ]);
    expect(events.filter(({ kind }) => kind === 'throws-unwatched')).toMatchObject([{ exchangeId: 'many' }]);
    expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
  });

  test('errors that are logged, printed, left to the server or caught by nobody are told in every run', async () => {
    const { events } = await run(python, ['log', 'print', 'leave', 'uncaught', 'swallow']);
    const inner = lineOf("return {}['mail");
    for (const [id, caught] of [
      ['log', true],
      ['print', true],
      ['leave', true],
      ['uncaught', false],
    ] as const)
      expect([id, seen(events, 'error', id)]).toMatchObject([id, [{ class: 'KeyError', at: inner, caught }]]);
    expect(seen(events, 'error', 'swallow')).toEqual([]);
    expect(events.filter(({ kind }) => kind === 'throw')).toEqual([]);
  });

  test('calls are told with their status and redacted, and bear their exchange where something stands in', async () => {
    const tags: unknown[] = [];
    const other = createServer((request, response) => {
      tags.push(request.headers['x-shadowgate-exchange'] ?? null);
      response.statusCode = request.url?.startsWith('/found') ? 200 : 404;
      response.end('1');
    });
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    try {
      const { port } = other.address() as AddressInfo;
      const origin = `http://127.0.0.1:${port}`;
      const plain = await run(python, ['call', 'refused'], { OTHER: origin });
      expect(plain.answers).toEqual([[1, 404], 'refused']);
      const calls = plain.events.filter(({ kind }) => kind === 'outbound-call');
      expect(calls).toMatchObject([
        { exchangeId: 'call', method: 'GET', status: 200 },
        { exchangeId: 'call', method: 'GET', url: `${origin}/lost`, status: 404 },
        { exchangeId: 'refused', method: 'PUT', url: 'http://127.0.0.1:1/x' },
      ]);
      expect(calls[0]).toMatchObject({
        url: expect.stringMatching(/\/found\?token=<[0-9a-f]{8}>&page=<[0-9a-f]{8}>$/),
      });
      expect(calls[2]).not.toHaveProperty('status');
      expect(tags).toEqual([null, null]);
      await run(python, ['call'], { OTHER: origin, SHADOWGATE_OUTBOUND: `127.0.0.1:${port}` });
      expect(tags.slice(2)).toEqual(['call', 'call']);
    } finally {
      other.close();
    }
  });
});

skipWithoutPython();
