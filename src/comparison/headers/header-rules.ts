/** How each header is compared, by exact lower-case name; nothing is matched by a part of a name. */

/** Say something of the connection, not of the answer (RFC 9110 section 7.6.1). */
export const hopByHopHeaders: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  // An answer to the key of the handshake, which each connection draws anew (RFC 6455 section 4.2.2).
  'sec-websocket-accept',
]);

/** Their value differs in every answer by design; that they are there at all is still compared. */
export const presenceOnlyHeaders: ReadonlySet<string> = new Set([
  'date',
  'age',
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'x-runtime',
  'traceparent',
  'tracestate',
  'b3',
  'x-b3-traceid',
  'x-b3-spanid',
  'x-b3-parentspanid',
  'x-b3-sampled',
  'x-datadog-trace-id',
  'x-datadog-parent-id',
  'x-datadog-sampling-priority',
  'x-amzn-trace-id',
  'x-cloud-trace-context',
  'sentry-trace',
]);

/** Comma-separated lists whose order and case mean nothing. */
export const setHeaders: ReadonlySet<string> = new Set([
  'vary',
  'allow',
  'cache-control',
  'pragma',
  'accept-patch',
  'accept-post',
  'accept-ranges',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-expose-headers',
]);

/** Hold URLs, which are compared part by part. */
export const urlHeaders: ReadonlySet<string> = new Set(['location', 'content-location', 'refresh', 'link']);

/** Computed from the body: they differ because it does, and only stand alone when it does not. */
export const derivedHeaders: ReadonlySet<string> = new Set([
  'etag',
  'content-md5',
  'content-digest',
  'repr-digest',
  'digest',
  'x-amz-crc32',
  'x-goog-hash',
  'content-length',
  'last-modified',
]);

/** A client is less safe without them. */
export const securityHeaders: ReadonlySet<string> = new Set([
  'content-security-policy',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
  'referrer-policy',
  'strict-transport-security',
  'www-authenticate',
  'x-content-type-options',
  'x-frame-options',
  'access-control-allow-origin',
]);

/** Name the software that answers, with its version. */
export const bannerHeaders: ReadonlySet<string> = new Set(['server', 'x-powered-by', 'via', 'x-generator']);

/** The boundary between parts is drawn anew for each answer; it frames the body and says nothing of it. */
export function withoutBoundary(contentType: string): string {
  if (!/^\s*multipart\//i.test(contentType)) return contentType;
  return contentType.replace(/;\s*boundary=(?:"[^"]*"|[^\s;"]*)/i, '');
}

/** The name of the header or trailer a place is in, or `null` for a place outside them. */
export function headerOfPlace(place: string): string | null {
  return /^(?:header|trailer)\.([^/]+)/.exec(place)?.[1] ?? null;
}
