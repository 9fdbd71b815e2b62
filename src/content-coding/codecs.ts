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

/** How bytes were packed. `deflate-raw` is what some servers call deflate: without the zlib header that the standard asks for. */
export type Codec = 'gzip' | 'deflate' | 'deflate-raw' | 'br' | 'zstd';

/** Where a decoder of Node begins and how far it may go; `info` makes it tell how many bytes it read. */
type DecodeOptions = { readonly maxOutputLength: number; readonly info: true };

type Pair = {
  readonly decode: (bytes: Uint8Array, options: DecodeOptions) => unknown;
  readonly encode: (bytes: Uint8Array) => Buffer;
};

/** The functions of Node behind each codec. */
export const codecs: Readonly<Record<Codec, Pair>> = {
  gzip: { decode: gunzipSync, encode: gzipSync },
  deflate: { decode: inflateSync, encode: deflateSync },
  'deflate-raw': { decode: inflateRawSync, encode: deflateRawSync },
  br: { decode: brotliDecompressSync, encode: brotliCompressSync },
  zstd: { decode: zstdDecompressSync, encode: zstdCompressSync },
};

const named: Readonly<Record<string, readonly Codec[]>> = {
  gzip: ['gzip'],
  'x-gzip': ['gzip'],
  deflate: ['deflate', 'deflate-raw'],
  br: ['br'],
  zstd: ['zstd'],
};

/** What a coding that a header names may stand for, likeliest first; null for one that we do not know. */
export function codecsNamed(coding: string): readonly Codec[] | null {
  return named[coding] ?? null;
}
