import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { findFreePorts } from '../../../src/shadow/instance/free-ports.ts';
import { type ReadyRequest, waitUntilReady } from '../../../src/shadow/instance/wait-until-ready.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function listen(listener: RequestListener, host = '127.0.0.1', port = 0): Promise<number> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  open.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return (server.address() as AddressInfo).port;
}

const ask = (port: number, changes: Partial<ReadyRequest> = {}) =>
  waitUntilReady({
    hosts: ['127.0.0.1', '::1'],
    port,
    path: null,
    timeoutMs: 10_000,
    hasExited: () => false,
    isForeign: () => false,
    signal: new AbortController().signal,
    connect: null,
    ...changes,
  });

const status =
  (code: number): RequestListener =>
  (_, response) => {
    response.statusCode = code;
    response.end();
  };

describe('waiting until a service is ready', () => {
  test('without a path ends with an open port, and sends no request', async () => {
    let requests = 0;
    const port = await listen(() => {
      requests += 1;
    });
    expect(await ask(port)).toEqual({ kind: 'ready', host: '127.0.0.1' });
    expect(requests).toBe(0);
  });

  test.each([[200], [302], [404], [499]])('counts an answer %i as ready', async (code) => {
    expect(await ask(await listen(status(code)), { path: '/health' })).toMatchObject({ kind: 'ready' });
  });

  test('asks on while the answer is 500 or above', async () => {
    let asked = 0;
    const port = await listen((_, response) => {
      asked += 1;
      response.statusCode = asked < 4 ? 503 : 200;
      response.end();
    });
    expect(await ask(port, { path: '/' })).toMatchObject({ kind: 'ready' });
    expect(asked).toBe(4);
  });

  test('waits for a port that opens later', async () => {
    const [port = 0] = await findFreePorts(1);
    const waiting = ask(port);
    await listen(status(200), '127.0.0.1', port);
    expect(await waiting).toMatchObject({ kind: 'ready' });
  });

  test('finds a service on the other loopback address', async () => {
    const port = await listen(status(200), '::1').catch(() => null);
    if (port === null) {
      process.stdout.write('wait-until-ready: no IPv6 here, one row not checked\n');
      return;
    }
    expect(await ask(port, { path: '/' })).toEqual({ kind: 'ready', host: '::1' });
  });

  test.each([
    ['a closed port', null, 'connection refused'],
    ['a failing path', 503, 'GET /health: answered 503'],
  ])('names the last probe of %s when the time is over', async (_, code, lastProbe) => {
    const [free = 0] = await findFreePorts(1);
    const port = code === null ? free : await listen(status(code));
    expect(await ask(port, { path: '/health', timeoutMs: 50 })).toEqual({ kind: 'not-ready', lastProbe });
  });

  test('ends at once when the service has ended', async () => {
    const [port = 0] = await findFreePorts(1);
    expect(await ask(port, { hasExited: () => true })).toMatchObject({ kind: 'exited' });
  });

  test('does not take the answer of another program for readiness', async () => {
    const port = await listen(status(200));
    expect(await ask(port, { isForeign: () => true, timeoutMs: 50 })).toEqual({
      kind: 'not-ready',
      lastProbe: 'the port is held by another program',
    });
  });

  test('can be interrupted', async () => {
    const [port = 0] = await findFreePorts(1);
    await expect(ask(port, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
