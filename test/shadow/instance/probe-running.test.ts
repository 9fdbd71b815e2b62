import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import { probeRunning } from '../../../src/shadow/instance/probe-running.ts';

const probe = (origin: string, signal = new AbortController().signal) =>
  probeRunning({
    role: 'baseline',
    build: { kind: 'running', label: 'url', origin: new URL(origin) },
    signal,
  });

test('a service that runs is taken as it is, and is asked nothing', async () => {
  let requests = 0;
  const server = createServer(() => {
    requests += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const instance = await probe(`http://127.0.0.1:${port}/ignored`);
  expect(instance).toMatchObject({
    role: 'baseline',
    label: 'url',
    origin: `http://127.0.0.1:${port}`,
    folder: null,
    startMs: 0,
    identity: [`127.0.0.1:${port}`, String(port)],
  });
  expect(instance.isAlive()).toBe(true);
  expect(instance.cpuMs()).toBeNull();
  expect(requests).toBe(0);
  await new Promise((resolve) => server.close(resolve));
  await expect(probe(`http://127.0.0.1:${port}`, AbortSignal.timeout(50))).rejects.toMatchObject({
    name: 'AbortError',
  });
});
