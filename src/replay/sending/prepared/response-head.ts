import type { HeaderLine, HeaderLines } from '../../../domain/recording.ts';

/** Thrown by the reader of responses for what is no HTTP/1.1; the message says in words what was wrong, never what was sent. */
export class MalformedResponse extends Error {}

export type ResponseHead = {
  readonly status: number;
  /** Whether the service speaks HTTP/1.1, where connections stay open unless it says otherwise. */
  readonly isCurrent: boolean;
  readonly headers: HeaderLines;
};

/** A head with what follows from it, found out once for all responses that have it. */
export type KnownHead = ResponseHead & {
  readonly keepsOpen: boolean;
  readonly keepAliveMs: number | null;
  /** To any method but HEAD. */
  readonly length: BodyLength;
};

/** Used once for each head that is read. Throws MalformedResponse where two readers could take it in two ways. */
export function knownHead(head: ResponseHead): KnownHead {
  const length = bodyLengthOf(head);
  return { ...head, keepsOpen: keepsOpen(head), keepAliveMs: keepAliveMsOf(head), length };
}

/** Where a body ends (RFC 9112 section 6.3). */
export type BodyLength =
  | { readonly kind: 'known'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

/** Some services announce 2.0 and speak 1.0. */
const statusLine = /^HTTP\/(0\.9|1\.0|1\.1|2\.0) ([1-9]\d\d)(?: [^\r\n]*)?$/;
const headerLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[\t ]*([\t\x20-\x7e\x80-\xff]*)$/;

/** The first line of a response, without its end. */
export function readStatusLine(line: string): Pick<ResponseHead, 'status' | 'isCurrent'> {
  const [, version, status] = statusLine.exec(line) ?? [];
  if (status === undefined) throw new MalformedResponse('the first line is no status line of HTTP/1.1');
  return { status: Number(status), isCurrent: version === '1.1' };
}

/** A header or trailer line; white space at both ends of the value is none of it. */
export function readHeaderLine(line: string): HeaderLine {
  const [, name, value] = headerLine.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new MalformedResponse('a header line is none');
  return [name, value];
}

/**
 * Where the body of a response ends, unless it answers HEAD. What two readers could take in two ways is refused: more than one length, a length
 * beside a transfer coding, a length that is no number.
 */
function bodyLengthOf({ status, headers }: ResponseHead): BodyLength {
  const lengths = valuesOf(headers, 'content-length');
  const codings = valuesOf(headers, 'transfer-encoding');
  if (lengths.length > 1) throw new MalformedResponse('it has more than one Content-Length');
  if (lengths.length > 0 && codings.length > 0) {
    throw new MalformedResponse('it has both Content-Length and Transfer-Encoding');
  }
  const bytes = lengths[0] === undefined ? null : readLength(lengths[0]);
  if (status === 204 || status === 304) return { kind: 'known', bytes: 0 };
  if (bytes !== null) return { kind: 'known', bytes };
  const last = codings.at(-1)?.split(',').at(-1)?.trim().toLowerCase();
  return last === 'chunked' ? { kind: 'chunked' } : { kind: 'until-close' };
}

/** Whether the service said that it keeps the connection open, or nothing to the contrary. */
function keepsOpen({ isCurrent, headers }: ResponseHead): boolean {
  const options = valuesOf(headers, 'connection').flatMap((value) =>
    value.split(',').map((option) => option.trim().toLowerCase()),
  );
  if (options.includes('close')) return false;
  return isCurrent || options.includes('keep-alive');
}

/** Milliseconds for which the service says it waits for a next request; null when it does not say. */
function keepAliveMsOf({ headers }: ResponseHead): number | null {
  const [hint] = valuesOf(headers, 'keep-alive');
  const seconds = hint === undefined ? undefined : /timeout=\s*(\d+)/i.exec(hint)?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}

function readLength(value: string): number {
  const bytes = /^\d{1,15}[\t ]*$/.test(value) ? Number(value) : Number.NaN;
  if (Number.isNaN(bytes)) throw new MalformedResponse('its Content-Length is no length');
  return bytes;
}

function valuesOf(headers: HeaderLines, wanted: string): readonly string[] {
  const values: string[] = [];
  for (const [name, value] of headers) {
    if (name.length === wanted.length && name.toLowerCase() === wanted) values.push(value);
  }
  return values;
}
