import type { Failed, Responded } from '../../domain/observation.ts';
import { type Connections, type OpenConnection, openConnections } from './connections.ts';
import { exchangeFramed, isFramed } from './framed-exchange.ts';
import { PreparedConnection } from './prepared/prepared-connection.ts';
import { type SendTerms, sendRequest } from './send-request.ts';
import { refusedAsUnsendable, type SentRequest } from './sent-request.ts';

/**
 * What stands between the replay and one instance: a request goes in, what became of it comes out. Never rejects. Other protocols
 * stand behind the same two functions.
 */
export type Sender = {
  send(request: SentRequest, terms: SendTerms): Promise<Responded | Failed>;
  close(): Promise<void>;
};

/**
 * What speaks to an instance: whole requests written as prepared bytes with a reader of our own, or the general client, undici.
 * Decision record 0005 has the figures.
 */
export type SendingLane = 'prepared-bytes' | 'general-client';

/** Encryption is the one thing that prepared bytes cannot do; instances that we start never ask for it. */
function laneFor(origin: string): SendingLane {
  return new URL(origin).protocol === 'http:' ? 'prepared-bytes' : 'general-client';
}

/** Where requests go. */
export type SendTarget = {
  /** e.g. `http://127.0.0.1:4101`. */
  readonly origin: string;
  /** How to connect there, when its network is its own; null: as to any server. */
  readonly connect: OpenConnection | null;
  /** What speaks HTTP/1.1 to it; by its origin when it is not said. */
  readonly lane?: SendingLane;
};

/** A stream that is left takes its connection with it, so it has one of its own. */
async function readStream(
  target: SendTarget,
  request: SentRequest,
  terms: SendTerms,
): Promise<Responded | Failed> {
  const refused = refusedAsUnsendable(request);
  if (refused !== null) return refused;
  const { openUndiciConnection } = await import('./undici-connection.ts');
  const connection = openUndiciConnection(target, () => undefined);
  const sent = { request, tag: terms.tag, limits: terms };
  const outcome = await new Promise<Responded | Failed>((settle) => connection.exchange(sent, settle));
  await connection.end();
  return outcome;
}

function openPrepared(target: SendTarget): Connections {
  return openConnections((onClosed) => new PreparedConnection(target, onClosed));
}

/** Loaded where it is needed, as what speaks in conversations: it is large, and most runs go without. */
async function openGeneral(target: SendTarget): Promise<Connections> {
  const { openUndiciConnection } = await import('./undici-connection.ts');
  return openConnections((onClosed) => openUndiciConnection(target, onClosed));
}

async function converse(
  target: SendTarget,
  request: SentRequest & { readonly conversation: NonNullable<SentRequest['conversation']> },
  terms: SendTerms,
): Promise<Responded | Failed> {
  const { replayConversation } = await import('../conversation/replay-conversation.ts');
  return replayConversation(target, request, terms);
}

/** Without a turn of its own where nothing is waited for. */
function sendOn(
  connections: Connections | Promise<Connections>,
  request: SentRequest,
  terms: SendTerms,
): Promise<Responded | Failed> {
  return connections instanceof Promise
    ? connections.then((opened) => sendRequest(request, terms, opened))
    : sendRequest(request, terms, connections);
}

/** Opened once per instance and run, closed at its end. */
export function openSender(target: SendTarget): Sender {
  const { lane = laneFor(target.origin) } = target;
  const connections = lane === 'prepared-bytes' ? openPrepared(target) : openGeneral(target);
  return {
    send: (request, terms) => {
      const { conversation } = request;
      if (conversation !== undefined) return converse(target, { ...request, conversation }, terms);
      if ((terms.stream ?? null) !== null) return readStream(target, request, terms);
      return isFramed(request) ? exchangeFramed(target, request, terms) : sendOn(connections, request, terms);
    },
    close: async () => (await connections).close(),
  };
}
