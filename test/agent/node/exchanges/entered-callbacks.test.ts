import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { type AgentService, nodes, startAgentService } from '../../agent-service.ts';

// covers: entered-callbacks.cjs

/** With `bytes` the service looks at what comes in itself: Node then hands it to its parser by a function, in a callback of the connection. */
const serviceOf = (bytes: boolean) => `
const http = require('node:http');
const log = [];
const inner = http.createServer((request, response) => {
  seen('inner ' + request.url);
  response.end();
});
const server = http.createServer((request, response) => {
  seen('begin ' + request.url);
  if (request.url === '/outer') {
    inner.emit('request', request, response);
    seen('after inner');
    return;
  }
  request.on('data', () => seen('data ' + request.url));
  request.on('end', () => {
    seen('end ' + request.url);
    setImmediate(() => {
      seen('later ' + request.url);
      response.end('answer;');
    });
  });
});
server.on('connection', (socket) => {
  setImmediate(() => seen('connected'));
  if (${bytes}) socket.on('data', () => seen('bytes'));
});
function seen(where) { log.push(where); }
server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));
`;

const lines = serviceOf(true).split('\n');
const line = lines.findIndex((text) => text.startsWith('function seen')) + 1;
const column = (lines[line - 1] ?? '').indexOf('log.push') + 1;
const place = { file: 'server.cjs', line, column, statementLine: line, statement: 'log.push(where);' };
const probes = [{ id: 'p001', names: ['where'], ...place }];

describe.each(nodes)('what a callback of Node entered on $name', ({ node }) => {
  test.each([false, true])('is left with it, on one connection (bytes are looked at: %s)', async (bytes) => {
    const suspects = ['e-first', 'e-third', 'e-outer'];
    const running = await startAgentService({
      files: { 'server.cjs': serviceOf(bytes) },
      entry: 'server.cjs',
      node,
      channel: { probes, suspects, agentLimits: { backgroundHits: 100 } },
    });
    try {
      const packet = [
        requestText('/first', 'e-first', 'some body'),
        requestText('/second', null, 'some body'),
        requestText('/third', 'e-third', 'some body'),
      ].join('');
      await sendPacket(running, packet, 3);
      await running.ask('/outer', 'e-outer');
      const { hits } = await running.channel.finish();
      const seenIn = (id: string) =>
        hits.filter(({ exchangeId }) => exchangeId === id).map(({ values }) => values['where']?.text);
      const all = (path: string) => ['begin', 'data', 'end', 'later'].map((step) => `${step} ${path}`);
      expect(seenIn('e-first')).toEqual(all('/first'));
      expect(seenIn('e-third')).toEqual(all('/third'));
      expect(seenIn('e-outer')).toEqual(['begin /outer', 'inner /outer', 'after inner']);
      expect(seenIn('').filter((where) => where !== 'connected' && where !== 'bytes')).toEqual(
        all('/second'),
      );
      expect(seenIn('').includes('bytes')).toBe(bytes);
      expect(seenIn('')).toContain('connected');
    } finally {
      await running.stop();
    }
  });
});

function requestText(path: string, exchangeId: string | null, body: string): string {
  const tag = exchangeId === null ? '' : `x-shadowgate-exchange: ${exchangeId}\r\n`;
  return `POST ${path} HTTP/1.1\r\nHost: service\r\n${tag}Content-Length: ${body.length}\r\n\r\n${body}`;
}

/** All requests at once: Node reads them in one go. Waits for so many answers. */
async function sendPacket(running: AgentService, packet: string, answers: number): Promise<void> {
  const [, port] = /port (\d+)/.exec(running.output()) ?? [];
  const socket = connect({ port: Number(port), host: '127.0.0.1' }).setEncoding('latin1');
  socket.write(packet);
  let text = '';
  while (text.split('answer;').length <= answers) text += (await once(socket, 'data'))[0];
  socket.destroy();
}
