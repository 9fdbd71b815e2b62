import { afterEach, describe, expect, test } from '@jest/globals';
import { type Connections, openConnections } from '../../src/replay/connections.ts';
import { sendRequest } from '../../src/replay/send-request.ts';
import { type Arrival, answerBytes, type ByteServer, startByteServer } from './support/byte-server.ts';
import { startLoggingServer } from './support/logging-server.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function connect(origin: string): Connections {
  const connections = openConnections(origin);
  cleanUps.push(() => connections.close());
  return connections;
}

async function serve(speak: (arrival: Arrival) => void): Promise<{ server: ByteServer; to: Connections }> {
  const server = await startByteServer(speak);
  cleanUps.push(server.stop);
  return { server, to: connect(server.origin) };
}

/** Status, or the reason of the failure, and `again` when it was sent twice. */
async function send(connections: Connections, method: string, target = '/'): Promise<string> {
  const request = { method, target, headers: [], body: Buffer.alloc(0) };
  const ending = new AbortController().signal;
  let again = '';
  const outcome = await sendRequest(request, {
    connections,
    writes: method !== 'GET',
    timeoutMs: 5000,
    ending,
    tag: null,
    onSentAgain: () => {
      again += ' again';
    },
  });
  return `${outcome.kind === 'failed' ? outcome.reason : outcome.status}${again}`;
}

/** Answers the first request of a connection and takes that connection for idle, whatever arrives on it later. */
const closesWhenIdle = ({ socket, nth }: Arrival) => {
  if (nth === 1) answerBytes(socket);
  else socket.destroy();
};

describe('an idle connection that the service closes just as a request leaves', () => {
  test('a read is sent again on a connection of its own, once', async () => {
    const { server, to } = await serve(closesWhenIdle);
    expect(await send(to, 'GET', '/1')).toBe('200');
    expect(await send(to, 'GET', '/2')).toBe('200 again');
    expect(server.arrived).toEqual(['GET /1 on 1', 'GET /2 on 1', 'GET /2 on 2']);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s never travels on one', async (method) => {
    const { server, to } = await serve(closesWhenIdle);
    expect(await send(to, 'GET', '/1')).toBe('200');
    expect(await send(to, method, '/2')).toBe('200');
    expect(await send(to, method, '/3')).toBe('200');
    expect(server.arrived).toEqual(['GET /1 on 1', `${method} /2 on 2`, `${method} /3 on 3`]);
  });

  test('a service that closes each connection right after its answer, at whatever moment, loses nothing', async () => {
    const server = await startLoggingServer(({ socket }, _body, response) => {
      response.on('finish', () => setImmediate(() => socket.destroy()));
      response.end('ok');
    });
    cleanUps.push(server.stop);
    const to = connect(server.origin);
    const outcomes = new Set<string>();
    for (let at = 0; at < 150; at += 1) outcomes.add(await send(to, at % 5 === 0 ? 'POST' : 'GET', `/${at}`));
    expect([...outcomes].map((outcome) => outcome.replace(' again', ''))).not.toContain('connection-lost');
    expect(new Set(server.seen.map(({ target }) => target)).size).toBe(150);
    expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(30);
  });
});

describe('a service that drops requests is reported', () => {
  const dropsAll = ({ socket }: Arrival) => socket.destroy();
  const dropsBad = ({ socket, start }: Arrival) => {
    if (start.endsWith('/bad')) socket.destroy();
    else answerBytes(socket);
  };

  test.each(['GET', 'POST'])('%s on a new connection: seen once', async (method) => {
    const { server, to } = await serve(dropsAll);
    expect(await send(to, method)).toBe('connection-lost');
    expect(server.arrived).toHaveLength(1);
  });

  test.each([
    ['GET', 'connection-lost again', 2],
    ['POST', 'connection-lost', 1],
  ])('%s after good answers: %s', async (method, outcome, times) => {
    const { server, to } = await serve(dropsBad);
    expect(await send(to, 'GET', '/good')).toBe('200');
    expect(await send(to, method, '/bad')).toBe(outcome);
    expect(server.arrived.filter((line) => line.includes('/bad'))).toHaveLength(times);
  });

  test('one byte of an answer is enough to know that it was no idle connection', async () => {
    const { server, to } = await serve(({ socket, nth }) => {
      if (nth === 1) answerBytes(socket);
      else socket.end('H');
    });
    expect(await send(to, 'GET')).toBe('200');
    expect(await send(to, 'GET')).toBe('connection-lost');
    expect(server.arrived).toHaveLength(2);
  });

  test('a service that is gone refuses the new connection', async () => {
    const { server, to } = await serve(({ socket }) => answerBytes(socket));
    expect(await send(to, 'GET')).toBe('200');
    await server.stop();
    expect(await send(to, 'GET')).toMatch(/^connection-refused/);
  });
});

describe('which connection a request gets', () => {
  test.each([
    ['nothing is said', [], 'GET / on 1'],
    ['the service says close', ['Connection: close'], 'GET / on 2'],
    ['the service waits no longer than a second', ['Keep-Alive: timeout=1'], 'GET / on 2'],
    ['the service waits for five seconds', ['Keep-Alive: timeout=5'], 'GET / on 1'],
  ])('%s', async (_name, lines, second) => {
    const { server, to } = await serve(({ socket }) => answerBytes(socket, ...lines));
    expect(await send(to, 'GET')).toBe('200');
    expect(await send(to, 'GET')).toBe('200');
    expect(server.arrived).toEqual(['GET / on 1', second]);
  });

  test('requests under way at once have one each, and those after them use these', async () => {
    const { server, to } = await serve(({ socket }) => answerBytes(socket));
    await Promise.all([send(to, 'GET'), send(to, 'GET'), send(to, 'GET')]);
    await Promise.all([send(to, 'GET'), send(to, 'GET'), send(to, 'GET')]);
    expect([...server.arrived].sort()).toEqual([1, 1, 2, 2, 3, 3].map((number) => `GET / on ${number}`));
  });

  test('a write ends the idle ones, and what is read next uses its own', async () => {
    const { server, to } = await serve(({ socket }) => answerBytes(socket));
    await Promise.all([send(to, 'GET'), send(to, 'GET')]);
    await send(to, 'POST');
    await send(to, 'GET');
    expect(server.arrived.slice(2)).toEqual(['POST / on 3', 'GET / on 3']);
  });
});
