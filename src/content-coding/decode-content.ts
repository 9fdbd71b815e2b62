import { type Codec, codecs, codecsNamed } from './codecs.ts';

/**
 * `codecs`: what was undone, in the order in which the sender applied it; `encodeContent` takes it to pack changed bytes alike.
 * `undecodable`: the bytes are not what Content-Encoding says, or would grow past the limit; told, never thrown.
 */
export type DecodedContent =
  | { readonly kind: 'decoded'; readonly bytes: Uint8Array; readonly codecs: readonly Codec[] }
  | { readonly kind: 'undecodable'; readonly why: string };

/**
 * Used wherever a body is looked into: undoes the codings that the values of Content-Encoding name, last one first (RFC 9110,
 * 8.4). Traffic is untrusted and may be a bomb, hence the limit in bytes. All of the bytes are read or none: a decoder that
 * stopped early would hide what follows from redaction.
 */
export function decodeContent(
  bytes: Uint8Array,
  contentEncoding: readonly string[],
  mostBytes: number,
): DecodedContent {
  if (bytes.length === 0 || contentEncoding.length === 0) return { kind: 'decoded', bytes, codecs: [] };
  const codings = contentEncoding
    .flatMap((value) => value.toLowerCase().split(','))
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  let decoded: DecodedContent = { kind: 'decoded', bytes, codecs: [] };
  for (const coding of codings.toReversed()) {
    decoded = undo(decoded, coding, mostBytes);
    if (decoded.kind === 'undecodable') return decoded;
  }
  return decoded;
}

function undo(
  { bytes, codecs: undone }: DecodedContent & { readonly kind: 'decoded' },
  coding: string,
  mostBytes: number,
): DecodedContent {
  const candidates = codecsNamed(coding);
  if (candidates === null)
    return { kind: 'undecodable', why: `unknown content coding ${coding.slice(0, 40)}` };
  let why = `not valid ${coding}`;
  for (const codec of candidates) {
    try {
      return { kind: 'decoded', bytes: decodeAll(codec, bytes, mostBytes), codecs: [codec, ...undone] };
    } catch (error) {
      if (isTooLarge(error)) why = `unpacks to more than ${mostBytes} bytes`;
    }
  }
  return { kind: 'undecodable', why };
}

/** Decoders stop after the first of several packed members and say nothing; what follows is decoded too. */
function decodeAll(codec: Codec, bytes: Uint8Array, mostBytes: number): Buffer {
  const members: Buffer[] = [];
  let rest = bytes;
  let room = mostBytes;
  while (rest.length > 0) {
    const { buffer, consumed } = decodeMember(codec, rest, room);
    members.push(buffer);
    room -= buffer.length;
    rest = rest.subarray(consumed);
  }
  return Buffer.concat(members);
}

/** Asked for `info`, Node's decoders also tell how far they read; their types do not know it. */
function decodeMember(
  codec: Codec,
  bytes: Uint8Array,
  room: number,
): { readonly buffer: Buffer; readonly consumed: number } {
  const result = codecs[codec].decode(bytes, { maxOutputLength: Math.max(1, room), info: true });
  const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
  if (engine.bytesWritten < 1) throw new Error('nothing was decoded');
  return { buffer, consumed: engine.bytesWritten };
}

function isTooLarge(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
  );
}
