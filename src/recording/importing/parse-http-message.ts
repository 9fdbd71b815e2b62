import { type HeaderLine, type HeaderLines, headerOf } from '../../domain/recording.ts';

/** An HTTP/1.x message from captured bytes. The body is de-chunked and still content-encoded, as a proxy would see it. */
export type HttpMessage = {
  readonly startLine: string;
  readonly headers: HeaderLines;
  readonly body: Buffer;
  /** Whether all of the body that the headers announce is there. */
  readonly whole: boolean;
};

/**
 * Reads one captured message; null when it does not begin like one. Interim responses (100 Continue) before the final
 * one are skipped. `bodyless` for responses to HEAD, whose Content-Length announces nothing.
 */
export function parseHttpMessage(
  bytes: Buffer,
  { bodyless }: { readonly bodyless: boolean },
): HttpMessage | null {
  const headEnd = findHeadEnd(bytes);
  if (headEnd === null) return null;
  const [startLine = '', ...rest] = bytes.toString('latin1', 0, headEnd.head).split(/\r?\n/);
  if (/^HTTP\/1\.[01] 1(?!01)\d\d\b/.test(startLine)) {
    return parseHttpMessage(bytes.subarray(headEnd.body), { bodyless });
  }
  const headers = parseHeaders(rest);
  if (headers === null || startLine === '') return null;
  return { startLine, headers, ...readBody(bytes.subarray(headEnd.body), headers, bodyless) };
}

function findHeadEnd(bytes: Buffer): { readonly head: number; readonly body: number } | null {
  const strict = bytes.indexOf('\r\n\r\n');
  const lenient = bytes.indexOf('\n\n');
  if (strict !== -1 && (lenient === -1 || strict < lenient)) return { head: strict, body: strict + 4 };
  if (lenient !== -1) return { head: lenient, body: lenient + 2 };
  return null;
}

function parseHeaders(lines: readonly string[]): HeaderLines | null {
  const headers: HeaderLine[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1 || /\s/.test(line.slice(0, colon))) return null;
    headers.push([line.slice(0, colon), line.slice(colon + 1).trim()]);
  }
  return headers;
}

function readBody(
  rest: Buffer,
  headers: HeaderLines,
  bodyless: boolean,
): { readonly body: Buffer; readonly whole: boolean } {
  if (bodyless) return { body: Buffer.alloc(0), whole: true };
  if (/\bchunked\b/i.test(headerOf(headers, 'transfer-encoding') ?? '')) return dechunk(rest);
  const announced = headerOf(headers, 'content-length');
  if (announced === undefined || !/^\d+$/.test(announced)) return { body: rest, whole: true };
  const length = Number(announced);
  return { body: rest.subarray(0, length), whole: rest.length >= length };
}

function dechunk(bytes: Buffer): { readonly body: Buffer; readonly whole: boolean } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    const size =
      lineEnd === -1 ? undefined : /^([0-9a-f]{1,8})\s*(;.*)?$/i.exec(bytes.toString('latin1', at, lineEnd));
    if (size === undefined || size === null) return { body: Buffer.concat(chunks), whole: false };
    const length = Number.parseInt(size[1] ?? '0', 16);
    if (length === 0) return { body: Buffer.concat(chunks), whole: true };
    const start = lineEnd + 2;
    chunks.push(bytes.subarray(start, start + length));
    if (start + length > bytes.length) return { body: Buffer.concat(chunks), whole: false };
    at = start + length + 2;
  }
}
