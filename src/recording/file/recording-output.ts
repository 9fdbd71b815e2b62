import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { GateError } from '../../errors.ts';
import { systemCode } from '../relay/system-code.ts';
import { frameHeadLength, maximumFrameBytes } from './recording-format.ts';

/** A frame by pieces; `head` gives the bytes of its head for the number and the checksum of all that follow it. */
export type PiecewiseFrame = {
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly head: (storedLength: number, checksum: number) => Uint8Array;
};

/**
 * The file under a recording while it is written: whole frames go in, and when one does not fit any more the file
 * is cut back to the last that did. It knows how many exchanges are safe, which every error message states.
 */
export class RecordingOutput {
  readonly path: string;
  readonly #handle: FileHandle;
  #length = 0;
  #written = 0;
  #synced = 0;
  #isSynced = true;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /** Makes the file, or empties it: whether an older recording may go is for the caller to ask. */
  static async create(path: string): Promise<RecordingOutput> {
    try {
      return new RecordingOutput(path, await open(path, 'w'));
    } catch (cause) {
      throw writeFailed({ path, safe: 0, cause });
    }
  }

  /** Bytes so far: where the next frame begins. */
  get length(): number {
    return this.#length;
  }

  /** Writes one whole frame, or nothing. */
  async write(frame: Uint8Array, exchanges = 0): Promise<void> {
    this.#isSynced = false;
    try {
      await this.#writeAll(frame);
    } catch (cause) {
      await this.#cutBack();
      throw writeFailed({ path: this.path, safe: this.#synced, cause });
    }
    this.#length += frame.length;
    this.#written += exchanges;
  }

  /**
   * The same for a frame that is too large to be held packed: its bytes go to the disk as they come, and the head that is made of
   * their number and checksum comes last. Until then one stands there that announces more bytes than come: the frame reads as cut.
   */
  async writePieces(frame: PiecewiseFrame, exchanges = 0): Promise<void> {
    this.#isSynced = false;
    let length = frameHeadLength;
    let checksum = 0;
    try {
      await this.#writeAll(frame.head(maximumFrameBytes, 0));
      for await (const piece of frame.pieces) {
        await this.#writeAll(piece, length);
        length += piece.length;
        checksum = crc32(piece, checksum);
      }
      await this.#writeAll(frame.head(length - frameHeadLength, checksum));
    } catch (cause) {
      await this.#cutBack();
      throw writeFailed({ path: this.path, safe: this.#synced, cause });
    }
    this.#length += length;
    this.#written += exchanges;
  }

  /** Makes everything written so far survive a crash of the machine; costs nothing when it already would. */
  async sync(): Promise<void> {
    if (this.#isSynced) return;
    const written = this.#written;
    this.#isSynced = true;
    try {
      await this.#handle.sync();
    } catch (cause) {
      this.#isSynced = false;
      throw writeFailed({ path: this.path, safe: this.#synced, cause });
    }
    this.#synced = Math.max(this.#synced, written);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  /** A write may end early without an error when the disk fills; the next one then says why. */
  async #writeAll(frame: Uint8Array, behind = 0): Promise<void> {
    let done = 0;
    while (done < frame.length) {
      const { bytesWritten } = await this.#handle.write(
        frame,
        done,
        frame.length - done,
        this.#length + behind + done,
      );
      done += bytesWritten;
    }
  }

  /** Best effort: a reader stops before the unfinished frame in any case. */
  async #cutBack(): Promise<void> {
    try {
      await this.#handle.truncate(this.#length);
      await this.sync();
    } catch {
      // What was synced earlier is the number that the message states.
    }
  }
}

function writeFailed({
  path,
  safe,
  cause,
}: {
  readonly path: string;
  readonly safe: number;
  readonly cause: unknown;
}): GateError {
  const code = systemCode(cause);
  return new GateError({
    code: 'recording-write-failed',
    message: `${path} cannot be written (${code}); ${safe} exchanges in it are safe and can be read.`,
    remedy: remedies[code] ?? 'Choose a file on another disk.',
    cause,
  });
}

const remedies: Readonly<Record<string, string>> = {
  ENOSPC: 'Free some space or choose a file on another disk, and record on into a new file.',
  EDQUOT: 'Free some of your quota or choose a file on another disk, and record on into a new file.',
  EFBIG: 'Raise the file size limit of this process (`ulimit -f`), and record on into a new file.',
  EACCES: 'Choose a folder that this user may write to.',
  EPERM: 'Choose a folder that this user may write to.',
  EROFS: 'Choose a folder that is not read-only.',
  ENOENT: 'Make the folder first, or choose one that exists.',
  EISDIR: 'Name a file, not a folder.',
};
