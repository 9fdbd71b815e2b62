import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import {
  type Exchange,
  type RecordingCounters,
  type RecordingHeader,
  recordingHeader,
} from '../domain/recording.ts';
import { encodeExchange } from './exchange-record.ts';
import {
  currentVersion,
  encodeFrame,
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

/** Writes a recording. After a failed write every further call throws the same error, and the file stays readable. */
export type RecordingWriter = {
  /** Takes an exchange; waits while the disk is behind. The bodies must not be changed afterwards. */
  append(exchange: Exchange): Promise<void>;
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
    const headFrame = encodeFrame('HEAD', stored, { rawLength: stored.length, exchanges: 0 });
    await output.write(Buffer.concat([encodePreamble(currentVersion), headFrame]), 0);
    await output.sync();
  } catch (error) {
    await output.close();
    throw error;
  }
  return new BlockWriter(output);
}

class BlockWriter implements RecordingWriter {
  readonly #output: RecordingOutput;
  readonly #blocks: RecordingIndex['blocks'][number][] = [];
  #pending: Buffer[] = [];
  #pendingBytes = 0;
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
    const record = encodeExchange(exchange);
    if (record.length > maximumFrameBytes) throw new RangeError(`an exchange of ${record.length} bytes`);
    this.#pending.push(record);
    this.#pendingBytes += record.length;
    if (this.#pendingBytes >= targetBlockBytes) this.#sealBlock();
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
      const stored = encodeIndex({ blocks: this.#blocks, counters });
      const indexFrame = encodeFrame('INDX', stored, { rawLength: stored.length, exchanges: 0 });
      await this.#output.write(Buffer.concat([indexFrame, encodeEndMark(this.#output.length)]), 0);
      await this.#output.sync();
    } finally {
      await this.#output.close();
    }
  }

  async #writePending(): Promise<void> {
    this.#sealBlock();
    await this.#lastWrite;
    this.#throwFailure();
  }

  /** Hands what is pending to the packer; blocks are packed side by side and written in order. */
  #sealBlock(): void {
    if (this.#pending.length === 0) return;
    const exchanges = this.#pending.length;
    const raw = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    const packed = pack(raw);
    packed.catch(() => undefined);
    const written = this.#lastWrite
      .then(async () => this.#writeBlock(await packed, { rawLength: raw.length, exchanges }))
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        this.#inFlight = this.#inFlight.filter((other) => other !== written);
      });
    this.#lastWrite = written;
    this.#inFlight.push(written);
  }

  async #writeBlock(
    stored: Buffer,
    unpacked: { readonly rawLength: number; readonly exchanges: number },
  ): Promise<void> {
    if (this.#failure !== undefined) return;
    const offset = this.#output.length;
    await this.#output.write(encodeFrame('BLCK', stored, unpacked), unpacked.exchanges);
    this.#blocks.push({ offset, exchanges: unpacked.exchanges });
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
