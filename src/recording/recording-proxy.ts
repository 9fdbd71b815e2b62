import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Exchange, RecordingCounters } from '../domain/recording.ts';
import { GateError } from '../errors.ts';
import { RecordingQueue } from './recording-queue.ts';
import type { Redactor } from './redaction.ts';
import { relayExchange } from './relay-exchange.ts';
import { relayUpgrade } from './relay-upgrade.ts';
import { systemCode } from './system-code.ts';
import { createUpstreamClient, maximumHeaderBytes, type UpstreamClient } from './upstream-client.ts';

export type RecordingProxySettings = {
  /** Origin of the service that is recorded, http or https. */
  readonly upstream: URL;
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on; this machine alone unless named. */
  readonly host?: string;
  readonly redactor: Redactor;
  /** Where exchanges go; may be slow or fail, which never reaches the client. */
  readonly append: (exchange: Exchange) => Promise<void>;
  /** Bytes kept of each body. All of it passes, whatever its size. */
  readonly maximumBodyBytes: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told once for each kind of problem, in words for the person who records. */
  readonly onProblem: (problem: string) => void;
  /** How long `stop` waits for requests in flight before it cuts them off. */
  readonly stopTimeoutMs?: number;
};

export type RecordingProxy = {
  readonly port: number;
  counters(): RecordingCounters;
  /** Takes no more requests, lets those in flight end, hands all that waits to `append`; the counters are then final. */
  stop(): Promise<RecordingCounters>;
};

const defaultStopTimeoutMs = 5_000;
/** Longer than the 60 s after which load balancers drop an idle connection: they must be the first to close. */
const keepAliveMs = 75_000;

/**
 * A reverse proxy that records what passes. Serving comes first: requests and responses stream through unchanged, and
 * an exchange is redacted and handed over only when its client has been answered.
 */
export async function startRecordingProxy(settings: RecordingProxySettings): Promise<RecordingProxy> {
  const upstream = createUpstreamClient(settings.upstream);
  const { redactor, append, onProblem } = settings;
  const queue = new RecordingQueue({ prepare: (exchange) => redactor.redact(exchange), append, onProblem });
  const inFlight = new Set<Promise<void>>();
  const tunnels = new Set<Duplex>();
  const server = createProxyServer();
  const relay = (request: IncomingMessage, response: ServerResponse): void => {
    const relayed = relayAndRecord({ request, response, settings, upstream, queue });
    inFlight.add(relayed);
    void relayed.finally(() => {
      inFlight.delete(relayed);
      if (!server.listening) server.closeIdleConnections();
    });
  };
  server.on('request', relay);
  server.on('checkContinue', relay);
  server.on('checkExpectation', relay);
  server.on('upgrade', (request, socket: Duplex, early: Buffer) => {
    queue.see();
    queue.drop('A WebSocket was passed through; what it carries is not recorded.');
    tunnels.add(socket);
    socket.on('close', () => tunnels.delete(socket));
    relayUpgrade(request, { socket, early }, upstream);
  });
  const port = await listen(server, settings);
  let stopped: Promise<RecordingCounters> | undefined;
  return {
    port,
    counters: () => queue.counters(),
    stop: () => {
      stopped ??= stop({ server, upstream, queue, inFlight, tunnels, settings });
      return stopped;
    },
  };
}

function createProxyServer(): Server {
  return createServer({
    maxHeaderSize: maximumHeaderBytes,
    // The recorded service decides how long it waits, and whether it minds a missing Host.
    requestTimeout: 0,
    requireHostHeader: false,
    keepAliveTimeout: keepAliveMs,
    // HTTP/2 by upgrade is an offer that proxies decline; only WebSockets leave HTTP here.
    shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
  });
}

async function relayAndRecord({
  request,
  response,
  settings,
  upstream,
  queue,
}: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly settings: RecordingProxySettings;
  readonly upstream: UpstreamClient;
  readonly queue: RecordingQueue;
}): Promise<void> {
  const id = `x${String(queue.see()).padStart(6, '0')}`;
  const { maximumBodyBytes, now } = settings;
  queue.push(await relayExchange(request, response, { id, upstream, maximumBodyBytes, now }));
}

async function listen(server: Server, settings: RecordingProxySettings): Promise<number> {
  const { port, host = '127.0.0.1' } = settings;
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const code = systemCode(cause);
    throw new GateError({
      code: 'port-taken',
      message: `Port ${port} on ${host} cannot be listened on (${code}).`,
      remedy: 'Choose another port with --listen, or stop what uses this one.',
      cause,
    });
  }
  return (server.address() as AddressInfo).port;
}

async function stop({
  server,
  upstream,
  queue,
  inFlight,
  tunnels,
  settings,
}: {
  readonly server: Server;
  readonly upstream: UpstreamClient;
  readonly queue: RecordingQueue;
  readonly inFlight: ReadonlySet<Promise<void>>;
  readonly tunnels: ReadonlySet<Duplex>;
  readonly settings: RecordingProxySettings;
}): Promise<RecordingCounters> {
  server.close();
  server.closeIdleConnections();
  const deadline = setTimeout(
    () => server.closeAllConnections(),
    settings.stopTimeoutMs ?? defaultStopTimeoutMs,
  );
  // A kept connection may bring one more request before it is idle, hence the loop.
  while (inFlight.size > 0) await Promise.all(inFlight);
  clearTimeout(deadline);
  for (const socket of tunnels) socket.destroy();
  server.closeAllConnections();
  upstream.close();
  await queue.whenEmpty();
  return queue.counters();
}
