import { decodeContent } from '../../content-coding/decode-content.ts';
import { encodeContent } from '../../content-coding/encode-content.ts';
import { type HeaderLine, type HeaderLines, headerOf, headerValues } from '../../domain/recording.ts';
import { applyEdits } from './byte-edits.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { redactGrpc } from './redact-grpc.ts';
import { redactJson } from './redact-json.ts';
import { redactMultipart } from './redact-multipart.ts';
import { redactPairs } from './redact-query.ts';
import { redactPatterns, redactText } from './redact-text.ts';

/** One side of an exchange: its body as on the wire and the header lines that describe it. */
export type Message = {
  readonly headers: HeaderLines;
  readonly body: Buffer;
  /** Whether the body is not whole. */
  readonly truncated: boolean;
};

/** The same after redaction; `changed` when a value in the body was replaced. */
export type RedactedMessage = Pick<Message, 'headers' | 'body'> & { readonly changed: boolean };

/** A packed body of a few kilobytes can unpack to gigabytes; beyond this it cannot be looked into. */
const longestDecoded = 64 * 1024 * 1024;

/** The end of a body that was cut may hold half a secret, which nothing would recognise; at most so much goes. */
const longestHalfWord = 8192;

/**
 * Redacts a body by its content type: decoded when it is encoded, and encoded again only when something was replaced.
 * Throws when the body cannot be looked into; what cannot be looked into must not be written.
 */
export function redactBody(message: Message, pseudonyms: Pseudonyms): RedactedMessage {
  const { headers, truncated } = message;
  if (message.body.length === 0) return { headers, body: message.body, changed: false };
  const decoded = decodeContent(message.body, headerValues(headers, 'content-encoding'), longestDecoded);
  if (decoded.kind === 'undecodable') throw new Error(decoded.why);
  const whole = Buffer.from(decoded.bytes.buffer, decoded.bytes.byteOffset, decoded.bytes.byteLength);
  const contentType = headerOf(headers, 'content-type') ?? '';
  assertBytewise(whole, contentType);
  const isGrpc = /^application\/grpc(?:[+;]|\s*$)/i.test(contentType);
  const bytes = truncated && !isGrpc ? dropHalfWord(whole) : whole;
  const redacted = isGrpc
    ? redactGrpc(bytes, { truncated, encoding: headerOf(headers, 'grpc-encoding') ?? '' }, (text) =>
        redactText(text, pseudonyms),
      )
    : redactByType(bytes, contentType, pseudonyms);
  const changed = !redacted.equals(bytes);
  if (bytes.length === whole.length && !changed) return { headers, body: message.body, changed };
  const body = encodeContent(redacted, decoded.codecs);
  return { headers: truncated ? headers : withContentLength(headers, body.length), body, changed };
}

/** Header lines whose Content-Length, where there is one, tells the length of a body that was replaced. */
export function withContentLength(headers: HeaderLines, length: number): HeaderLines {
  return headers.map(
    ([name, value]): HeaderLine => [name, name.toLowerCase() === 'content-length' ? String(length) : value],
  );
}

function redactByType(bytes: Buffer, contentType: string, pseudonyms: Pseudonyms): Buffer {
  if (isGzip(bytes)) return redactPacked(bytes, contentType, pseudonyms);
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') {
    const pairs = Buffer.from(redactPairs(bytes.toString('latin1'), pseudonyms), 'latin1');
    return redactPatterns(pairs, pseudonyms);
  }
  if (mediaType === 'multipart/form-data') return redactMultipart(bytes, contentType, pseudonyms);
  if (/json/.test(mediaType) || beginsLikeJson(bytes)) {
    const json = redactJson(bytes, pseudonyms);
    return json === null ? redactText(bytes, pseudonyms) : redactPatterns(json, pseudonyms);
  }
  if (/^(image|audio|video|font)\//.test(mediaType)) return applyEdits(bytes, pseudonyms.findKnown(bytes));
  return redactText(bytes, pseudonyms);
}

function isGzip(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes.readUInt16BE(0) === 0x1f8b;
}

/** A file that was packed before it was sent, or a coding that no header tells. Most are not ours to read, and stay as they are. */
function redactPacked(bytes: Buffer, contentType: string, pseudonyms: Pseudonyms): Buffer {
  const inner = decodeContent(bytes, ['gzip'], longestDecoded);
  if (inner.kind === 'undecodable') return applyEdits(bytes, pseudonyms.findKnown(bytes));
  const plain = Buffer.from(inner.bytes.buffer, inner.bytes.byteOffset, inner.bytes.byteLength);
  if (isGzip(plain)) throw new Error('packed more than once');
  const redacted = redactByType(plain, contentType, pseudonyms);
  return redacted.equals(plain) ? bytes : encodeContent(redacted, inner.codecs);
}

/** Services often send JSON as text, or without a type. */
function beginsLikeJson(bytes: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?\s*[{["]/.test(bytes.toString('latin1', 0, 64));
}

/** In UTF-16 or UTF-32 no name is spelled in bytes that we would find. */
function assertBytewise(bytes: Buffer, contentType: string): void {
  const wide = /charset\s*=\s*"?(utf-?16|utf-?32|ucs-?[24])/i.test(contentType);
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  const textual = !/^(image|audio|video|font)\//i.test(contentType);
  if (wide || (textual && (mark === 0xfeff || mark === 0xfffe)))
    throw new Error('a charset of wide characters');
}

function dropHalfWord(bytes: Buffer): Buffer {
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - longestHalfWord));
  let kept = tail.length;
  while (kept > 0 && /[A-Za-z0-9._~+/=%-]/.test(tail.charAt(kept - 1))) kept -= 1;
  return bytes.subarray(0, bytes.length - (tail.length - kept));
}
