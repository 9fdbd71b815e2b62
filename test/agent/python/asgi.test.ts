import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import type { AgentDeterminism } from '../../../src/domain/determinism.ts';
import { startAgentService } from '../agent-service.ts';
import { pythons, skipWithoutPython } from '../pythons.ts';

const instant = Date.UTC(2024, 1, 29);
const steady: AgentDeterminism = {
  ...{ clock: 'recorded', durations: 'coarse', random: 'seeded' },
  ...{ seed: 'a', startsAt: instant, shiftMs: 0 },
};

/** Answers as a server does: where the real ones are not installed. */
const listening = `
import asyncio

async def listen(app):
    async def connected(reader, writer):
        head = (await reader.readuntil(b'\\r\\n\\r\\n')).decode('latin-1').split('\\r\\n')
        pairs = [line.split(': ', 1) for line in head[1:] if line]
        headers = [(name.lower().encode(), value.encode()) for name, value in pairs]
        path = head[0].split(' ')[1]
        async def receive():
            return {'type': 'http.request', 'body': b''}
        async def send(message):
            if message['type'] == 'http.response.start':
                writer.write(b'HTTP/1.1 200 OK\\r\\nconnection: close\\r\\n\\r\\n')
            else:
                writer.write(message['body'])
        await app({'type': 'http', 'path': path, 'headers': headers}, receive, send)
        writer.close()
    server = await asyncio.start_server(connected, '127.0.0.1', 0)
    print('port', server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
`;
/** Each takes its application as the real one does, and has no more of it than that. */
const smallServer = `
from listening import listen
from uvicorn.config import Config

async def serve(app):
    config = Config(app)
    config.load()
    await listen(config.loaded_app)
`;
const hypercorns = [
  {
    which: 'hypercorn before 0.14',
    files: {
      'small.py':
        'from hypercorn.asyncio.run import worker_serve\nserve = lambda app: worker_serve(app, None)\n',
      'hypercorn/__init__.py': '',
      'hypercorn/asyncio/__init__.py': '',
      'hypercorn/asyncio/run.py':
        'from listening import listen\nasync def worker_serve(app, config):\n    await listen(app)\n',
    },
  },
  {
    which: 'hypercorn from 0.14 on',
    files: {
      'small.py': `from hypercorn.app_wrappers import WSGIWrapper
from listening import listen
async def serve(app):
    wrapped = WSGIWrapper(app)
    await listen(lambda *given: wrapped(*given, None, None))
`,
      'hypercorn/__init__.py': '',
      'hypercorn/app_wrappers.py': `class ASGIWrapper:
    def __init__(self, app):
        self.app = app
class WSGIWrapper:
    def __init__(self, app):
        self.app = app
    async def __call__(self, scope, receive, send, sync_spawn, call_soon):
        await self.app(scope, receive, send)
`,
    },
  },
];
/** Headers that cannot be changed, and a handler of requests, as those of aiohttp. */
const aiohttp = {
  'aiohttp/__init__.py': '',
  'aiohttp/web_protocol.py': `from collections import namedtuple
Message = namedtuple('Message', 'headers raw_headers')
class Headers:
    def __init__(self, pairs): self._pairs = dict(pairs)
    def get(self, name): return self._pairs.get(name)
    def copy(self): return dict(self._pairs)
class Request:
    def __init__(self, raw):
        self._headers = Headers((name.decode(), value.decode()) for name, value in raw)
        self._message = Message(self._headers, raw)
    headers = property(lambda self: self._headers)
class RequestHandler:
    async def _handle_request(self, request, start_time, handler):
        return await handler(request)
`,
  'small.py': `from aiohttp.web_protocol import Request, RequestHandler
from listening import listen
async def serve(app):
    async def answer(scope, receive, send):
        async def handler(request):
            assert request._message.headers is request.headers
            assert [name.decode() for name, _ in request._message.raw_headers] == list(request.headers.copy())
            await app({**scope, 'headers': list(request._message.raw_headers)}, receive, send)
        await RequestHandler()._handle_request(Request(tuple(scope['headers'])), 0, handler)
    await listen(answer)
`,
};
/** As uvloop does: what listens is made where Python cannot see it. */
const hiddenListening = `
import _socket, asyncio, socket
async def serve(app):
    from uvicorn.config import Config
    config = Config(app)
    config.load()
    plain = _socket.socket(); plain.bind(('127.0.0.1', 0)); plain.listen()
    print('port', plain.getsockname()[1], flush=True)
    await asyncio.sleep(60)
`;
const uvicornConfig = `
class Config:
    def __init__(self, app):
        self.app = app
    def load(self):
        self.loaded_app = self.app
`;
const realServer = `
import asyncio, socket, uvicorn
async def serve(app):
    line = socket.socket(); line.bind(('127.0.0.1', 0)); line.listen()
    print('port', line.getsockname()[1], flush=True)
    await uvicorn.Server(uvicorn.Config(app, log_level='error')).serve(sockets=[line])
`;
const app = `
import asyncio, json, random, time, small
async def inner(seconds):
    await asyncio.sleep(seconds)
    return [time.time(), random.random()]
async def app(scope, receive, send):
    names = [name.decode() for name, _ in scope['headers']]
    seen = await asyncio.gather(inner(0.05), inner(0.01))
    body = json.dumps({'names': names, 'seen': seen, 'own': time.time()}).encode()
    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-length', str(len(body)).encode())]})
    await send({'type': 'http.response.body', 'body': body})
asyncio.run(small.serve(app))
`;

describe.each(pythons)('ASGI on $name', ({ python }) => {
  test('requests side by side are each answered in their own exchange, and so is what they wait for', async () => {
    const isReal = spawnSync(python, ['-c', 'import uvicorn']).status === 0;
    if (!isReal) process.stderr.write(`${python} has no uvicorn: a small server stands for it\n`);
    const standIn = { 'uvicorn/__init__.py': '', 'uvicorn/config.py': uvicornConfig };
    const files = {
      'app.py': app,
      'small.py': isReal ? realServer : smallServer,
      ...(isReal ? {} : { ...standIn, 'listening.py': listening }),
    };
    const running = await startAgentService({
      files,
      entry: 'app.py',
      node: python,
      channel: { determinism: steady, agentLimits: { memoryIntervalMs: 1 } },
    });
    try {
      const ask = async (id: string, at: number) =>
        JSON.parse((await running.ask('/', id, undefined, instant + at)).body);
      const [first, second] = await Promise.all([ask('e1', 60_000), ask('e2', 120_000)]);
      for (const [{ seen, own, names }, at] of [
        [first, 60],
        [second, 120],
      ] as const) {
        expect(own).toBe(instant / 1000 + at);
        expect(seen.map(([now]: readonly number[]) => now)).toEqual([own, own]);
        expect(names.filter((name: string) => name.includes('shadowgate'))).toEqual([]);
      }
      expect(first.seen[0][1]).not.toBe(second.seen[0][1]);
      expect((await ask('e1', 60_000)).seen).toEqual(first.seen);
      const { events } = await running.channel.finish();
      expect(events.filter(({ exchangeId }) => exchangeId !== '')).not.toEqual([]);
    } finally {
      await running.stop();
    }
  });

  const others = [...hypercorns, { which: 'aiohttp', files: aiohttp }];
  test.each(others)('$which: a request is in its exchange, untagged', async ({ files }) => {
    const running = await startAgentService({
      files: { 'app.py': app, 'listening.py': listening, ...files },
      entry: 'app.py',
      node: python,
      channel: { determinism: steady },
    });
    try {
      const { names, own } = JSON.parse((await running.ask('/', 'e1', undefined, instant + 60_000)).body);
      expect(own).toBe(instant / 1000 + 60);
      expect(names.filter((name: string) => name.includes('shadowgate'))).toEqual([]);
    } finally {
      await running.stop();
    }
  });

  test('a server that listens where Python cannot see it says hello before its first request', async () => {
    const files = {
      'app.py': app,
      'small.py': hiddenListening,
      'uvicorn/__init__.py': '',
      'uvicorn/config.py': uvicornConfig,
    };
    const running = await startAgentService({ files, entry: 'app.py', node: python });
    try {
      expect(await running.channel.untilConnected(20_000)).toBe(true);
    } finally {
      await running.stop();
    }
  });
});

skipWithoutPython();
