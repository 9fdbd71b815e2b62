import type { HeaderLine, HeaderLines } from '../../domain/recording.ts';

/**
 * Lines that describe one connection and not the message (RFC 9110, 7.6.1), besides those that Connection names.
 * Transfer-Encoding is not among them: the body is chunked again on the other side, so its line stays in its place.
 */
const perConnection = ['connection', 'keep-alive', 'proxy-connection', 'te', 'upgrade', 'http2-settings'];

/** What a client may not make us take off by naming it in Connection: the service would see another request. */
const endToEnd = new Set(['host', 'content-length', 'transfer-encoding', 'authorization', 'cookie']);

const onlyWithChunks = new Set(['transfer-encoding', 'trailer']);

/** Header lines from Node's flat list: name, value, name, value, with their case and order on the wire. */
export function headerLines(rawHeaders: readonly string[]): HeaderLine[] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, line): HeaderLine => {
    return [rawHeaders[line * 2] ?? '', rawHeaders[line * 2 + 1] ?? ''];
  });
}

/** Back to the flat list, which Node writes as it is. */
export function flatHeaders(lines: HeaderLines): string[] {
  return lines.flat();
}

/** Trailer lines in the one form that Node takes them in. */
export function trailerPairs(rawTrailers: readonly string[]): [string, string][] {
  return headerLines(rawTrailers).map(([name, value]) => [name, value]);
}

/** The lines of a request for the next connection. That the client takes trailers is passed on; we pass them too. */
export function requestLinesToForward(lines: HeaderLines): HeaderLines {
  const wantsTrailers = listOf(lines, 'te').includes('trailers');
  const kept = withoutPerConnection(lines);
  return wantsTrailers ? [...kept, ['TE', 'trailers']] : kept;
}

/** The lines of a response for the client. HTTP/1.0 knows no chunks: there the end of the connection ends the body. */
export function responseLinesToForward(lines: HeaderLines, clientKnowsChunks: boolean): HeaderLines {
  const kept = withoutPerConnection(lines);
  return clientKnowsChunks ? kept : kept.filter(([name]) => !onlyWithChunks.has(name.toLowerCase()));
}

function withoutPerConnection(lines: HeaderLines): HeaderLines {
  const named = listOf(lines, 'connection').filter((name) => !endToEnd.has(name));
  const dropped = new Set([...perConnection, ...named]);
  return lines.filter(([name]) => !dropped.has(name.toLowerCase()));
}

/** The members of a comma-separated header, over all its lines, in lower case. */
function listOf(lines: HeaderLines, name: string): readonly string[] {
  return lines
    .filter(([line]) => line.toLowerCase() === name)
    .flatMap(([, value]) => value.split(',').map((part) => part.trim().toLowerCase()));
}
