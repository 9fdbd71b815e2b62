import type { Failed, Responded, Substitution } from '../../domain/observation.ts';
import type { ConversationRemark } from '../conversation/replay-conversation.ts';
import type { Connections } from './connections.ts';
import type { ResponseLimits } from './response-collector.ts';
import { type ExchangeTag, refusedAsUnsendable, type SentRequest } from './sent-request.ts';

/** How one request is to be sent, whatever protocol carries it. */
export type SendTerms = ResponseLimits & {
  /** Whether the request may change state, as the plan says: it is then never sent twice. */
  readonly writes: boolean;
  /** For the agent, or null when none is loaded. */
  readonly tag: ExchangeTag | null;
  /** Called when the request leaves a second time. */
  readonly onSentAgain?: () => void;
  /** What a reader must know of how a conversation was had. */
  readonly onRemark?: (remark: ConversationRemark) => void;
  /** A value that the service issued earlier in a conversation was put into what the client says. */
  readonly onSubstituted?: (substitution: Substitution) => void;
};

/**
 * Sends one request to one instance. Redirects are not followed, bodies stay encoded, and every failure is data. Never rejects.
 *
 * A service may close an idle connection at any time, also just as a request leaves on it (RFC 9112 section 9.3.1). That is no fault of the
 * build and must not look like one. So a request that reads, lost on a connection that had answered before and without a byte
 * of an answer, is sent once more, on a new connection; lost there too, it is reported. One that writes is never repeated, since the
 * service may have carried it out (RFC 9110 section 9.2.2): it always gets a new connection, which no service takes for idle, and
 * what is lost on it is reported at once. A service that drops a request on purpose thus sees a write once and a read at most twice.
 */
export function sendRequest(
  request: SentRequest,
  terms: SendTerms,
  connections: Connections,
): Promise<Responded | Failed> {
  const refused = refusedAsUnsendable(request);
  if (refused !== null) return Promise.resolve(refused);
  return new Promise((settle) => {
    const startedAt = performance.now();
    const connection = terms.writes ? connections.takeNew() : connections.take();
    const receivedBefore = connection.received();
    connection.exchange({ request, tag: terms.tag, limits: terms }, (outcome) => {
      if (outcome.kind === 'responded') {
        connections.release(connection);
        settle(outcome);
        return;
      }
      connections.end(connection);
      const isLost = outcome.reason === 'connection-lost';
      const isAnsweredInPart = connection.received() !== receivedBefore;
      if (!isLost || receivedBefore === 0 || isAnsweredInPart) settle(outcome);
      else sendAgain({ request, terms, connections, startedAt, lost: outcome }, settle);
    });
  });
}

type Lost = {
  readonly request: SentRequest;
  readonly terms: SendTerms;
  readonly connections: Connections;
  readonly startedAt: number;
  readonly lost: Failed;
};

function sendAgain(
  { request, terms, connections, startedAt, lost }: Lost,
  settle: (outcome: Responded | Failed) => void,
): void {
  terms.onSentAgain?.();
  const timeLeftMs = Math.max(1, Math.ceil(terms.timeoutMs - (performance.now() - startedAt)));
  const last = connections.takeNew();
  // `durationMs` counts from here: an attempt that was lost says nothing of how fast the service is.
  const limits = { ...terms, timeoutMs: timeLeftMs };
  last.exchange({ request, tag: terms.tag, limits }, (again) => {
    if (again.kind === 'responded') connections.release(last);
    else connections.end(last);
    // The first attempt may have been what ended it: that is said, not that nobody listens any more.
    settle(again.kind === 'failed' && again.reason === 'connection-refused' ? lost : again);
  });
}
