import type { Exchange, HeaderLine } from '../domain/recording.ts';
import { sentHeaders } from './sending/sent-request.ts';

/** Longest line that a person would still copy. */
const longestLine = 4_000;

/**
 * Used for the smallest exchange of a group of findings: a line for a POSIX shell that sends it again. `$URL` stands for the origin of
 * the service, `$TOKEN` and `$COOKIE` for what must not be shown. Everything else is recorded text and is quoted whole, so that nothing
 * in it is ever run. Null where a line cannot hold the request: bytes that are no text, characters nobody sees, too much of it.
 */
export function curlLine(exchange: Exchange, isSecret: (name: string) => boolean): string | null {
  const body = textOf(exchange.requestBody);
  const headers = sentHeaders(exchange.requestHeaders, null).filter(
    ([name]) => name.toLowerCase() !== 'host',
  );
  const texts = [exchange.method, exchange.target, ...headers.flat(), body ?? ''];
  if (body === null || !texts.every(isPlain) || !exchange.target.startsWith('/')) return null;
  const line = [
    `curl -g --path-as-is ${methodPart(exchange.method)}"$URL"${shellQuoted(exchange.target)}`,
    ...headers.map((header) => headerPart(header, isSecret)),
    ...(body === '' ? [] : [...contentType(headers), `--data-raw ${shellQuoted(body)}`]),
  ].join(' ');
  return line.length > longestLine ? null : line;
}

/** One word of a POSIX shell, whatever is in it; a quote ends the quoting, stands by itself and begins it again. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function methodPart(method: string): string {
  if (method === 'GET') return '';
  return method === 'HEAD' ? '--head ' : `-X ${shellQuoted(method)} `;
}

/** curl drops a header without a value unless it ends in a semicolon. */
function headerPart([name, value]: HeaderLine, isSecret: (name: string) => boolean): string {
  const key = name.toLowerCase();
  if (key === 'cookie') return `-H ${shellQuoted(`${name}: `)}"$COOKIE"`;
  if (key === 'authorization' || isSecret(key)) {
    const scheme = /^([A-Za-z][\w-]*) +\S/.exec(value)?.[1];
    return `-H ${shellQuoted(`${name}: ${scheme === undefined ? '' : `${scheme} `}`)}"$TOKEN"`;
  }
  return `-H ${shellQuoted(value === '' ? `${name};` : `${name}: ${value}`)}`;
}

/** Without one, curl would claim that the body is a form. */
function contentType(headers: readonly HeaderLine[]): readonly string[] {
  return headers.some(([name]) => name.toLowerCase() === 'content-type') ? [] : [`-H 'Content-Type:'`];
}

function textOf(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return null;
  }
}

/** Text that is seen as it is: a line that is copied from a report must be the one that was meant. */
function isPlain(text: string): boolean {
  return !/[^\P{C}\n\t]|[^\P{Z} ]|[\u2800\u3164\uffa0\u115f\u1160]/u.test(text);
}
