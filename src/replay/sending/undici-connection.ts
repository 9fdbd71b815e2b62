import { buildConnector, Client, type Dispatcher } from 'undici';
import type { Failed, Responded } from '../../domain/observation.ts';
import type { HeaderLines } from '../../domain/recording.ts';
import type { Connection, OpenConnection, ToExchange } from './connections.ts';
import { Patience } from './patience.ts';
import { ResponseCollector } from './response-collector.ts';
import type { SendTarget } from './sender.ts';
import { type ExchangeTag, type SentRequest, sentHeaders } from './sent-request.ts';

/**
 * Idle connections are given up after a second, or two seconds before the time that the service names in `Keep-Alive: timeout`;
 * after `Connection: close` at once. No deadlines here: a request has its own.
 */
const clientOptions = {
  pipelining: 1,
  keepAliveTimeout: 1000,
  keepAliveMaxTimeout: 1000,
  keepAliveTimeoutThreshold: 2000,
  headersTimeout: 0,
  bodyTimeout: 0,
  maxHeaderSize: 256 * 1024,
  allowH2: false,
} satisfies Client.Options;

/** Used for HTTP/1.1 to any origin: one client of undici, which opens its connection with the first request. */
export function openUndiciConnection({ origin, connect }: SendTarget, onClosed: () => void): Connection {
  const open = connect === null ? buildConnector({ allowH2: false }) : connectorThrough(connect);
  let bytesRead = () => 0;
  const client = new Client(origin, {
    ...clientOptions,
    connect: (options, done) =>
      open(options, (...made) => {
        const [, socket] = made;
        if (socket) bytesRead = () => socket.bytesRead;
        done(...made);
      }),
  });
  client.on('disconnect', onClosed);
  const patience = new Patience();
  return {
    exchange: (sent, settle) => exchangeOn({ client, patience }, sent, settle),
    received: () => bytesRead(),
    isOpen: () => !client.destroyed,
    end: () => {
      patience.close();
      return client.destroy();
    },
  };
}

type Ours = { readonly client: Client; readonly patience: Patience };

function exchangeOn(
  { client, patience }: Ours,
  { request, tag, limits }: ToExchange,
  settle: (outcome: Responded | Failed) => void,
): void {
  // A connection is ended after a failure, which it must not be in the middle of its own work.
  const settleApart = (outcome: Responded | Failed): void =>
    outcome.kind === 'responded' ? settle(outcome) : queueMicrotask(() => settle(outcome));
  const collector = new ResponseCollector(limits, settleApart, patience);
  try {
    client.dispatch(dispatchOptions(request, tag), collector);
  } catch (error) {
    collector.onResponseError(undefined, error);
  }
}

function dispatchOptions(request: SentRequest, tag: ExchangeTag | null): Dispatcher.DispatchOptions {
  const { buffer, byteOffset, byteLength } = request.body;
  return {
    path: request.target,
    method: request.method as Dispatcher.HttpMethod,
    headers: flatLines(sentHeaders(request.headers, tag)),
    body: byteLength === 0 ? null : Buffer.from(buffer, byteOffset, byteLength),
  };
}

function flatLines(lines: HeaderLines): string[] {
  const flat: string[] = [];
  for (const [name, value] of lines) flat.push(name, value);
  return flat;
}

/** A connector of undici for connections that are opened elsewhere and come ready to use. */
function connectorThrough(open: OpenConnection): buildConnector.connector {
  return ({ hostname, port }, done) => {
    const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
    open(address).then(
      (socket) => done(null, socket.setNoDelay(true)),
      (error: Error) => done(error, null),
    );
  };
}
