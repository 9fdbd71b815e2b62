import type { HeaderLine, HeaderLines } from '../../domain/recording.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { redactCredential } from './redact-credential.ts';
import { redactTarget } from './redact-query.ts';
import { redactPatterns, redactString } from './redact-text.ts';
import { secretKindOf } from './secret-names.ts';

/** Headers whose whole value is a URL, with a query that may carry what the request itself carried. */
const urlHeaders = new Set([
  ...['referer', 'location', 'content-location', 'x-original-url', 'x-rewrite-url', 'x-forwarded-uri'],
]);

/** Redacts the values of header lines; names, order, case and repetition stay. */
export function redactHeaders(headers: HeaderLines, pseudonyms: Pseudonyms): HeaderLines {
  return headers.map(
    ([name, value]): HeaderLine => [name, redactHeader(name.toLowerCase(), value, pseudonyms)],
  );
}

function redactHeader(name: string, value: string, pseudonyms: Pseudonyms): string {
  switch (name) {
    case 'cookie':
      return value
        .split(';')
        .map((pair) => redactCookie(pair, pseudonyms))
        .join(';');
    case 'set-cookie':
      return redactSetCookie(value, pseudonyms);
    default:
      return search(redactByName(name, value, pseudonyms), pseudonyms);
  }
}

function redactByName(name: string, value: string, pseudonyms: Pseudonyms): string {
  if (secretKindOf(name) !== null) return redactCredential(value, pseudonyms);
  return urlHeaders.has(name) ? redactTarget(value, pseudonyms) : value;
}

/** Only the first part of a Set-Cookie is a cookie; the attributes that follow tell the client what to do with it. */
function redactSetCookie(value: string, pseudonyms: Pseudonyms): string {
  const end = value.indexOf(';');
  if (end === -1) return redactCookie(value, pseudonyms);
  return redactCookie(value.slice(0, end), pseudonyms) + value.slice(end);
}

/** `name=value`, with the space and the quotes it may have; a cookie without a value keeps its name alone. */
function redactCookie(pair: string, pseudonyms: Pseudonyms): string {
  const equals = pair.indexOf('=');
  if (equals === -1) return pair;
  const written = pair.slice(equals + 1);
  const value = written.trim();
  const inner = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  if (inner === '') return pair;
  const start = equals + 1 + written.indexOf(inner);
  return pair.slice(0, start) + pseudonyms.token(inner) + pair.slice(start + inner.length);
}

function search(value: string, pseudonyms: Pseudonyms): string {
  return redactString(value, (bytes) => redactPatterns(bytes, pseudonyms));
}
