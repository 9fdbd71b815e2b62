import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { listeningPorts } from '../../../src/shadow/instance/listening-ports.ts';

const hasProc = existsSync('/proc/net/tcp');
if (!hasProc) process.stdout.write('listening-ports: skipped, this system has no /proc/net/tcp\n');

(hasProc ? test : test.skip)('the ports of a process are found while it listens', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(listeningPorts([process.pid])).toContain(port);
  expect(listeningPorts([])).toEqual([]);
  await new Promise((resolve) => server.close(resolve));
  expect(listeningPorts([process.pid])).not.toContain(port);
});
