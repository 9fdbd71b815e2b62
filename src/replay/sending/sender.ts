import type { Failed, Responded } from '../../domain/observation.ts';
import { replayConversation } from '../conversation/replay-conversation.ts';
import type { SentRequest } from '../sent-request.ts';
import { type OpenConnection, openConnections } from './connections.ts';
import { type SendTerms, sendRequest } from './send-request.ts';
import { openUndiciConnection } from './undici-connection.ts';

/**
 * What stands between the replay and one instance: a request goes in, what became of it comes out. Never rejects. Other protocols
 * stand behind the same two functions.
 */
export type Sender = {
  send(request: SentRequest, terms: SendTerms): Promise<Responded | Failed>;
  close(): Promise<void>;
};

/** Where requests go. */
export type SendTarget = {
  /** e.g. `http://127.0.0.1:4101`. */
  readonly origin: string;
  /** How to connect there, when its network is its own; null: as to any server. */
  readonly connect: OpenConnection | null;
};

/** Opened once per instance and run, closed at its end. */
export function openSender(target: SendTarget): Sender {
  const connections = openConnections((onClosed) => openUndiciConnection(target, onClosed));
  return {
    send: (request, terms) => {
      const { conversation } = request;
      return conversation === undefined
        ? sendRequest(request, terms, connections)
        : replayConversation(target, { ...request, conversation }, terms);
    },
    close: () => connections.close(),
  };
}
