import type { HeaderLine, HeaderLines } from '../../domain/recording.ts';

/** The request of one stream: what HTTP/2 sends as pseudo headers is the request line and the host of an exchange. */
export type StreamRequest = {
  readonly method: string;
  readonly target: string;
  /** Without pseudo headers, `host` first where the client named an authority. */
  readonly lines: HeaderLines;
};

/** From the flat list that Node gives of a stream: name, value, name, value, in the order on the wire (RFC 9113, 8.3.1). */
export function streamRequest(rawHeaders: readonly string[]): StreamRequest {
  const all = linesOf(rawHeaders);
  const pseudo = (name: string): string | undefined => all.find(([line]) => line === name)?.[1];
  const authority = pseudo(':authority');
  const lines = withoutPseudo(all);
  const isNamed = authority === undefined || lines.some(([name]) => name === 'host');
  return {
    method: pseudo(':method') ?? 'GET',
    target: pseudo(':path') ?? '*',
    lines: isNamed ? lines : [['host', authority], ...lines],
  };
}

/** Header lines of a response, without its status. */
export function withoutPseudo(lines: HeaderLines): HeaderLines {
  return lines.filter(([name]) => !name.startsWith(':'));
}

export function linesOf(rawHeaders: readonly string[]): HeaderLines {
  return Array.from({ length: rawHeaders.length / 2 }, (_, line): HeaderLine => {
    return [rawHeaders[line * 2] ?? '', rawHeaders[line * 2 + 1] ?? ''];
  });
}

/** The scheme is that of the connection: behind a recorder that is spoken to in plain text, the service may speak TLS. */
export function withScheme(rawHeaders: readonly string[], scheme: string): string[] {
  return linesOf(rawHeaders).flatMap(([name, value]) => [name, name === ':scheme' ? scheme : value]);
}

/** Trailers in the one form that Node takes them in: a name that comes again has a list of values. */
export function trailerFields(lines: HeaderLines): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of withoutPseudo(lines)) fields[name] = [...(fields[name] ?? []), value];
  return fields;
}
