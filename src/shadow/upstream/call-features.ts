import { createHash } from 'node:crypto';
import { decodeContent } from '../../content-coding/decode-content.ts';
import { type HeaderLines, headerOf, headerValues } from '../../domain/recording.ts';
import { bodyLeaves } from './body-leaves.ts';

/** A request body as it is matched: what order of members, spacing and content coding leave the same. */
export type BodyFeatures =
  | { readonly kind: 'empty' }
  /** Nothing is known of it: written by hand without one, or cut off while recording. */
  | { readonly kind: 'any' }
  | { readonly kind: 'fields'; readonly leaves: ReadonlyMap<string, string> }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly digest: string };

/** A call as it is matched, whether recorded or just arrived. */
export type CallFeatures = {
  readonly method: string;
  readonly origin: string;
  readonly segments: readonly string[];
  /** Sorted by name, then value. */
  readonly query: readonly (readonly [string, string])[];
  readonly body: BodyFeatures;
  /** The same for calls that can be compared at all. */
  readonly bucket: string;
  /** The same for calls that are equal. */
  readonly key: string;
};

export type CallContent = {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: HeaderLines;
  readonly body: Uint8Array;
  /** Whether the body is not known, which only a recorded one can be. */
  readonly isBodyUnknown?: boolean;
};

/** A body that unpacks to more is matched by its digest. */
const mostDecoded = 16 * 1024 * 1024;

/** Makes a call comparable. Null when its address cannot be read. Used for every recorded call once and for every live one. */
export function callFeatures({
  method,
  url,
  headers,
  body,
  isBodyUnknown,
}: CallContent): CallFeatures | null {
  if (!URL.canParse(url)) return null;
  const { origin, host, protocol, pathname, searchParams } = new URL(url);
  const place = origin === 'null' ? `${protocol}//${host}` : origin;
  const segments = pathname.split('/').slice(1).map(decoded);
  const query = [...searchParams].toSorted(([a, b], [c, d]) => order(a, c) || order(b, d));
  const features = { method: method.toUpperCase(), origin: place, segments, query };
  const content: BodyFeatures = isBodyUnknown ? { kind: 'any' } : bodyFeatures(headers, body);
  const address = [features.method, place, ...segments].join('\n');
  return {
    ...features,
    body: content,
    bucket: `${features.method} ${place} ${segments.length}`,
    key: createHash('sha256')
      .update(`${address}\n${JSON.stringify(query)}\n${bodyKey(content)}`)
      .digest('hex'),
  };
}

function bodyFeatures(headers: HeaderLines, body: Uint8Array): BodyFeatures {
  if (body.length === 0) return { kind: 'empty' };
  const plain = decodeContent(body, headerValues(headers, 'content-encoding'), mostDecoded);
  if (plain.kind === 'undecodable') return bytes(body);
  const text = textOf(plain.bytes);
  if (text === null) return bytes(plain.bytes);
  const leaves = bodyLeaves(text, headerOf(headers, 'content-type') ?? '');
  return leaves === null ? { kind: 'text', text: withoutBoundary(text) } : { kind: 'fields', leaves };
}

function bodyKey(body: BodyFeatures): string {
  switch (body.kind) {
    case 'empty':
    case 'any':
      return body.kind;
    case 'fields':
      return JSON.stringify([...body.leaves].toSorted(([a], [b]) => order(a, b)));
    case 'text':
      return `text ${body.text}`;
    case 'bytes':
      return `bytes ${body.digest}`;
  }
}

function bytes(body: Uint8Array): BodyFeatures {
  return { kind: 'bytes', digest: createHash('sha256').update(body).digest('hex') };
}

function textOf(body: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** Clients draw the boundary of multipart/form-data anew for each request. */
function withoutBoundary(text: string): string {
  const boundary = /^--([^\r\n]{6,70})\r?\n/.exec(text)?.[1];
  return boundary === undefined ? text : text.replaceAll(boundary, 'boundary');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
