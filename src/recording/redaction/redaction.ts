import type { Exchange, HeaderLines, RecordedCall } from '../../domain/recording.ts';
import { GateError } from '../../errors.ts';
import { redactCall } from '../calls/redact-call.ts';
import { redactConversation } from '../conversation/redact-conversation.ts';
import { truncatedSides } from '../file/truncated-sides.ts';
import { sessionIdentity } from '../relay/session-of.ts';
import { createPseudonyms, keyIdOf, type Pseudonyms } from './pseudonyms.ts';
import { redactHeaders } from './redact-headers.ts';
import { redactMessages, type SafeMessage } from './redact-messages.ts';
import { redactTarget } from './redact-query.ts';

const shortestKey = 16;

/** Takes the secrets out of exchanges before anything is written. One per recording: it remembers what it replaced. */
export type Redactor = {
  /** For the header of the recording; names the key without giving it away. */
  readonly keyId: string;
  /**
   * The exchange as it may be stored; `session` becomes a keyed token as well. Never throws: what cannot be redacted is
   * dropped and marked `truncated`.
   */
  redact(exchange: Exchange): Exchange;
  /** The same for an outbound call; its URL is redacted as a target is. */
  redactCall(call: RecordedCall): RecordedCall;
  /** The session that `redact` gives an exchange with these request lines, for what must be tied to it meanwhile. */
  sessionOf(requestLines: HeaderLines, connection: string): string;
  /** The token that stands for a value in this recording, e.g. to look a known credential up. */
  token(value: string): string;
};

/** The same key gives the same tokens, so recordings that must be joined share one; it is never stored. */
export function createRedactor(key: Uint8Array): Redactor {
  if (key.length < shortestKey) {
    throw new GateError({
      code: 'bad-usage',
      message: `The redaction key has ${key.length} bytes; fewer than ${shortestKey} can be guessed.`,
      remedy: `Use a random key of at least ${shortestKey} bytes.`,
    });
  }
  const pseudonyms = createPseudonyms(key);
  return {
    keyId: keyIdOf(key),
    redact: (exchange) => redactExchange(exchange, pseudonyms),
    redactCall: (call) => redactCall(call, pseudonyms),
    sessionOf: (lines, connection) =>
      pseudonyms.sessionName(sessionIdentity(redactHeaders(lines, pseudonyms), connection)),
    token: pseudonyms.quietToken,
  };
}

/** The whole of it, or, when the headers or the target cannot be redacted, that it took place. */
function redactExchange(exchange: Exchange, pseudonyms: Pseudonyms): Exchange {
  try {
    const { messages } = exchange;
    const safe =
      messages === undefined
        ? redactMessages(exchange, pseudonyms)
        : redactConversation({ ...exchange, messages }, pseudonyms);
    const target = redactTarget(exchange.target, pseudonyms);
    return assemble({ exchange, pseudonyms, ...safe, target });
  } catch {
    return withoutContent(exchange, pseudonyms);
  }
}

type RedactedParts = {
  readonly exchange: Exchange;
  readonly pseudonyms: Pseudonyms;
  readonly request: SafeMessage;
  readonly response: SafeMessage;
  readonly messages?: Exchange['messages'];
  readonly target: string;
};

function assemble({ exchange, pseudonyms, request, response, messages, target }: RedactedParts): Exchange {
  const { redacted: _before, truncated: _cut, ...rest } = exchange;
  const changed =
    request.changed || response.changed || target !== exchange.target || exchange.redacted === true;
  return {
    ...rest,
    session: pseudonyms.sessionName(sessionIdentity(request.headers, exchange.session)),
    target,
    requestHeaders: request.headers,
    responseHeaders: response.headers,
    requestBody: request.body,
    responseBody: response.body,
    ...redactTrailers(exchange, pseudonyms),
    ...(messages === undefined ? {} : { messages }),
    ...truncatedSides({ request: request.truncated, response: response.truncated }),
    ...(changed ? { redacted: true } : {}),
  };
}

/** After the bodies, so that what they showed to be secret is found here as well. */
function redactTrailers(
  { requestTrailers, responseTrailers }: Exchange,
  pseudonyms: Pseudonyms,
): Pick<Exchange, 'requestTrailers' | 'responseTrailers'> {
  return {
    ...(requestTrailers === undefined ? {} : { requestTrailers: redactHeaders(requestTrailers, pseudonyms) }),
    ...(responseTrailers === undefined
      ? {}
      : { responseTrailers: redactHeaders(responseTrailers, pseudonyms) }),
  };
}

/** What remains of an exchange whose headers or target could not be redacted: that it took place. */
function withoutContent(exchange: Exchange, pseudonyms: Pseudonyms): Exchange {
  const nothing: HeaderLines = [];
  return {
    id: exchange.id,
    session: pseudonyms.sessionName(exchange.id),
    startedAt: exchange.startedAt,
    durationMs: exchange.durationMs,
    method: exchange.method,
    target: '/',
    requestHeaders: nothing,
    status: exchange.status,
    responseHeaders: nothing,
    ...(exchange.failure === undefined ? {} : { failure: exchange.failure }),
    truncated: 'both',
    redacted: true,
    requestBody: new Uint8Array(),
    responseBody: new Uint8Array(),
  };
}
