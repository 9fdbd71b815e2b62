import { decodeContent } from '../../content-coding/decode-content.ts';
import { encodeContent } from '../../content-coding/encode-content.ts';
import { type HeaderLines, headerOf, headerValues } from '../../domain/recording.ts';

/** Bodies above this are not searched for values, encoded or decoded, in bytes. */
const longestBody = 2 * 1024 * 1024;

/** What kind of text a body is, as far as values can be found in it. */
export type TextKind = 'json' | 'form' | 'multipart' | 'xml' | 'html' | 'plain';

/** A body that values are looked for in. `pack` applies the content codings again, for a body that was changed. */
export type BodyText = {
  readonly kind: TextKind;
  readonly bytes: Buffer;
  readonly pack: (bytes: Buffer) => Uint8Array;
};

/**
 * Used where values are looked for or replaced in a body: its bytes, their content coding undone, and what they are. Null when it is
 * empty, too long, damaged, or nothing that we read; such a body issues nothing, and nothing in it is replaced.
 */
export function readBodyText(headers: HeaderLines, body: Uint8Array): BodyText | null {
  if (body.byteLength === 0 || body.byteLength > longestBody) return null;
  const type = headerOf(headers, 'content-type')?.trim().toLowerCase();
  if (type !== undefined && kindOfType(type) === null) return null;
  const decoded = decodeContent(body, headerValues(headers, 'content-encoding'), longestBody);
  if (decoded.kind === 'undecodable') return null;
  const { buffer, byteOffset, byteLength } = decoded.bytes;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const kind = kindOf(type, bytes);
  return kind === null ? null : { kind, bytes, pack: (changed) => encodeContent(changed, decoded.codecs) };
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Null when the bytes are no UTF-8. */
export function utf8Of(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Services often send JSON as text, or without a type. */
function kindOf(type: string | undefined, bytes: Buffer): TextKind | null {
  const kind = type === undefined ? null : kindOfType(type);
  const mayBeJson = type === undefined || kind === 'plain';
  return mayBeJson && /^\s*[[{]/.test(bytes.toString('latin1', 0, 64)) ? 'json' : kind;
}

function kindOfType(type: string): TextKind | null {
  const mediaType = type.split(';', 1)[0]?.trim() ?? '';
  if (mediaType.includes('json')) return 'json';
  if (mediaType === 'application/x-www-form-urlencoded') return 'form';
  if (mediaType === 'multipart/form-data') return 'multipart';
  if (mediaType === 'text/html' || mediaType === 'application/xhtml+xml') return 'html';
  if (/^(?:text|application)\/(?:.*\+)?xml$/.test(mediaType)) return 'xml';
  return mediaType === 'text/plain' || mediaType === 'application/graphql' ? 'plain' : null;
}
