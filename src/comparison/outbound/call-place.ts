import type { OutboundCall } from '../../domain/upstream.ts';
import { looksLikeId, type Position } from '../place-pattern.ts';

/** A call taken apart for comparison. */
export type PlacedCall = {
  readonly call: OutboundCall;
  /** `outbound/POST api.example/v1/charges`; the pattern has `{id}` for segments that name one thing among many. */
  readonly position: Position;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** The same for equal calls. */
  readonly key: string;
};

const loopbackPort = /^(127(?:\.\d+){3}|localhost|\[::1\]):\d+$/;

/** Where the findings of a call stand. Used before calls are paired: those of one pattern may be the same call. */
export function placeCall(call: OutboundCall): PlacedCall {
  const url = URL.canParse(call.url) ? new URL(call.url) : new URL('http://unknown.invalid/');
  const host = url.host.replace(loopbackPort, '$1');
  const segments = url.pathname.split('/').slice(1);
  const even = segments.map((segment) => (looksLikeId(segment) ? '{id}' : segment));
  const scheme = url.protocol === 'http:' ? 'http://' : '';
  const start = `outbound/${call.method} ${scheme}${host}`;
  return {
    call,
    position: { place: `${start}/${segments.join('/')}`, pattern: `${start}/${even.join('/')}` },
    segments,
    query: url.searchParams,
    key: [call.method, call.url, call.bodyLength, call.bodyDigest].join(' '),
  };
}

/** One step below the address of a call, such as `path/1` or `body`. */
export function belowCall({ position }: PlacedCall, step: string): Position {
  return { place: `${position.place}/${step}`, pattern: `${position.pattern}/${step}` };
}
