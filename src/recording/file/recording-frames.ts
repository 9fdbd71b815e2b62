import { type FileHandle, open } from 'node:fs/promises';
import { GateError } from '../../errors.ts';
import { systemCode } from '../relay/system-code.ts';
import {
  decodeFrameHead,
  encodeFrame,
  type FrameHead,
  frameChecksum,
  frameHeadLength,
} from './recording-format.ts';
import { decodeIndex, type RecordingIndex } from './recording-index.ts';

/** A recording open for reading. The size is taken once: what a recorder adds meanwhile is not seen. */
export type RecordingFile = { readonly path: string; readonly handle: FileHandle; readonly size: number };

/** What stands at a place in the file: a whole frame, the end of the file, or bytes that are no whole frame. */
export type FrameRead =
  | { readonly kind: 'frame'; readonly head: FrameHead; readonly stored: Buffer; readonly next: number }
  | { readonly kind: 'end-of-file' }
  | { readonly kind: 'cut' | 'unknown' | 'altered' };

/** Opens a file for reading; every cause that keeps us from it is told as `recording-unreadable`. */
export async function openForReading(path: string): Promise<RecordingFile> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isDirectory()) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    return { path, handle, size: stat.size };
  } catch (cause) {
    await handle?.close();
    throw unreadable(path, cause);
  }
}

/** Bytes of a file from a place on; fewer than asked for only at the end of the file. */
export async function readBytes(file: RecordingFile, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, file.size - offset)));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.handle
      .read(bytes, filled, bytes.length - filled, offset + filled)
      .catch((cause: unknown) => {
        throw unreadable(file.path, cause);
      });
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** Reads one frame and proves its checksum. Nothing is allocated for a length that the file cannot hold. */
export async function readFrame(file: RecordingFile, offset: number): Promise<FrameRead> {
  if (offset >= file.size) return { kind: 'end-of-file' };
  const headBytes = await readBytes(file, offset, frameHeadLength);
  if (headBytes.length < frameHeadLength) return { kind: 'cut' };
  const head = decodeFrameHead(headBytes);
  if (head === null) return { kind: 'unknown' };
  const next = offset + frameHeadLength + head.storedLength;
  if (next > file.size) return { kind: 'cut' };
  const stored = await readBytes(file, offset + frameHeadLength, head.storedLength);
  if (stored.length < head.storedLength) return { kind: 'cut' };
  if (frameChecksum(headBytes, stored) !== head.checksum) return { kind: 'altered' };
  return { kind: 'frame', head, stored, next };
}

/** The last frame of a whole file: it says where the index begins. */
export function encodeEndMark(indexOffset: number): Buffer {
  const stored = Buffer.alloc(8);
  stored.writeBigUInt64LE(BigInt(indexOffset));
  return encodeFrame('DONE', stored, { rawLength: 8, records: 0 });
}

/** The index, looked up from the end of the file; null when the file has none, or a damaged one. */
export async function readIndexFromEnd(file: RecordingFile): Promise<RecordingIndex | null> {
  const endMark = await readFrame(file, Math.max(0, file.size - frameHeadLength - 8));
  if (endMark.kind !== 'frame' || endMark.head.tag !== 'DONE' || endMark.stored.length !== 8) return null;
  const index = await readFrame(file, Number(endMark.stored.readBigUInt64LE()));
  if (index.kind !== 'frame' || index.head.tag !== 'INDX') return null;
  return decodeIndex(index.stored);
}

function unreadable(path: string, cause: unknown): GateError {
  const detail = systemCode(cause);
  return new GateError({
    code: 'recording-unreadable',
    message: `${path} cannot be read (${detail}).`,
    remedy: 'Name a recording that exists and that this user may read.',
    cause,
  });
}
