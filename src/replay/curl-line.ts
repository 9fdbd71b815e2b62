import type { Exchange, HeaderLine } from '../domain/recording.ts';
import { sentHeaders } from './sending/sent-request.ts';

/** Longest line that a person would still copy. */
const longestLine = 4_000;

/**
 * Header lines that say how the recorded client was made, how its request travelled, or who watched it, which is of no use to somebody who
 * sends it again by hand: curl writes its own, and an answer that was asked for in compressed form could not be read. What a
 * service answers by (credentials, languages, conditions, the address that it was called by) stays.
 */
const ofTheJourney = new Set([
  ...[
    'host',
    'user-agent',
    'accept-encoding',
    'upgrade-insecure-requests',
    'dnt',
    'priority',
    'via',
    'cdn-loop',
  ],
  ...['traceparent', 'tracestate', 'baggage', 'b3', 'sentry-trace', 'uber-trace-id', 'x-request-start'],
]);
const ofTheJourneyByStart = /^(?:sec-(?:fetch|ch-ua|gpc)|x-(?:b3|datadog|amzn-trace|cloud-trace|envoy)-)/;

/**
 * Used for the smallest exchange of a group of findings: a line for a POSIX shell that sends it again. `$URL` stands for the origin of
 * the service, `$TOKEN` and `$COOKIE` for what must not be shown. Everything else is recorded text and is quoted whole, so that nothing
 * in it is ever run. Null where a line cannot hold the request: bytes that are no text, characters nobody sees, too much of it.
 */
export function curlLine(exchange: Exchange, isSecret: (name: string) => boolean): string | null {
  const body = textOf(exchange.requestBody);
  const headers = sentHeaders(exchange.requestHeaders, null).filter(isToldAgain);
  const texts = [exchange.target, ...headers.flat(), body ?? ''];
  if (body === null || !texts.every(isPlain) || !exchange.target.startsWith('/')) return null;
  if (![exchange.method, ...headers.map(([name]) => name)].every(isToken)) return null;
  const line = [
    `curl -g --path-as-is ${methodPart(exchange.method)}"$URL"${shellQuoted(exchange.target)}`,
    ...headers.map((header) => headerPart(header, isSecret)),
    ...(body === '' ? [] : [...contentType(headers), `--data-raw ${shellQuoted(body)}`]),
  ].join(' ');
  return line.length > longestLine ? null : line;
}

/** curl itself asks for any type; so do clients that were told nothing else, which also ask for any language. */
function isToldAgain([name, value]: HeaderLine): boolean {
  const key = name.toLowerCase();
  if (ofTheJourney.has(key) || ofTheJourneyByStart.test(key)) return false;
  return !((key === 'accept' && value === '*/*') || (key === 'accept-language' && value === '*'));
}

/** A name such as `@/etc/passwd` would make curl read a file. */
function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
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

/**
 * Text that is seen as it is: a line that is copied from a report must be the one that was meant. A shell that is pasted into takes a
 * tab for the wish to complete a name.
 */
function isPlain(text: string): boolean {
  return !/[^\P{C}\n]|[^\P{Z} ]|[\u2800\u3164\uffa0\u115f\u1160]/u.test(text);
}
