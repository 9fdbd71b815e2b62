import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** `undecodable`: the bytes are not what Content-Encoding says, or would grow past the limit; told, never thrown. */
export type DecodedBody =
  | { readonly kind: 'decoded'; readonly bytes: Uint8Array }
  | { readonly kind: 'undecodable'; readonly why: string };

/** A body that unpacks to more than this is compared packed: traffic is untrusted and may be a bomb. */
const mostBytes = 128 * 1024 * 1024;

type Decoder = (bytes: Uint8Array) => Uint8Array;

const decoders: Readonly<Record<string, Decoder>> = {
  identity: (bytes) => bytes,
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength: mostBytes }),
  'x-gzip': (bytes) => gunzipSync(bytes, { maxOutputLength: mostBytes }),
  br: (bytes) => brotliDecompressSync(bytes, { maxOutputLength: mostBytes }),
  zstd: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: mostBytes }),
  deflate: inflateEither,
};

/** Undoes the codings of a Content-Encoding value, last one first (RFC 9110 section 8.4). */
export function decodeBody(bytes: Uint8Array, contentEncoding: string): DecodedBody {
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter(Boolean);
  let decoded = bytes;
  for (const coding of codings.toReversed()) {
    const decode = decoders[coding];
    if (decode === undefined)
      return { kind: 'undecodable', why: `unknown content coding ${coding.slice(0, 40)}` };
    try {
      decoded = decoded.length === 0 ? decoded : decode(decoded);
    } catch {
      return { kind: 'undecodable', why: `not valid ${coding}` };
    }
  }
  return { kind: 'decoded', bytes: decoded };
}

/** Some servers send raw deflate where the standard asks for the zlib wrapper; clients read both. */
function inflateEither(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: mostBytes });
  } catch {
    return inflateRawSync(bytes, { maxOutputLength: mostBytes });
  }
}
