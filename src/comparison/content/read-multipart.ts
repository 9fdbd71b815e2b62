import { createHash } from 'node:crypto';
import type { HeaderLines } from '../../domain/recording.ts';
import { headerValue } from '../headers/header-values.ts';
import type { JsonValue } from '../json/json-value.ts';

/** One part as it was sent: its own headers, and its bytes. */
export type RawPart = {
  /** Name of a form's field; `null` for a part without one. */
  readonly name: string | null;
  readonly headers: HeaderLines;
  readonly body: Buffer;
};

const mostParts = 100_000;

/** Used on `multipart/…` of any sort (RFC 2046, 5.1). `null` when no boundary is named, or the bytes do not keep to it. */
export function readMultipart(bytes: Uint8Array, contentType: string): readonly RawPart[] | null {
  const [, quoted, bare] = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  if (boundary === undefined) return null;
  const body = Buffer.concat([Buffer.from('\r\n'), bytes]);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: RawPart[] = [];
  let at = body.indexOf(delimiter);
  while (at !== -1 && parts.length < mostParts) {
    const start = at + delimiter.length;
    if (body.toString('latin1', start, start + 2) === '--') return parts;
    const end = body.indexOf(delimiter, start);
    const part = end === -1 ? null : readPart(body.subarray(start, end));
    if (part === null) return null;
    parts.push(part);
    at = end;
  }
  return null;
}

/** The rest of the boundary's line, header lines, an empty line, and what the part holds. */
function readPart(bytes: Buffer): RawPart | null {
  const lineEnd = bytes.indexOf('\r\n');
  const headEnd = bytes.indexOf('\r\n\r\n', Math.max(0, lineEnd));
  if (lineEnd === -1 || headEnd === -1) return null;
  const lines = bytes
    .toString('utf8', lineEnd, headEnd)
    .split(/\r\n(?![ \t])/)
    .filter(Boolean);
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
  });
  const disposition = headerValue(headers, 'content-disposition') ?? '';
  const [, quoted, bare] = /;\s*name=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i.exec(disposition) ?? [];
  return { name: quoted ?? bare ?? null, headers, body: bytes.subarray(headEnd + 4) };
}

/** The part as a value, by which parts are aligned as the elements of an array are. */
export function partAsJson({ name, headers, body }: RawPart): JsonValue {
  return new Map<string, JsonValue>([
    ['name', name],
    ['headers', new Map(headers)],
    ['body', createHash('sha256').update(body).digest('base64')],
  ]);
}
