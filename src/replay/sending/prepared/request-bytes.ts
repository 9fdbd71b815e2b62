import { type ExchangeTag, type SentRequest, sentHeaders } from '../sent-request.ts';

/** Methods that say by a length of 0 that nothing follows (RFC 9110 section 8.6). */
const expectsBody = new Set(['PUT', 'POST', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH']);

/** One write costs less than two, but a larger body would be held once more for each instance. */
const longestCopied = 256 * 1024;

/**
 * Made once per request, and the same for every instance that gets the request as it is: all that goes onto an HTTP/1.1 connection.
 * `Host` comes first, the recorded one or `authority`, as RFC 9112 section 3.2 asks of clients. The request must be one that can be
 * sent. One piece, or two when the body is large.
 */
export function requestBytes(
  request: SentRequest,
  tag: ExchangeTag | null,
  authority: string,
): readonly Buffer[] {
  const exchangeId = tag?.exchangeId ?? null;
  const isSame = last?.request === request && last.exchangeId === exchangeId;
  if (last !== null && isSame && (last.authority ?? authority) === authority) return last.bytes;
  last = { request, exchangeId, ...prepare(request, tag, authority) };
  return last.bytes;
}

type Prepared = {
  readonly request: SentRequest;
  /** Null when the request was recorded with a host of its own. */
  readonly authority: string | null;
  readonly exchangeId: string | null;
  readonly bytes: readonly Buffer[];
};

/** All instances are sent one request before the next, so that one is enough to remember. */
let last: Prepared | null = null;

function prepare(
  request: SentRequest,
  tag: ExchangeTag | null,
  authority: string,
): Pick<Prepared, 'authority' | 'bytes'> {
  const { method, target, body } = request;
  let host: string | null = null;
  let rest = '';
  for (const [name, value] of sentHeaders(request.headers, tag)) {
    if (name.length === 4 && name.toLowerCase() === 'host') host = value;
    else rest += `${name}: ${value}\r\n`;
  }
  const length =
    body.byteLength > 0 || expectsBody.has(method) ? `content-length: ${body.byteLength}\r\n` : '';
  const start = `${method} ${target} HTTP/1.1\r\nhost: ${host ?? authority}\r\nconnection: keep-alive\r\n`;
  const head = `${start}${rest}${length}\r\n`;
  return { authority: host === null ? authority : null, bytes: inPieces(head, body) };
}

function inPieces(head: string, body: Uint8Array): readonly Buffer[] {
  if (body.byteLength > longestCopied)
    return [Buffer.from(head, 'latin1'), Buffer.from(body.buffer, body.byteOffset, body.byteLength)];
  const bytes = Buffer.allocUnsafe(head.length + body.byteLength);
  bytes.write(head, 'latin1');
  bytes.set(body, head.length);
  return [bytes];
}
