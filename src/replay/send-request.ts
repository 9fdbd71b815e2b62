import type { Dispatcher } from 'undici';
import type { Failed, Responded } from '../domain/observation.ts';
import type { Connection, Connections } from './connections.ts';
import { ResponseCollector, type ResponseLimits } from './response-collector.ts';
import { type ExchangeTag, type SentRequest, sentHeaders, unsendable } from './sent-request.ts';

export type SendOptions = ResponseLimits & {
  readonly connections: Connections;
  /** Whether the request may change state, as the plan says: it is then never sent twice. */
  readonly writes: boolean;
  /** For the agent, or null when none is loaded. */
  readonly tag: ExchangeTag | null;
  /** Called when the request leaves a second time. */
  readonly onSentAgain?: () => void;
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
export async function sendRequest(request: SentRequest, options: SendOptions): Promise<Responded | Failed> {
  const refusal = unsendable(request);
  if (refusal !== null)
    return { kind: 'failed', reason: 'not-sent', detail: `not sent: ${refusal}`, durationMs: 0 };
  const { connections, writes, timeoutMs } = options;
  const startedAt = performance.now();
  const connection = writes ? connections.takeNew() : connections.take();
  const receivedBefore = connection.received();
  const outcome = await sendOn(connection, request, options);
  const isLost = outcome.kind === 'failed' && outcome.reason === 'connection-lost';
  const isAnsweredInPart = connection.received() !== receivedBefore;
  if (!isLost || receivedBefore === 0 || isAnsweredInPart) return outcome;
  options.onSentAgain?.();
  const timeLeftMs = Math.max(1, Math.ceil(timeoutMs - (performance.now() - startedAt)));
  const again = await sendOn(connections.takeNew(), request, { ...options, timeoutMs: timeLeftMs });
  // The first attempt may have been what ended it: that is said, not that nobody listens any more.
  return again.kind === 'failed' && again.reason === 'connection-refused' ? outcome : again;
}

/** `durationMs` of the outcome counts from here: an attempt that was lost says nothing of how fast the service is. */
function sendOn(
  connection: Connection,
  request: SentRequest,
  options: SendOptions,
): Promise<Responded | Failed> {
  return new Promise((resolve) => {
    const collector = new ResponseCollector(options, (outcome) => {
      if (outcome.kind === 'responded') connection.release();
      else connection.end();
      resolve(outcome);
    });
    try {
      connection.dispatcher.dispatch(dispatchOptions(request, options.tag), collector);
    } catch (error) {
      collector.onResponseError(undefined, error);
    }
  });
}

function dispatchOptions(request: SentRequest, tag: ExchangeTag | null): Dispatcher.DispatchOptions {
  const { buffer, byteOffset, byteLength } = request.body;
  return {
    path: request.target,
    method: request.method as Dispatcher.HttpMethod,
    headers: sentHeaders(request.headers, tag).flat(),
    body: byteLength === 0 ? null : Buffer.from(buffer, byteOffset, byteLength),
  };
}
