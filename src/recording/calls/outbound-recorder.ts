import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallCounters, Exchange, RecordedCall } from '../../domain/recording.ts';
import { RecordingQueue } from '../file/recording-queue.ts';
import type { Redactor } from '../redaction/redaction.ts';
import { relayExchange } from '../relay/relay-exchange.ts';
import { startRelayServer } from '../relay/relay-server.ts';
import { relayUpgrade } from '../relay/relay-upgrade.ts';
import { createUpstreamAgents, createUpstreamClient, type UpstreamAgents } from '../relay/upstream-client.ts';
import { type CallDestination, callDestination, type OutboundBase } from './call-destination.ts';
import { CallTunnels } from './call-tunnels.ts';
import type { CallOrigin, OpenExchanges } from './open-exchanges.ts';

export type OutboundRecorderSettings = {
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on; this machine alone unless named: whoever reaches it can call through it. */
  readonly host?: string;
  /** Services that are called by https, by the name that stands for them in the path. */
  readonly bases: readonly OutboundBase[];
  readonly redactor: Redactor;
  /** Where calls go; may be slow or fail, which never reaches the service. */
  readonly append: (call: RecordedCall) => Promise<void>;
  /** Bytes kept of each body. All of it passes, whatever its size. */
  readonly maximumBodyBytes: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told once for each kind of problem, in words for the person who records. */
  readonly onProblem: (problem: string) => void;
  /** The exchanges of the recording proxy beside this, to which calls are tied. */
  readonly openExchanges: OpenExchanges;
  readonly stopTimeoutMs?: number;
};

export type OutboundRecorder = {
  readonly port: number;
  counters(): CallCounters;
  /** Takes no more calls, lets those in flight end, hands all that waits to `append`; the counters are then final. */
  stop(): Promise<CallCounters>;
};

type Recorder = {
  readonly settings: OutboundRecorderSettings;
  readonly agents: UpstreamAgents;
  readonly queue: RecordingQueue<RecordedCall>;
  readonly tunnels: CallTunnels;
};

/**
 * A forward proxy that records what the recorded service asks of others. Stands beside the recording proxy and treats calls as that
 * treats requests: they stream through at their own pace, and are redacted and handed over once they are answered.
 */
export async function startOutboundRecorder(settings: OutboundRecorderSettings): Promise<OutboundRecorder> {
  const { redactor, append, onProblem } = settings;
  const prepare = (call: RecordedCall): RecordedCall => redactor.redactCall(call);
  const queue = new RecordingQueue<RecordedCall>({ prepare, append, onProblem });
  const agents = createUpstreamAgents();
  const tunnels = new CallTunnels({
    adopt: (client) => server.adopt(client),
    onUnseen: (host) => onProblem(unseenText(host)),
  });
  const recorder: Recorder = { settings, agents, queue, tunnels };
  const server = await startRelayServer({
    ...settings,
    option: '--outbound-port',
    relay: (request, response) => relayCall(recorder, request, response),
    upgrade: async (request, tunnel) => {
      queue.see();
      queue.drop('The service opened a WebSocket to another; what it carries is not recorded.');
      const destination = whereTo(recorder, request);
      if (destination === null) tunnel.socket.destroy();
      else relayUpgrade(request, tunnel, clientFor(recorder, destination));
    },
    connect: (request, { socket, early }) => tunnels.open(request.url ?? '', socket, early),
  });
  const counters = (): CallCounters => ({ ...queue.counters(), unseen: tunnels.counted() });
  return {
    port: server.port,
    counters,
    stop: async () => {
      await server.stop();
      agents.http.destroy();
      agents.https.destroy();
      await queue.whenEmpty();
      return counters();
    },
  };
}

async function relayCall(
  recorder: Recorder,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { settings, queue } = recorder;
  const id = `c${String(queue.see()).padStart(6, '0')}`;
  const destination = whereTo(recorder, request);
  if (destination === null) {
    queue.drop(
      'The service asked the recorder itself for something; set it as a proxy, or as a base URL with its name.',
    );
    refuse(request, response, settings.bases);
    return;
  }
  const origin = settings.openExchanges.originOf(destination.lines);
  const { maximumBodyBytes, now } = settings;
  const exchange = await relayExchange(request, response, {
    id,
    destination: clientFor(recorder, destination),
    maximumBodyBytes,
    now,
  });
  queue.push(callOf(exchange, destination.url, origin));
}

function whereTo({ settings, tunnels }: Recorder, request: IncomingMessage): CallDestination | null {
  const { bases } = settings;
  const tunnel = tunnels.authorityOf(request.socket);
  return callDestination(request, tunnel === undefined ? { bases } : { bases, tunnel });
}

function clientFor({ agents }: Recorder, { origin, target, lines }: CallDestination) {
  return {
    upstream: createUpstreamClient(origin, agents),
    target,
    lines,
    who: 'The service that was called',
  };
}

/** A call that belongs to one exchange answers for it alone; one that cannot be placed may answer at any time. */
function callOf(exchange: Exchange, url: string, origin: CallOrigin | null): RecordedCall {
  const { target: _target, session: _connection, ...others } = exchange;
  const { httpVersion: _version, requestTrailers: _behind, responseTrailers: _after, ...rest } = others;
  return {
    ...rest,
    url,
    exchangeId: origin?.exchangeId ?? '',
    session: origin?.session ?? '',
    lifetime: origin === null ? 'session' : 'exchange',
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, bases: readonly OutboundBase[]): void {
  request.resume();
  response.writeHead(404, { 'content-type': 'text/plain' });
  const names = bases.map(({ name }) => `/${name}/`).join(', ');
  response.end(
    `This records outbound calls: use it as an HTTP proxy${names === '' ? '' : `, or as a base URL with ${names}`}.\n`,
  );
}

function unseenText(host: string): string {
  return `Encrypted connections to ${host} pass unseen; to record them, name the service with --outbound-base NAME=https://${host.replace(/:443$/, '')} and give it http://…/NAME as base URL.`;
}
