import { type ExchangeTag, type SentRequest, sentHeaders } from '../../sent-request.ts';

/** Methods that say by a length of 0 that nothing follows (RFC 9110 section 8.6). */
const expectsBody = new Set(['PUT', 'POST', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH']);

/**
 * Made once per request, and the same for every instance that gets the request as it is: all that goes onto an HTTP/1.1 connection.
 * `Host` comes first, the recorded one or `authority`, as RFC 9112 section 3.2 asks of clients. The request must be one that can be sent.
 */
export function requestBytes(request: SentRequest, tag: ExchangeTag | null, authority: string): Buffer {
  const { method, target, body } = request;
  const lines = sentHeaders(request.headers, tag);
  let host = authority;
  let rest = '';
  for (const [name, value] of lines) {
    if (name.length === 4 && name.toLowerCase() === 'host') host = value;
    else rest += `${name}: ${value}\r\n`;
  }
  const length =
    body.byteLength > 0 || expectsBody.has(method) ? `content-length: ${body.byteLength}\r\n` : '';
  const head = `${method} ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n${rest}${length}\r\n`;
  const bytes = Buffer.allocUnsafe(head.length + body.byteLength);
  bytes.write(head, 'latin1');
  bytes.set(body, head.length);
  return bytes;
}
