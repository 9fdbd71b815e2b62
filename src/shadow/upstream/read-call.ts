import type { HeaderLine, HeaderLines } from '../../domain/recording.ts';
import type { AnyRequest, ConnectionFacts } from './accept-connections.ts';

/** Headers by which the agent tells the exchange of a call; the service never sees them. */
export const callTagHeader = 'x-shadowgate-exchange';

export type IncomingCall = {
  readonly method: string;
  /** Absolute, as the instance meant it. */
  readonly url: string;
  readonly headers: HeaderLines;
  readonly body: Uint8Array;
  /** Exchange that the agent named; null when no agent did. */
  readonly tag: string | null;
};

/** Reads a call whole. Null when its body is larger than `mostBytes` or broke off. */
export async function readCall(
  request: AnyRequest,
  facts: ConnectionFacts,
  mostBytes: number,
): Promise<IncomingCall | null> {
  const body = await readBody(request, mostBytes);
  if (body === null) return null;
  const lines = headerLines(request);
  const tag = lines.find(([name]) => name.toLowerCase() === callTagHeader)?.[1] ?? null;
  return {
    method: request.method ?? 'GET',
    url: normalised(urlOf(request, facts)),
    headers: lines.filter(([name]) => name.toLowerCase() !== callTagHeader),
    body,
    tag,
  };
}

async function readBody(request: AnyRequest, mostBytes: number): Promise<Uint8Array | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      if (size > mostBytes) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

function headerLines({ rawHeaders }: AnyRequest): HeaderLines {
  const lines: HeaderLine[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]];
    if (!name.startsWith(':')) lines.push([name, value]);
  }
  return lines;
}

/** A proxy is asked for a whole address; else the Host header names the service, and the connection its scheme. */
function urlOf(request: AnyRequest, { scheme, target }: ConnectionFacts): string {
  const path = request.url ?? '/';
  if (/^https?:\/\//i.test(path)) return path;
  const authority = request.headers[':authority'] ?? request.headers.host ?? target ?? '';
  return `${scheme}://${String(authority)}${path.startsWith('/') ? path : '/'}`;
}

function normalised(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}
