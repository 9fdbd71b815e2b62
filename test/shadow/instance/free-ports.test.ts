import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { findFreePorts } from '../../../src/shadow/instance/free-ports.ts';

test('free ports are distinct and can be listened on', async () => {
  const ports = await findFreePorts(20);
  expect(new Set(ports).size).toBe(20);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(ports[0], '127.0.0.1', resolve);
  });
  await new Promise((resolve) => server.close(resolve));
});
