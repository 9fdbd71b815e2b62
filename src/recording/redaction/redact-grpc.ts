import { decodeContent } from '../../content-coding/decode-content.ts';
import { encodeContent } from '../../content-coding/encode-content.ts';

const frameHead = 5;
const longestMessage = 64 * 1024 * 1024;
/** Messages nested deeper are searched as bytes. */
const deepest = 60;

type Search = (bytes: Buffer) => Buffer;

/** `encoding` is the value of the header `grpc-encoding`; `truncated` whether the body was cut. */
type GrpcBody = { readonly encoding: string; readonly truncated: boolean };

/**
 * Redacts a gRPC body message by message: packed ones are unpacked, texts in them are searched, and lengths follow what was put in, since a
 * message whose lengths are wrong could not be replayed. Field names are not known here: what gives a secret away is its shape, or that it
 * was met before. Throws for messages that cannot be unpacked or do not add up; the end of a body that was cut inside a message goes.
 */
export function redactGrpc(body: Buffer, { encoding, truncated }: GrpcBody, search: Search): Buffer {
  const frames: Buffer[] = [];
  let at = 0;
  while (at + frameHead <= body.length) {
    const end = at + frameHead + body.readUInt32BE(at + 1);
    if (end > body.length) break;
    frames.push(redactFrame(body.subarray(at, end), encoding, search));
    at = end;
  }
  if (at < body.length && !truncated) throw new Error('gRPC messages that do not add up');
  return Buffer.concat(frames);
}

function redactFrame(frame: Buffer, encoding: string, search: Search): Buffer {
  const flags = frame.readUInt8(0);
  const decoded = decodeContent(
    frame.subarray(frameHead),
    (flags & 1) === 1 ? [encoding] : [],
    longestMessage,
  );
  if (decoded.kind === 'undecodable') throw new Error(decoded.why);
  const { buffer, byteOffset, byteLength } = decoded.bytes;
  const message = Buffer.from(buffer, byteOffset, byteLength);
  const redacted = redactMessage(message, search, 0) ?? search(message);
  if (redacted.equals(message)) return frame;
  const packed = encodeContent(redacted, decoded.codecs);
  const head = Buffer.alloc(frameHead);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(packed.length, 1);
  return Buffer.concat([head, packed]);
}

/** By wire type (protobuf.dev, Encoding); null for bytes that are no message. */
function redactMessage(bytes: Buffer, search: Search, depth: number): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = varintAt(bytes, at);
    if (tag === null || tag.value >> 3n === 0n) return null;
    const wireType = Number(tag.value & 7n);
    const end = wireType === 2 ? null : endOfScalar(bytes, tag.end, wireType);
    if (wireType !== 2) {
      if (end === null) return null;
      parts.push(bytes.subarray(at, end));
      at = end;
      continue;
    }
    const length = varintAt(bytes, tag.end);
    if (length === null || BigInt(length.end) + length.value > BigInt(bytes.length)) return null;
    const after = length.end + Number(length.value);
    const content = redactContent(bytes.subarray(length.end, after), search, depth);
    parts.push(bytes.subarray(at, tag.end), varintOf(content.length), content);
    at = after;
  }
  return Buffer.concat(parts);
}

/** A text is searched as a whole: should it read as a message too, that is by accident. */
function redactContent(content: Buffer, search: Search, depth: number): Buffer {
  const isText = !/[^\t\r\n\x20-\x7e\x80-\xff]/.test(content.toString('latin1'));
  const message = isText || depth >= deepest ? null : redactMessage(content, search, depth + 1);
  return message ?? search(content);
}

function endOfScalar(bytes: Buffer, at: number, wireType: number): number | null {
  if (wireType === 0) return varintAt(bytes, at)?.end ?? null;
  const length = wireType === 1 ? 8 : wireType === 5 ? 4 : null;
  return length === null || at + length > bytes.length ? null : at + length;
}

function varintAt(bytes: Buffer, at: number): { readonly value: bigint; readonly end: number } | null {
  let value = 0n;
  for (let place = 0; place < 10; place += 1) {
    const byte = bytes[at + place];
    if (byte === undefined) return null;
    value |= BigInt(byte & 127) << BigInt(7 * place);
    if (byte < 128) return { value, end: at + place + 1 };
  }
  return null;
}

function varintOf(length: number): Buffer {
  const bytes: number[] = [];
  let left = length;
  while (left > 127) {
    bytes.push((left & 127) | 128);
    left = Math.floor(left / 128);
  }
  return Buffer.from([...bytes, left]);
}
