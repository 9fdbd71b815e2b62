import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { HeaderLines } from '../domain/recording.ts';

/** Bodies above this are not searched for values, encoded or decoded, in bytes. */
const longestBody = 2 * 1024 * 1024;

/** What kind of text a body is, as far as values can be found in it. */
export type TextKind = 'json' | 'form' | 'html' | 'plain';

/** Value of the first header line of that name; lower-case name. */
export function headerOf(lines: HeaderLines, name: string): string | undefined {
  return lines.find(([candidate]) => candidate.toLowerCase() === name)?.[1];
}

/** Tells by content type, or by the first character when there is none. Null: nothing that values are looked for in. */
export function textKindOf(headers: HeaderLines, body: Uint8Array): TextKind | null {
  const type = headerOf(headers, 'content-type')?.toLowerCase();
  if (type === undefined) return body[0] === 0x7b || body[0] === 0x5b ? 'json' : null;
  if (type.includes('json')) return 'json';
  if (type.startsWith('application/x-www-form-urlencoded')) return 'form';
  if (type.startsWith('text/html') || type.startsWith('application/xhtml')) return 'html';
  return type.startsWith('text/plain') ? 'plain' : null;
}

/**
 * Used where issued values are looked for: the body as text, its content encoding undone. Null when it is too long, damaged, not
 * UTF-8, or encoded in a way we do not know; such a body issues nothing, and nothing in it is replaced.
 */
export function decodeBody(headers: HeaderLines, body: Uint8Array): string | null {
  if (body.byteLength === 0 || body.byteLength > longestBody) return null;
  try {
    const plain = undo(headerOf(headers, 'content-encoding')?.trim().toLowerCase(), body);
    return plain === null ? null : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
  } catch {
    return null;
  }
}

function undo(encoding: string | undefined, body: Uint8Array): Uint8Array | null {
  const limit = { maxOutputLength: longestBody };
  switch (encoding) {
    case undefined:
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(body, limit);
    case 'deflate':
      return inflateSync(body, limit);
    case 'br':
      return brotliDecompressSync(body, limit);
    case 'zstd':
      return zstdDecompressSync(body, limit);
    default:
      return null;
  }
}
