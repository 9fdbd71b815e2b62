/** What stands where in the first bytes of a format, one character a byte. */
type Signature = readonly (readonly [at: number, text: string])[];

/** Formats that services send, from their specifications; the first that fits counts. */
const signatures: readonly (readonly [string, Signature])[] = [
  ['PNG image', [[0, '\x89PNG\r\n\x1a\n']]],
  ['JPEG image', [[0, '\xff\xd8\xff']]],
  ['GIF image', [[0, 'GIF8']]],
  [
    'WebP image',
    [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  ],
  ['AVIF image', [[4, 'ftypavi']]],
  ['MP4 media', [[4, 'ftyp']]],
  ['TIFF image', [[0, 'II*\0']]],
  ['TIFF image', [[0, 'MM\0*']]],
  ['ICO image', [[0, '\0\0\x01\0']]],
  ['PDF document', [[0, '%PDF-']]],
  ['ZIP archive', [[0, 'PK\x03\x04']]],
  ['gzip data', [[0, '\x1f\x8b']]],
  ['zstd data', [[0, '\x28\xb5\x2f\xfd']]],
  ['WOFF font', [[0, 'wOF']]],
  ['WebAssembly', [[0, '\0asm']]],
  ['Ogg media', [[0, 'OggS']]],
  ['MP3 audio', [[0, 'ID3']]],
  ['SQLite database', [[0, 'SQLite format 3\0']]],
];

/** Used to say what a body of bytes is, whatever its Content-Type claims; `bytes` when it is none of the formats known. */
export function recogniseFormat(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const found = signatures.find(([, signature]) =>
    signature.every(([at, text]) => head.startsWith(text, at)),
  );
  return found?.[0] ?? 'bytes';
}
