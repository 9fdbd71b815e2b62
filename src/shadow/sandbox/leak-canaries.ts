import { createHash, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer, type ListenOptions } from 'node:net';
import { join } from 'node:path';
import { findProcess } from '../processes/find-processes.ts';

/** What the leak probe gets as its argument; leak-probe.cjs reads it. */
export type ProbePlan = {
  readonly token: string;
  readonly gate: { readonly pid: number; readonly startTicks: string; readonly environment: string };
  readonly tcpPort: number;
  /** Null on a machine without IPv6. */
  readonly tcp6Port: number | null;
  readonly udpPort: number;
  readonly dnsPort: number;
  readonly unixSocket: string;
  readonly abstractSocket: string;
};

/** What must not be reached, set up outside for the time of the probe. */
export type Canaries = {
  readonly plan: ProbePlan;
  /** Ways out on which something arrived that the probe itself cannot know of. */
  heard(): readonly string[];
  close(): Promise<void>;
};

type Open = { readonly port: number; close(): Promise<void> };

/** Listens in every way in which something outside can be talked to. `folder` is the gate's own. */
export async function openCanaries(folder: string): Promise<Canaries> {
  const token = `shadowgate-${randomBytes(8).toString('hex')}`;
  const heard = new Set<string>();
  const unixSocket = join(folder, 'canary.sock');
  const [tcp, tcp6, unix, abstract, udp, dns] = await Promise.all([
    listen({ port: 0, host: '127.0.0.1' }),
    listen({ port: 0, host: '::1' }).catch(() => null),
    listen({ path: unixSocket }),
    listen({ path: `\0${token}` }),
    hear(() => heard.add('UDP')),
    hear(() => heard.add('DNS')),
  ]);
  const environment = createHash('sha256').update(readFileSync('/proc/self/environ')).digest('hex');
  const startTicks = findProcess(process.pid)?.startTicks ?? '';
  return {
    plan: {
      token,
      gate: { pid: process.pid, startTicks, environment },
      tcpPort: tcp.port,
      tcp6Port: tcp6?.port ?? null,
      udpPort: udp.port,
      dnsPort: dns.port,
      unixSocket,
      abstractSocket: token,
    },
    heard: () => [...heard],
    async close() {
      await Promise.all([tcp, tcp6, unix, abstract, udp, dns].map((each) => each?.close()));
    },
  };
}

function listen(options: ListenOptions): Promise<Open> {
  const server = createServer((socket) => socket.on('error', () => {}).destroy());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ port, close: () => new Promise((done) => server.close(() => done())) });
    });
  });
}

function hear(onMessage: () => void): Promise<Open> {
  const socket = createSocket('udp4', onMessage);
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      resolve({
        port: socket.address().port,
        close: () => new Promise((done) => socket.close(() => done())),
      });
    });
  });
}
