import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { OpenConnection } from '../sandbox/broker-line.ts';

export type ReadyRequest = {
  /** Tried in this order; a service may listen on either loopback address. */
  readonly hosts: readonly string[];
  readonly port: number;
  /** Asked for once the port is open; null: an open port suffices. */
  readonly path: string | null;
  readonly timeoutMs: number;
  readonly hasExited: () => boolean;
  /** Whether the port is known to be held by another program; such an answer is not readiness. */
  readonly isForeign: () => boolean;
  readonly signal: AbortSignal;
  /** Opens connections into its closed network; null when it shares ours. */
  readonly connect: OpenConnection | null;
};

export type Readiness =
  | { readonly kind: 'ready'; readonly host: string }
  | { readonly kind: 'exited'; readonly lastProbe: string }
  | { readonly kind: 'not-ready'; readonly lastProbe: string };

type Probe = { readonly kind: 'ready' | 'not-yet'; readonly host: string; readonly detail: string };

const probeTimeoutMs = 2_000;
const longestPauseMs = 120;

/**
 * Waits until a service answers, ends, or the time is over. Knocks before it asks: requests are sent only to an open
 * port, because a service may count them.
 */
export async function waitUntilReady(request: ReadyRequest): Promise<Readiness> {
  const deadline = performance.now() + request.timeoutMs;
  let lastProbe = 'none';
  for (let pauseMs = 8; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    if (request.hasExited()) return { kind: 'exited', lastProbe };
    const probe = await probeOnce(request);
    lastProbe = probe.detail;
    if (probe.kind === 'ready') {
      if (!request.isForeign()) return { kind: 'ready', host: probe.host };
      lastProbe = 'the port is held by another program';
    }
    if (performance.now() >= deadline) return { kind: 'not-ready', lastProbe };
    await wait(pauseMs, undefined, { signal: request.signal });
  }
}

async function probeOnce({ hosts, port, path, connect: open }: ReadyRequest): Promise<Probe> {
  let detail = '';
  for (const host of hosts) {
    const knocked = await knock(open ?? openTcp, { host, port });
    if (typeof knocked !== 'string') {
      if (path !== null) return ask(knocked, { host, port, path });
      knocked.destroy();
      return { kind: 'ready', host, detail: 'connected' };
    }
    detail ||= knocked;
  }
  return { kind: 'not-yet', host: '', detail };
}

/** An open connection when somebody listens, what went wrong otherwise. */
async function knock(
  open: OpenConnection,
  address: { readonly host: string; readonly port: number },
): Promise<Socket | string> {
  try {
    const socket = await open(address);
    socket.on('error', () => {});
    return socket;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ECONNREFUSED' ? 'connection refused' : (code ?? message);
  }
}

function openTcp(address: { readonly host: string; readonly port: number }): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...address, timeout: probeTimeoutMs });
    socket.once('connect', () => resolve(socket.setTimeout(0)));
    socket.once('error', reject);
    socket.once('timeout', () => {
      socket.destroy();
      reject(new Error('connecting timed out'));
    });
  });
}

function ask(
  socket: Socket,
  { host, port, path }: { readonly host: string; readonly port: number; readonly path: string },
): Promise<Probe> {
  return new Promise((resolve) => {
    const notYet = (detail: string) => resolve({ kind: 'not-yet', host, detail: `GET ${path}: ${detail}` });
    const options = { host, port, path, createConnection: () => socket, timeout: probeTimeoutMs };
    const request = get({ ...options, headers: { connection: 'close' } }, (response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      if (status < 500) resolve({ kind: 'ready', host, detail: `answered ${status}` });
      else notYet(`answered ${status}`);
      request.destroy();
    });
    request.once('timeout', () => {
      notYet(`no answer within ${probeTimeoutMs / 1000} s`);
      request.destroy();
    });
    request.on('error', (error: NodeJS.ErrnoException) => notYet(error.code ?? error.message));
  });
}
