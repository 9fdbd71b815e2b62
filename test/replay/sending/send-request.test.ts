import { afterEach, describe, expect, test } from '@jest/globals';
import { type Arrival, answerBytes } from '../support/byte-server.ts';
import { createSending, reasonOf, send, sendCounting } from '../support/sending.ts';

describe.each(['prepared-bytes', 'general-client'] as const)('%s', (lane) => {
  const { serve, serveBytes, end } = createSending(lane);
  afterEach(end);

  describe('what goes out', () => {
    test('method, target and header lines as recorded, the length computed anew', async () => {
      const { server, to } = await serve((_request, _body, response) => response.end());
      await send(to, {
        method: 'PATCH',
        target: '/a%2Fb?x=%20&x',
        headers: [
          ['Host', 'shop.test'],
          ['X-One', '1'],
          ['x-ONE', '2'],
          ['Content-Length', '99'],
          ['Content-Type', 'text/plain'],
        ],
        body: Buffer.from('hello'),
      });
      const [seen] = server.seen;
      expect(seen).toMatchObject({ method: 'PATCH', target: '/a%2Fb?x=%20&x', body: 'hello' });
      expect(seen?.headers).toEqual([
        'host',
        'shop.test',
        'connection',
        'keep-alive',
        'X-One',
        '1',
        'x-ONE',
        '2',
        'Content-Type',
        'text/plain',
        'content-length',
        '5',
      ]);
    });

    test('a GET keeps its body', async () => {
      const { server, to } = await serve((_request, _body, response) => response.end());
      await send(to, { body: Buffer.from('{"query":1}') });
      expect(server.seen[0]?.body).toBe('{"query":1}');
    });

    test('the id of the exchange, when an agent waits for it', async () => {
      const { server, to } = await serve((_request, _body, response) => response.end());
      await send(to, {}, { tag: { exchangeId: 'x000007', startedAt: 1_700_000_000_123 } });
      expect(server.seen[0]?.headers).toEqual(expect.arrayContaining(['x000007', '1700000000123']));
    });

    test('requests that cannot be sent are told, and cost no connection', async () => {
      const { to } = await serve((_request, _body, response) => response.end('ok'));
      for (const target of ['*', '/a b', '/a b', '/a b']) {
        expect(await send(to, { target })).toMatchObject({ kind: 'failed', reason: 'not-sent' });
      }
      expect(reasonOf(await send(to))).toBe('200');
    });
  });

  /** Answers the first request of a connection and takes that connection for idle, whatever arrives on it later. */
  const closesWhenIdle = ({ socket, nth }: Arrival) => {
    if (nth === 1) answerBytes(socket);
    else socket.destroy();
  };

  describe('an idle connection that the service closes just as a request leaves', () => {
    test('a read is sent again on a connection of its own, once', async () => {
      const { server, to } = await serveBytes(closesWhenIdle);
      expect(await sendCounting(to, 'GET', '/1')).toBe('200');
      expect(await sendCounting(to, 'GET', '/2')).toBe('200 again');
      expect(server.arrived).toEqual(['GET /1 on 1', 'GET /2 on 1', 'GET /2 on 2']);
    });

    test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('%s never travels on one', async (method) => {
      const { server, to } = await serveBytes(closesWhenIdle);
      expect(await sendCounting(to, 'GET', '/1')).toBe('200');
      expect(await sendCounting(to, method, '/2')).toBe('200');
      expect(await sendCounting(to, method, '/3')).toBe('200');
      expect(server.arrived).toEqual(['GET /1 on 1', `${method} /2 on 2`, `${method} /3 on 3`]);
    });

    test('a service that closes each connection right after its answer, at whatever moment, loses nothing', async () => {
      const { server, to } = await serve(({ socket }, _body, response) => {
        response.on('finish', () => setImmediate(() => socket.destroy()));
        response.end('ok');
      });
      const outcomes = new Set<string>();
      for (let at = 0; at < 150; at += 1)
        outcomes.add(await sendCounting(to, at % 5 === 0 ? 'POST' : 'GET', `/${at}`));
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
      const { server, to } = await serveBytes(dropsAll);
      expect(await sendCounting(to, method)).toBe('connection-lost');
      expect(server.arrived).toHaveLength(1);
    });

    test.each([
      ['GET', 'connection-lost again', 2],
      ['POST', 'connection-lost', 1],
    ])('%s after good answers: %s', async (method, outcome, times) => {
      const { server, to } = await serveBytes(dropsBad);
      expect(await sendCounting(to, 'GET', '/good')).toBe('200');
      expect(await sendCounting(to, method, '/bad')).toBe(outcome);
      expect(server.arrived.filter((line) => line.includes('/bad'))).toHaveLength(times);
    });

    test('one byte of an answer is enough to know that it was no idle connection', async () => {
      const { server, to } = await serveBytes(({ socket, nth }) => {
        if (nth === 1) answerBytes(socket);
        else socket.end('H');
      });
      expect(await sendCounting(to, 'GET')).toBe('200');
      expect(await sendCounting(to, 'GET')).toBe('connection-lost');
      expect(server.arrived).toHaveLength(2);
    });

    test('a service that is gone lost the request: nobody knows whether that ended it', async () => {
      const { server, to } = await serveBytes(({ socket }) => answerBytes(socket));
      expect(await sendCounting(to, 'GET')).toBe('200');
      await server.stop();
      expect(await sendCounting(to, 'GET')).toBe('connection-lost again');
    });
  });
});
