import { saidBy } from '../domain/conversation.ts';
import type { Responded } from '../domain/observation.ts';
import type { Said } from './content/compare-conversation.ts';
import type { MarkupNode } from './content/markup-node.ts';
import type { ProtoMessageRef } from './content/proto-schema.ts';
import { readEvents } from './content/read-events.ts';
import { readGrpc } from './content/read-grpc.ts';
import { readHtml } from './content/read-html.ts';
import { type RawPart, readMultipart } from './content/read-multipart.ts';
import { readWire } from './content/read-wire.ts';
import { readXml } from './content/read-xml.ts';
import { recogniseFormat } from './content/recognise-format.ts';
import { headerValue } from './headers/header-values.ts';
import type { JsonValue } from './json/json-value.ts';
import { parseJson } from './json/parse-json.ts';
import { type OpenedBody, openBody, saysJson } from './open-body.ts';

/** A decoded body as it is compared. */
export type Body =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'json' | 'json-lines' | 'form' | 'events';
      readonly value: JsonValue;
      readonly text: string;
    }
  | { readonly kind: 'xml' | 'html'; readonly nodes: readonly MarkupNode[]; readonly text: string }
  /** Read by wire type, without a schema. */
  | { readonly kind: 'protobuf' | 'grpc'; readonly value: JsonValue; readonly bytes: Uint8Array }
  /** What the service said on a WebSocket. */
  | { readonly kind: 'conversation'; readonly said: Said; readonly bytes: Uint8Array }
  | { readonly kind: 'multipart'; readonly parts: readonly RawPart[]; readonly bytes: Uint8Array }
  /** `because`: why it was not read as the kind that it claims to be; `null` when it claims nothing more. */
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly markup: boolean;
      readonly because: string | null;
    }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array; readonly format: string }
  | { readonly kind: 'undecodable'; readonly bytes: Uint8Array; readonly why: string };

/**
 * Reads a body by its Content-Type and, where that says nothing or is wrong, by looking: JSON is often sent without a
 * proper type. What is not valid text in its charset is binary. Nothing is passed over: what cannot be read as the kind it
 * claims is text, or bytes, and says why.
 */
export function readBody(response: Pick<Responded, 'headers' | 'body' | 'messages'>): Body {
  return readOpened(openBody(response), response);
}

/** The same for a body that was opened before. */
export function readOpened(
  { decoded, contentType }: OpenedBody,
  { headers, body, messages }: Pick<Responded, 'headers' | 'body' | 'messages'>,
  answer: ProtoMessageRef | null = null,
): Body {
  if (messages !== undefined)
    return { kind: 'conversation', said: saidBy('service', messages, body), bytes: body };
  if (body.length === 0) return { kind: 'empty' };
  if (decoded.kind === 'undecodable') return { ...decoded, bytes: body };
  if (contentType.startsWith('multipart/'))
    return readParts(decoded.bytes, headerValue(headers, 'content-type') ?? '');
  if (/^application\/(grpc|(x-|vnd\.google\.|x-google-)?protobuf)\b/.test(contentType))
    return readBinaryMessage(decoded.bytes, contentType, {
      encoding: headerValue(headers, 'grpc-encoding') ?? '',
      answer,
    });
  if (/^(image|audio|video|font)\/(?!svg)/.test(contentType)) return binary(decoded.bytes);
  const text = decodeText(decoded.bytes, contentType);
  if (text === null) return binary(decoded.bytes);
  return text === '' ? { kind: 'empty' } : readText(text, contentType);
}

function binary(bytes: Uint8Array): Body {
  return { kind: 'binary', bytes, format: recogniseFormat(bytes) };
}

function readParts(bytes: Uint8Array, contentType: string): Body {
  const parts = readMultipart(bytes, contentType);
  if (parts === null) return { kind: 'binary', bytes, format: 'multipart that cannot be read' };
  return { kind: 'multipart', parts, bytes };
}

function readBinaryMessage(
  bytes: Uint8Array,
  contentType: string,
  { encoding, answer }: { readonly encoding: string; readonly answer: ProtoMessageRef | null },
): Body {
  const kind = contentType.startsWith('application/grpc') ? 'grpc' : 'protobuf';
  const isInBase64 = contentType.startsWith('application/grpc-web-text');
  const framed = isInBase64 ? Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64') : bytes;
  const value = kind === 'grpc' ? readGrpc(framed, encoding, answer) : readWire(bytes);
  if (value === null) return { kind: 'binary', bytes, format: `${kind} that cannot be read` };
  return { kind, value, bytes };
}

function readText(text: string, contentType: string): Body {
  if (/[/+-](x-)?(ndjson|jsonl|json-?lines|json-seq)\b/.test(contentType))
    return readLines(text, 1) ?? plainText(text, 'a line is not JSON');
  if (contentType.startsWith('application/x-www-form-urlencoded')) return readForm(text);
  if (contentType.startsWith('text/event-stream')) return readStream(text);
  const claimsJson = saysJson(contentType);
  if (claimsJson || /^\s*[[{"]/.test(text)) {
    const value = parseJson(text);
    if (value !== undefined) return { kind: 'json', value, text };
    const lines = claimsJson || /^\s*[[{]/.test(text) ? readLines(text, 2) : null;
    if (lines !== null) return lines;
  }
  return readMarkup(text, contentType) ?? plainText(text, claimsJson ? 'not valid JSON' : null);
}

/** `null` for what neither claims to be markup nor begins as it. */
function readMarkup(text: string, contentType: string): Body | null {
  const isHtml = /^text\/html\b/.test(contentType) || /^\s*<(!doctype\s+html|html)\b/i.test(text);
  const isXml = /[/+-]xml\b/.test(contentType) || /^\uFEFF?\s*<\?xml\b/.test(text);
  if (!isHtml && !isXml) return null;
  const kind = isXml && !/^text\/html\b/.test(contentType) ? 'xml' : 'html';
  const read = kind === 'xml' ? readXml(text) : readHtml(text);
  if (read.kind === 'read') return { kind, nodes: read.nodes, text };
  return { kind: 'text', text, markup: true, because: read.why };
}

function readStream(text: string): Body {
  const events = readEvents(text);
  return events === null
    ? plainText(text, 'not a stream of events')
    : { kind: 'events', value: events, text };
}

function plainText(text: string, because: string | null): Body {
  return { kind: 'text', text, markup: false, because };
}

/** Starts each record of application/json-seq (RFC 7464). */
const recordSeparator = '\u001e';

/** One JSON value a line, as an array, so that a line inserted is one element added; `null` when a line is not JSON. */
function readLines(text: string, fewest: number): Body | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && line !== recordSeparator);
  if (lines.length < fewest) return null;
  const values: JsonValue[] = [];
  for (const line of lines) {
    const value = parseJson(line.startsWith(recordSeparator) ? line.slice(1) : line);
    if (value === undefined) return null;
    values.push(value);
  }
  return { kind: 'json-lines', value: values, text };
}

/** Fields by name; a name that is repeated holds an array. */
function readForm(text: string): Body {
  const fields = new URLSearchParams(text.trim());
  const value = new Map<string, JsonValue>();
  for (const name of new Set(fields.keys())) {
    const [first = '', ...others] = fields.getAll(name);
    value.set(name, others.length === 0 ? first : [first, ...others]);
  }
  return { kind: 'form', value, text };
}

/** `null` when the bytes are not text in the charset they claim, UTF-8 when they claim none. */
function decodeText(bytes: Uint8Array, contentType: string): string | null {
  const [, charset = 'utf-8'] = /charset="?([\w-]+)/.exec(contentType) ?? [];
  const text = decodeAs(bytes, charset) ?? decodeAs(bytes, 'utf-8');
  return text?.includes('\0') ? null : text;
}

function decodeAs(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
