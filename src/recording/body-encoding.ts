import {
  brotliCompressSync,
  brotliDecompressSync,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';

/** A packed body of a few kilobytes can unpack to gigabytes; beyond this it counts as undecodable. */
const maximumDecodedBytes = 64 * 1024 * 1024;

type Codec = {
  readonly decode: (bytes: Buffer, options: { maxOutputLength: number; info: true }) => unknown;
  readonly encode: (bytes: Buffer) => Buffer;
};

const gzip: Codec = { decode: gunzipSync, encode: gzipSync };
const deflate: Codec = { decode: inflateSync, encode: deflateSync };
/** What some servers call deflate lacks the zlib header. */
const rawDeflate: Codec = { decode: inflateRawSync, encode: deflateRawSync };

const codecs: Readonly<Record<string, Codec>> = {
  gzip,
  'x-gzip': gzip,
  deflate,
  br: { decode: brotliDecompressSync, encode: brotliCompressSync },
  zstd: { decode: zstdDecompressSync, encode: zstdCompressSync },
};

/** A body without its content codings, and the way back for when it was changed. */
export type DecodedBody = { readonly bytes: Buffer; readonly encode: (changed: Buffer) => Buffer };

/** Undoes the content codings that the header names. Throws when one is unknown or the bytes do not follow it. */
export function decodeBody(body: Buffer, contentEncoding: readonly string[]): DecodedBody {
  const names = contentEncoding
    .flatMap((value) => value.toLowerCase().split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (body.length === 0) return { bytes: body, encode: (changed) => changed };
  return names.reduceRight<DecodedBody>(undo, { bytes: body, encode: (changed) => changed });
}

function undo(packed: DecodedBody, name: string): DecodedBody {
  const codec = name === 'deflate' && !hasZlibHeader(packed.bytes) ? rawDeflate : codecs[name];
  if (codec === undefined) throw new Error('unknown content coding');
  return {
    bytes: decodeAll(codec, packed.bytes),
    encode: (changed) => packed.encode(codec.encode(changed)),
  };
}

/** Decoders stop after the first of several packed members and say nothing; what follows is decoded too. */
function decodeAll(codec: Codec, bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let rest = bytes;
  let room = maximumDecodedBytes;
  while (rest.length > 0) {
    const { buffer, consumed } = decodeMember(codec, rest, room);
    parts.push(buffer);
    room -= buffer.length;
    rest = rest.subarray(consumed);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/** Asked for `info`, Node's decoders also tell how far they read; their types do not know it. */
function decodeMember(codec: Codec, bytes: Buffer, room: number): { buffer: Buffer; consumed: number } {
  const result = codec.decode(bytes, { maxOutputLength: Math.max(1, room), info: true });
  const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } };
  if (engine.bytesWritten < 1) throw new Error('nothing was decoded');
  return { buffer, consumed: engine.bytesWritten };
}

function hasZlibHeader(bytes: Buffer): boolean {
  return bytes.length >= 2 && ((bytes[0] ?? 0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}
