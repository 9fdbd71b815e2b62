import type { IncomingMessage } from 'node:http';
import type { HeaderLine, HeaderLines } from '../../domain/recording.ts';
import { headerLines } from '../relay/relay-headers.ts';

/** A service that is called by encrypted connections, and the name under which our recorder stands before it. */
export type OutboundBase = {
  readonly name: string;
  /** Absolute, http or https; a path in it is put before that of the call. */
  readonly url: URL;
};

/** Where a call goes, and as what: with the lines that the called service would have got without us. */
export type CallDestination = {
  readonly origin: URL;
  readonly target: string;
  readonly url: string;
  readonly lines: HeaderLines;
};

type KnownBy = {
  readonly bases: readonly OutboundBase[];
  /** Host and port of the tunnel in which the request came, when it came in one. */
  readonly tunnel?: string;
};

/**
 * Used on each request to the recorder of outbound calls: an absolute URL names where it goes, as proxies are asked
 * (RFC 9112, 3.2.2), or the tunnel it came in does; any other path begins with the name of a base. Null when none of these holds.
 */
export function callDestination(request: IncomingMessage, knownBy: KnownBy): CallDestination | null {
  const url = absoluteUrl(request.url ?? '', knownBy);
  if (url === null || !URL.canParse(url)) return null;
  const [, authority = '', target = ''] = /^https?:\/\/([^/?#]*)([^#]*)/i.exec(url) ?? [];
  const origin = new URL('/', url);
  // What names the user goes to the service by a header, which clients make of it themselves.
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const lines = linesFor(host, headerLines(request.rawHeaders));
  return { origin: withoutUser(origin), target: target.startsWith('/') ? target : `/${target}`, url, lines };
}

/** From the text of what was asked, whose escapes a parser would change. */
function absoluteUrl(asked: string, { bases, tunnel }: KnownBy): string | null {
  if (/^https?:\/\/[^/?#]/i.test(asked)) return asked;
  if (tunnel !== undefined) return `http://${tunnel.replace(/:80$/, '')}${asked}`;
  const [, name = '', rest = ''] = /^\/([^/?#]+)(.*)$/s.exec(asked) ?? [];
  const base = bases.find((known) => known.name === name);
  if (base === undefined) return null;
  const path = base.url.pathname.replace(/\/$/, '');
  return `${base.url.origin}${path}${rest.startsWith('/') ? rest : `/${rest}`}`;
}

/** Host is that of the called service, in its place; what was said to us as a proxy ends here. */
function linesFor(host: string, lines: HeaderLines): HeaderLines {
  const kept = lines.filter(([name]) => !/^proxy-(?:authorization|connection)$/i.test(name));
  const named = kept.map(([name, value]): HeaderLine => [name, /^host$/i.test(name) ? host : value]);
  return named.some(([name]) => /^host$/i.test(name)) ? named : [['Host', host], ...named];
}

function withoutUser(origin: URL): URL {
  const plain = new URL(origin);
  plain.username = '';
  plain.password = '';
  return plain;
}
