import { describe, expect, test } from '@jest/globals';
import { startAgentService } from '../agent-service.ts';
import { pythons, skipWithoutPython } from '../pythons.ts';

const work = `import multiprocessing, os

def raw():
    if os.fork() == 0:
        done = 'raw fork'
        os._exit(0)
    os.wait()

def process():
    one = multiprocessing.get_context('fork').Process(target=child)
    one.start()
    one.join()

def child():
    done = 'process'

def overflow():
    try:
        deeper(1)
    except RecursionError:
        pass

def deeper(n):
    return deeper(n + 1)

def later():
    done = 'later'
`;
const server = `
import work
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        getattr(work, self.path[1:])()
        self.send_response(200); self.send_header('content-length', '0'); self.end_headers()
    def log_message(self, *given): pass
server = HTTPServer(('127.0.0.1', 0), Handler)
print('port', server.server_port, flush=True)
server.serve_forever()
`;
const lineOf = (text: string) => work.split('\n').findIndex((line) => line.includes(text)) + 1;

describe.each(pythons)('lines on $name', ({ python }) => {
  test('that a fork ran are told though it leaves without an end, and those after an overflow of the stack', async () => {
    const running = await startAgentService({
      files: { 'server.py': server, 'work.py': work },
      entry: 'server.py',
      node: python,
      channel: { coverageOf: ['work.py'], coverageByExchange: true },
    });
    try {
      for (const name of ['raw', 'process', 'overflow', 'later'])
        expect((await running.ask(`/${name}`, name)).status).toBe(200);
      const { reached = [] } = await running.channel.finish();
      const ranIn = (id: string) =>
        reached.filter(({ exchangeId }) => exchangeId === id).flatMap(({ lines }) => lines);
      expect(ranIn('raw')).toContain(lineOf("done = 'raw fork'"));
      expect(ranIn('process')).toContain(lineOf("done = 'process'"));
      expect(ranIn('later')).toContain(lineOf("done = 'later'"));
    } finally {
      await running.stop();
    }
  });
});

skipWithoutPython();
