import { type SpokenMessage, spokenMessages } from '../../domain/conversation.ts';
import type { Failed } from '../../domain/observation.ts';
import { type Exchange, type HeaderLine, type HeaderLines, headerOf } from '../../domain/recording.ts';
import { rememberAnswers } from '../values/remember-answers.ts';

/** A request as one instance gets it: the recorded one, or with the values this instance issued put in. */
export type SentRequest = {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly target: string;
  readonly headers: HeaderLines;
  readonly body: Uint8Array;
  /** Of one that becomes a WebSocket: what is said on it. */
  readonly conversation?: RecordedConversation;
  /** Header lines behind the body. */
  readonly trailers?: HeaderLines;
  /** What the recorded client spoke, where that is known. */
  readonly httpVersion?: Exchange['httpVersion'];
};

/** What a conversation is had again from. */
export type RecordedConversation = {
  /** Both sides, with the values of this instance in what the client says. */
  readonly spoken: readonly SpokenMessage[];
  /** Whether the recording holds only its beginning. */
  readonly isCut: boolean;
  /** Whether the service agreed on a subprotocol. */
  readonly hasProtocol: boolean;
};

/** The request of an exchange as it was recorded, with what was said on it when it became a WebSocket. */
export function sentRequestOf(exchange: Exchange): SentRequest {
  const { method, target, requestHeaders: headers, requestBody, httpVersion } = exchange;
  if (asksForWebSocket(headers)) return conversationOf(exchange);
  const request = { method, target, headers, body: requestBody };
  const { requestTrailers: trailers } = exchange;
  if (httpVersion === undefined && trailers === undefined) return request;
  return {
    ...request,
    ...(httpVersion === undefined ? {} : { httpVersion }),
    ...(trailers === undefined ? {} : { trailers }),
  };
}

function conversationOf({ method, target, requestHeaders: headers, ...rest }: Exchange): SentRequest {
  const { requestBody, responseBody, messages, responseHeaders, truncated } = rest;
  const spoken = spokenMessages(messages ?? [], { client: requestBody, service: responseBody });
  const hasProtocol = headerOf(responseHeaders, 'sec-websocket-protocol') !== undefined;
  const isCut = messages === undefined || truncated !== undefined;
  const conversation = { spoken, isCut, hasProtocol };
  return { method, target, headers, body: new Uint8Array(), conversation };
}

/** Whether its client asks to leave HTTP for WebSocket, to which the service may say no. */
export function asksForWebSocket(lines: HeaderLines): boolean {
  for (const [name, value] of lines) {
    const isUpgrade = name.length === 7 && name.toLowerCase() === 'upgrade';
    if (isUpgrade && /^websocket$/i.test(value.trim())) return true;
  }
  return false;
}

/** The header by which the agent learns which exchange a request belongs to. It takes it off again. */
export const exchangeTag = 'x-shadowgate-exchange';
/** The header by which the agent learns when production got the request, in ms since 1970. It takes it off, too. */
export const instantTag = 'x-shadowgate-instant';

/** What the agent is told of the exchange that a request belongs to. */
export type ExchangeTag = { readonly exchangeId: string; readonly startedAt: number };

/**
 * Header lines that belong to one connection, or that are computed anew: the length follows the body sent, and a whole body
 * needs no transfer coding. What framed its body otherwise is put back where that is sent (framed-exchange.ts).
 */
const notSentAgain = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  'content-length',
  exchangeTag,
  instantTag,
]);

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const unsendableInValue = /[^\t\x20-\x7e\x80-\xff]/;
const unsendableInTarget = /[^\x21-\xff]/;

/**
 * Used before a request reaches the HTTP client, and by the plan: why a request cannot be put on an HTTP/1.1 connection as recorded,
 * or null. Our own check, so that the reason is told in words and no connection is opened for nothing.
 */
export function unsendable(request: Omit<SentRequest, 'body'>): string | null {
  if (lastAsked?.request === request) return lastAsked.refusal;
  lastAsked = { request, refusal: refusalOf(request) };
  return lastAsked.refusal;
}

/** The same as the outcome of a request that is not even tried; null when it can be sent. */
export function refusedAsUnsendable(request: SentRequest): Failed | null {
  const refusal = unsendable(request);
  if (refusal === null) return null;
  return { kind: 'failed', reason: 'not-sent', detail: `not sent: ${refusal}`, durationMs: 0 };
}

/** The instances are asked one after the other for the same request. */
let lastAsked: { readonly request: Omit<SentRequest, 'body'>; readonly refusal: string | null } | null = null;

function refusalOf(request: Omit<SentRequest, 'body'>): string | null {
  if (!token.test(request.method)) return 'its method is not a token';
  if (!request.target.startsWith('/') && !/^https?:\/\//.test(request.target))
    return 'its target is not a path';
  if (unsendableInTarget.test(request.target))
    return 'its target holds characters that no request line may hold';
  for (const [name, value] of request.headers) {
    if (!knownName(name).isSendable) return 'a header name is not a token';
    if (unsendableInValue.test(value)) return 'a header value holds characters that no header may hold';
  }
  return null;
}

/** What the name of a header line alone says of it. */
type KnownName = { readonly key: string; readonly isDropped: boolean; readonly isSendable: boolean };

const knownName: (name: string) => KnownName = rememberAnswers((name) => {
  const key = name.toLowerCase();
  const isPseudo = key.startsWith(':');
  return { key, isDropped: isPseudo || notSentAgain.has(key), isSendable: isPseudo || token.test(name) };
});

/**
 * The header lines that go out: order, case and repetition as recorded, without those of the recorded connection. HTTP/2
 * pseudo headers of imported recordings go; only the first Host stays, which is all that HTTP/1.1 allows.
 */
export function sentHeaders(lines: HeaderLines, tag: ExchangeTag | null): HeaderLines {
  const named = namedByConnection(lines);
  const kept: HeaderLine[] = [];
  let hosts = 0;
  for (const line of lines) {
    const { key, isDropped } = knownName(line[0]);
    if (key === 'host') hosts += 1;
    if (isDropped || named?.includes(key) || (key === 'host' && hosts > 1)) continue;
    kept.push(line);
  }
  if (tag !== null) kept.push(...tagLines(tag));
  return kept;
}

function tagLines({ exchangeId, startedAt }: ExchangeTag): readonly HeaderLine[] {
  return [
    [exchangeTag, exchangeId],
    [instantTag, String(startedAt)],
  ];
}

/** `Connection: close, X-Trace` makes X-Trace a header of that connection too. Null where nothing is named. */
function namedByConnection(lines: HeaderLines): readonly string[] | null {
  let named: string[] | null = null;
  for (const [name, value] of lines) {
    if (name.length !== 'connection'.length || knownName(name).key !== 'connection') continue;
    named ??= [];
    for (const part of value.split(',')) named.push(part.trim().toLowerCase());
  }
  return named === null ? null : named.filter((name) => name !== 'host');
}
