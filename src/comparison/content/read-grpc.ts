import { decodeContent } from '../../content-coding/decode-content.ts';
import type { JsonValue } from '../json/json-value.ts';
import type { ProtoMessageRef } from './proto-schema.ts';
import { readTypedMessage } from './read-typed-message.ts';
import { readWire } from './read-wire.ts';

/** One message that unpacks to more than this makes the body unreadable. */
const mostBytes = 64 * 1024 * 1024;
const headLength = 5;

/**
 * Reads the messages of a gRPC or gRPC-Web body, one element a message: each is framed by a byte of flags and its length (gRPC over
 * HTTP/2). The trailers that gRPC-Web sends as a last frame are a record of their own. `encoding` is the value of the header
 * `grpc-encoding`; messages are read by `answer` where a descriptor tells it and they keep to it, else by wire type. `null` when the frames or a message in them cannot be read.
 */
export function readGrpc(
  bytes: Uint8Array,
  encoding: string,
  answer: ProtoMessageRef | null,
): readonly JsonValue[] | null {
  const body = Buffer.from(bytes);
  const messages: JsonValue[] = [];
  for (let at = 0; at < body.length; ) {
    if (at + headLength > body.length) return null;
    const flags = body.readUInt8(at);
    const end = at + headLength + body.readUInt32BE(at + 1);
    if (end > body.length || (flags & 0x7e) !== 0) return null;
    const message = readFrame(body.subarray(at + headLength, end), flags, { encoding, answer });
    if (message === null) return null;
    messages.push(message);
    at = end;
  }
  return messages;
}

function readFrame(
  packed: Buffer,
  flags: number,
  { encoding, answer }: { readonly encoding: string; readonly answer: ProtoMessageRef | null },
): JsonValue | null {
  const decoded = decodeContent(packed, (flags & 1) === 1 ? [encoding] : [], mostBytes);
  if (decoded.kind === 'undecodable') return null;
  if ((flags & 0x80) !== 0) return readTrailers(decoded.bytes);
  const known = answer === null ? null : readTypedMessage(decoded.bytes, answer);
  return known ?? readWire(decoded.bytes);
}

function readTrailers(bytes: Uint8Array): JsonValue {
  const lines = Buffer.from(bytes).toString('latin1').split('\r\n').filter(Boolean);
  const trailers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
  return new Map([['(trailers)', new Map(trailers)]]);
}
