import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { GateError } from '../../errors.ts';
import { acceptHttp2, type BegunStream, type Http2Side } from '../http2/accept-http2.ts';
import type { Leaving } from './relay-upgrade.ts';
import { systemCode } from './system-code.ts';
import { maximumHeaderBytes } from './upstream-client.ts';

export type RelayServerSettings = {
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on; this machine alone unless named. */
  readonly host?: string;
  /** The option that named the port, for the remedy when it is taken. */
  readonly option: string;
  /** How long `stop` waits for requests in flight before it cuts them off. */
  readonly stopTimeoutMs?: number;
  /** Serves one request; resolves when it is over, and never rejects. */
  readonly relay: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Serves one request of HTTP/2, likewise; without it HTTP/1 alone is spoken. */
  readonly relayStream?: (begun: BegunStream) => Promise<void>;
  /** Takes a WebSocket over; resolves when no more is to be recorded of it, and never rejects. */
  readonly upgrade: (request: IncomingMessage, tunnel: Leaving) => Promise<void>;
  /** Takes a CONNECT over; without it such a request ends its connection. */
  readonly connect?: (request: IncomingMessage, tunnel: Leaving) => void;
};

export type RelayServer = {
  readonly port: number;
  /** Serves HTTP on a connection that came by other ways than the port. */
  adopt(connection: Duplex): void;
  /** Takes no more requests and lets those in flight end, as long as the settings allow. */
  stop(): Promise<void>;
};

const defaultStopTimeoutMs = 5_000;
/** Longer than the 60 s after which load balancers drop an idle connection: they must be the first to close. */
const keepAliveMs = 75_000;

/** The listening side of every proxy that records: it adds nothing to what passes, and ends in order. */
export async function startRelayServer(settings: RelayServerSettings): Promise<RelayServer> {
  const inFlight = new Set<Promise<void>>();
  const tunnels = new Set<Duplex>();
  const server = createProxyServer();
  const stayFor = (relayed: Promise<void>): void => {
    inFlight.add(relayed);
    void relayed.finally(() => {
      inFlight.delete(relayed);
      if (!server.listening) server.closeIdleConnections();
    });
  };
  const relay = (request: IncomingMessage, response: ServerResponse): void =>
    stayFor(settings.relay(request, response));
  const { relayStream } = settings;
  const http2 =
    relayStream === undefined ? null : acceptHttp2(server, (begun) => stayFor(relayStream(begun)));
  const takeOver = (take: (request: IncomingMessage, tunnel: Leaving) => void) => {
    return (request: IncomingMessage, socket: Duplex, early: Buffer): void => {
      tunnels.add(socket);
      socket.on('close', () => tunnels.delete(socket));
      take(request, { socket, early });
    };
  };
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, relay);
  server.on(
    'upgrade',
    takeOver((request, tunnel) => stayFor(settings.upgrade(request, tunnel))),
  );
  if (settings.connect !== undefined) server.on('connect', takeOver(settings.connect));
  const port = await listen(server, settings);
  const adopt = (connection: Duplex): void => void server.emit('connection', connection);
  return { port, adopt, stop: () => stop({ server, http2, inFlight, tunnels, settings }) };
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

async function listen(
  server: Server,
  { port, option, host = '127.0.0.1' }: RelayServerSettings,
): Promise<number> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (cause) {
    const code = systemCode(cause);
    throw new GateError({
      code: 'port-taken',
      message: `Port ${port} on ${host} cannot be listened on (${code}).`,
      remedy: `Choose another port with ${option}, or stop what uses this one.`,
      cause,
    });
  }
  return (server.address() as AddressInfo).port;
}

async function stop({
  server,
  http2,
  inFlight,
  tunnels,
  settings,
}: {
  readonly server: Server;
  readonly http2: Http2Side | null;
  readonly inFlight: ReadonlySet<Promise<void>>;
  readonly tunnels: ReadonlySet<Duplex>;
  readonly settings: RelayServerSettings;
}): Promise<void> {
  server.close();
  server.closeIdleConnections();
  http2?.close();
  const endAll = (): void => {
    http2?.destroy();
    server.closeAllConnections();
  };
  const deadline = setTimeout(endAll, settings.stopTimeoutMs ?? defaultStopTimeoutMs);
  // A kept connection may bring one more request before it is idle, hence the loop.
  while (inFlight.size > 0) await Promise.all(inFlight);
  clearTimeout(deadline);
  for (const socket of tunnels) socket.destroy();
  endAll();
}
