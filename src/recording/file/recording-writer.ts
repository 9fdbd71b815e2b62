import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createZstdCompress, zstdCompress } from 'node:zlib';
import {
  type Exchange,
  type RecordedCall,
  type RecordingCounters,
  type RecordingHeader,
  recordingHeader,
} from '../../domain/recording.ts';
import { encodeCall, encodeExchange } from './exchange-record.ts';
import {
  currentVersion,
  encodeFrame,
  encodeFrameHead,
  encodePreamble,
  maximumFrameBytes,
  targetBlockBytes,
} from './recording-format.ts';
import { encodeEndMark } from './recording-frames.ts';
import { encodeIndex, type RecordingIndex } from './recording-index.ts';
import { RecordingOutput } from './recording-output.ts';

const pack = promisify(zstdCompress);

/** Blocks being packed or written at the same time; append waits beyond that, so memory stays bounded. */
const blocksInFlight = 4;

/** Raw bytes from which a block is packed on its way to the disk, so that it is in memory but once. */
const packedOnTheWay = 8 * 1024 * 1024;
const packedPiece = 1024 * 1024;

/** Writes a recording. After a failed write every further call throws the same error, and the file stays readable. */
export type RecordingWriter = {
  /** Takes an exchange; waits while the disk is behind. The bodies must not be changed afterwards. */
  append(exchange: Exchange): Promise<void>;
  /** The same for a call that the service made meanwhile. */
  appendCall(call: RecordedCall): Promise<void>;
  /** Makes all that was appended durable, as a block of its own. Meant for every second or so while recording. */
  flush(): Promise<void>;
  /** Writes index and end mark. The file is closed also when that fails. */
  close(counters: RecordingCounters): Promise<void>;
};

/** Begins a recording at a path, over what may be there. The header is on the disk when this returns. */
export async function createRecording(path: string, header: RecordingHeader): Promise<RecordingWriter> {
  const stored = Buffer.from(JSON.stringify(recordingHeader.parse(header)));
  const output = await RecordingOutput.create(path);
  try {
    const headFrame = encodeFrame('HEAD', stored, { rawLength: stored.length, records: 0 });
    await output.write(Buffer.concat([encodePreamble(currentVersion), headFrame]));
    await output.sync();
  } catch (error) {
    await output.close();
    throw error;
  }
  return new BlockWriter(output);
}

type BlockTag = 'BLCK' | 'CALL';
type OpenBlock = { readonly tag: BlockTag; pieces: Uint8Array[]; records: number; bytes: number };
type SealedBlock = Readonly<OpenBlock>;

class BlockWriter implements RecordingWriter {
  readonly #output: RecordingOutput;
  readonly #written: { readonly tag: BlockTag; readonly offset: number; readonly records: number }[] = [];
  readonly #exchanges: OpenBlock = emptyBlock('BLCK');
  readonly #calls: OpenBlock = emptyBlock('CALL');
  /** Each settles when its block is written, or given up; none rejects. */
  #inFlight: Promise<void>[] = [];
  #lastWrite: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  #closed = false;

  constructor(output: RecordingOutput) {
    this.#output = output;
  }

  async append(exchange: Exchange): Promise<void> {
    this.#assertUsable();
    await this.#add(this.#exchanges, encodeExchange(exchange));
  }

  async appendCall(call: RecordedCall): Promise<void> {
    this.#assertUsable();
    await this.#add(this.#calls, encodeCall(call));
  }

  async #add(open: OpenBlock, record: readonly Uint8Array[]): Promise<void> {
    const length = record.reduce((sum, piece) => sum + piece.length, 0);
    if (length > maximumFrameBytes) throw new RangeError(`a record of ${length} bytes`);
    open.pieces.push(...record);
    open.records += 1;
    open.bytes += length;
    if (open.bytes >= targetBlockBytes) this.#sealBlock(open);
    while (this.#inFlight.length >= blocksInFlight) await this.#inFlight[0];
    this.#throwFailure();
  }

  async flush(): Promise<void> {
    this.#assertUsable();
    await this.#writePending();
    await this.#output.sync().catch((error: unknown) => this.#fail(error));
    this.#throwFailure();
  }

  async close(counters: RecordingCounters): Promise<void> {
    if (this.#closed) throw new Error('the recording is closed already');
    this.#closed = true;
    try {
      await this.#writePending();
      const stored = encodeIndex(indexOf(this.#written, counters));
      const indexFrame = encodeFrame('INDX', stored, { rawLength: stored.length, records: 0 });
      await this.#output.write(Buffer.concat([indexFrame, encodeEndMark(this.#output.length)]));
      await this.#output.sync();
    } finally {
      await this.#output.close();
    }
  }

  async #writePending(): Promise<void> {
    this.#sealBlock(this.#exchanges);
    this.#sealBlock(this.#calls);
    await this.#lastWrite;
    this.#throwFailure();
  }

  /** Hands what is pending to the packer; blocks are packed side by side and written in order. */
  #sealBlock(open: OpenBlock): void {
    if (open.records === 0) return;
    const block: SealedBlock = { ...open };
    Object.assign(open, emptyBlock(open.tag));
    const write = block.bytes > packedOnTheWay ? () => this.#writeLarge(block) : this.#packed(block);
    const written = this.#lastWrite
      .then(async () => {
        if (this.#failure !== undefined) return;
        const offset = this.#output.length;
        await write();
        this.#written.push({ tag: block.tag, offset, records: block.records });
      })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#inFlight = this.#inFlight.filter((other) => other !== written);
      });
    this.#lastWrite = written;
    this.#inFlight.push(written);
  }

  /** Begins to pack at once; the result writes what was packed. */
  #packed({ tag, pieces, records, bytes }: SealedBlock): () => Promise<void> {
    const packed = pack(Buffer.concat(pieces));
    packed.catch(() => undefined);
    return async () => {
      const frame = encodeFrame(tag, await packed, { rawLength: bytes, records });
      await this.#output.write(frame, tag === 'BLCK' ? records : 0);
    };
  }

  async #writeLarge({ tag, pieces, records, bytes }: SealedBlock): Promise<void> {
    const packing = Readable.from(pieces).pipe(createZstdCompress({ chunkSize: packedPiece }));
    const head = (storedLength: number, checksum: number): Buffer =>
      encodeFrameHead({ tag, storedLength, rawLength: bytes, records }, checksum);
    await this.#output.writePieces({ pieces: packing, head }, tag === 'BLCK' ? records : 0);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #assertUsable(): void {
    if (this.#closed) throw new Error('the recording is closed already');
    this.#throwFailure();
  }
}

const emptyBlock = (tag: BlockTag): OpenBlock => ({ tag, pieces: [], records: 0, bytes: 0 });

function indexOf(
  written: readonly { readonly tag: BlockTag; readonly offset: number; readonly records: number }[],
  counters: RecordingCounters,
): RecordingIndex {
  const blocks = written.filter(({ tag }) => tag === 'BLCK');
  const callBlocks = written.filter(({ tag }) => tag === 'CALL');
  return {
    blocks: blocks.map(({ offset, records }) => ({ offset, exchanges: records })),
    callBlocks: callBlocks.map(({ offset, records }) => ({ offset, calls: records })),
    counters,
  };
}
