import { crc32 } from 'node:zlib';
import { joinChecksums } from './checksum-parts.ts';

/**
 * The outermost layer of a recording file, as docs/recording-format.md lays it down: a preamble, then frames.
 * A frame is a head of fixed size and the bytes it announces; both stand under one checksum.
 * The first byte is no text and a line end follows the name, so a file mangled as text is recognised at once.
 */
const magic = Buffer.from('\x89SGREC\r\n', 'latin1');

/** Version this program writes. Raise it with every change of meaning, and add the step to migrationSteps. */
export const currentVersion = 2;

export const preambleLength = magic.length + 4;
export const frameHeadLength = 20;

/** Raw bytes after which the writer closes a block. One exchange larger than that has a block of its own. */
export const targetBlockBytes = 1024 * 1024;

/** No frame may announce more, stored or unpacked: a damaged length must not make the reader take all memory. */
export const maximumFrameBytes = 512 * 1024 * 1024;

const frameTags = ['HEAD', 'BLCK', 'CALL', 'INDX', 'DONE'] as const;
export type FrameTag = (typeof frameTags)[number];

/** What a frame says of itself before its bytes. */
export type FrameHead = {
  readonly tag: FrameTag;
  /** Bytes that follow the head in the file. */
  readonly storedLength: number;
  /** Bytes after unpacking; equal to storedLength in frames that are not packed. */
  readonly rawLength: number;
  /** Exchanges or calls in a block; 0 in every other frame. */
  readonly records: number;
  readonly checksum: number;
};

/** The first bytes of a file: who it belongs to and in which version. */
export function encodePreamble(version: number): Buffer {
  const bytes = Buffer.alloc(preambleLength);
  magic.copy(bytes);
  bytes.writeUInt32LE(version, magic.length);
  return bytes;
}

/** The version of the file, or null when it is no recording of ours. */
export function decodePreamble(bytes: Buffer): number | null {
  if (bytes.length < preambleLength || !bytes.subarray(0, magic.length).equals(magic)) return null;
  return bytes.readUInt32LE(magic.length);
}

/** One frame, ready to be written in one piece. */
export function encodeFrame(
  tag: FrameTag,
  stored: Uint8Array,
  unpacked: { readonly rawLength: number; readonly records: number },
): Buffer {
  const head = encodeFrameHead({ tag, storedLength: stored.length, ...unpacked }, crc32(stored));
  return Buffer.concat([head, stored]);
}

/** The head alone, of a frame whose bytes are written already; `checksum` is that of these bytes. */
export function encodeFrameHead(frame: Omit<FrameHead, 'checksum'>, checksum: number): Buffer {
  const head = Buffer.alloc(frameHeadLength);
  head.write(frame.tag, 0, 'latin1');
  head.writeUInt32LE(frame.storedLength, 4);
  head.writeUInt32LE(frame.rawLength, 8);
  head.writeUInt32LE(frame.records, 12);
  head.writeUInt32LE(joinChecksums(crc32(head.subarray(0, 16)), checksum, frame.storedLength), 16);
  return head;
}

/** The head of a frame, or null when these bytes can be none. */
export function decodeFrameHead(bytes: Buffer): FrameHead | null {
  const tag = frameTags.find((known) => known === bytes.toString('latin1', 0, 4));
  const storedLength = bytes.readUInt32LE(4);
  const rawLength = bytes.readUInt32LE(8);
  if (tag === undefined || storedLength > maximumFrameBytes || rawLength > maximumFrameBytes) return null;
  return {
    tag,
    storedLength,
    rawLength,
    records: bytes.readUInt32LE(12),
    checksum: bytes.readUInt32LE(16),
  };
}

/** CRC-32 over the head without its last field, then over the stored bytes: a changed length is found as well. */
export function frameChecksum(head: Buffer, stored: Uint8Array): number {
  return crc32(stored, crc32(head.subarray(0, 16)));
}
