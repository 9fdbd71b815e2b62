import { get } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

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

async function probeOnce({ hosts, port, path }: ReadyRequest): Promise<Probe> {
  let detail = '';
  for (const host of hosts) {
    const problem = await knock(host, port);
    if (problem === null)
      return path === null ? { kind: 'ready', host, detail: 'connected' } : ask(host, port, path);
    detail ||= problem;
  }
  return { kind: 'not-yet', host: '', detail };
}

/** Null when somebody listens. */
function knock(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: probeTimeoutMs });
    const end = (problem: string | null) => {
      socket.destroy();
      resolve(problem);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end('connecting timed out'));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      end(error.code === 'ECONNREFUSED' ? 'connection refused' : (error.code ?? error.message));
    });
  });
}

function ask(host: string, port: number, path: string): Promise<Probe> {
  return new Promise((resolve) => {
    const notYet = (detail: string) => resolve({ kind: 'not-yet', host, detail: `GET ${path}: ${detail}` });
    const request = get({ host, port, path, agent: false, timeout: probeTimeoutMs }, (response) => {
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
