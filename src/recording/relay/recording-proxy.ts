import type { IncomingMessage } from 'node:http';
import type { Exchange, RecordingCounters } from '../../domain/recording.ts';
import type { OpenExchanges } from '../calls/open-exchanges.ts';
import { recordUpgrade } from '../conversation/record-upgrade.ts';
import { RecordingQueue } from '../file/recording-queue.ts';
import { relayStream } from '../http2/relay-stream.ts';
import { streamRequest } from '../http2/stream-lines.ts';
import { createUpstreamSessions } from '../http2/upstream-sessions.ts';
import type { Redactor } from '../redaction/redaction.ts';
import { connectionOf, type Destination, relayExchange } from './relay-exchange.ts';
import { headerLines } from './relay-headers.ts';
import { startRelayServer } from './relay-server.ts';
import { createUpstreamClient, type UpstreamClient } from './upstream-client.ts';

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
  /** Shared with the recorder of outbound calls, which asks it for whom a call is made. */
  readonly openExchanges?: OpenExchanges;
};

export type RecordingProxy = {
  readonly port: number;
  counters(): RecordingCounters;
  /** Takes no more requests, lets those in flight end, hands all that waits to `append`; the counters are then final. */
  stop(): Promise<RecordingCounters>;
};

/**
 * A reverse proxy that records what passes, over HTTP/1 and HTTP/2 at one port; the service is spoken to as the client speaks. Serving comes first: requests and responses stream through unchanged, and
 * an exchange is redacted and handed over only when its client has been answered.
 */
export async function startRecordingProxy(settings: RecordingProxySettings): Promise<RecordingProxy> {
  const upstream = createUpstreamClient(settings.upstream);
  const upstreamSessions = createUpstreamSessions(settings.upstream);
  const { redactor, append, onProblem, maximumBodyBytes, now } = settings;
  const queue = new RecordingQueue<Exchange>({
    prepare: (exchange) => redactor.redact(exchange),
    append,
    onProblem,
  });
  const stopping = new AbortController();
  const server = await startRelayServer({
    ...settings,
    option: '--listen',
    relay: async (request, response) => {
      const id = `x${String(queue.see()).padStart(6, '0')}`;
      const destination = destinationOf(request, upstream);
      const end = settings.openExchanges?.begin(id, destination.lines, connectionOf(request));
      queue.push(await relayExchange(request, response, { id, destination, maximumBodyBytes, now }));
      end?.();
    },
    relayStream: async (begun) => {
      const id = `x${String(queue.see()).padStart(6, '0')}`;
      const { lines } = streamRequest(begun.rawHeaders);
      const end = settings.openExchanges?.begin(id, lines, begun.connection);
      const session = upstreamSessions.of(begun.session);
      queue.push(await relayStream(begun, { id, upstream: session, maximumBodyBytes, now }));
      end?.();
    },
    upgrade: async (request, tunnel) => {
      const id = `x${String(queue.see()).padStart(6, '0')}`;
      const destination = destinationOf(request, upstream);
      // Not among the open exchanges: while it lasts, no call could be tied to the one request being served.
      const watch = { id, destination, maximumBodyBytes, now, stopping: stopping.signal };
      queue.push(await recordUpgrade(request, tunnel, watch));
    },
  });
  const stop = async (): Promise<RecordingCounters> => {
    stopping.abort();
    await server.stop();
    upstream.close();
    upstreamSessions.close();
    await queue.whenEmpty();
    return queue.counters();
  };
  let stopped: Promise<RecordingCounters> | undefined;
  return {
    port: server.port,
    counters: () => queue.counters(),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** The service gets what came, as it came. */
function destinationOf(request: IncomingMessage, upstream: UpstreamClient): Destination {
  return {
    upstream,
    target: request.url ?? '/',
    lines: headerLines(request.rawHeaders),
    who: 'The service that is being recorded',
  };
}
