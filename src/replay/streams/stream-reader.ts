import { RecordCounter, type RecordStream } from '../../domain/record-stream.ts';
import type { StreamLimit } from './stream-limit.ts';

/**
 * Made for each response that may never end: counts its records as they come and says when enough is read. A candidate whose stream is of
 * another kind, or ends, is read to that end or until patience runs out.
 */
export class StreamReader {
  readonly #limit: StreamLimit;
  readonly #onEnough: () => void;
  readonly #counter: RecordCounter;
  #timer: NodeJS.Timeout;
  #isQuiet = false;

  constructor(stream: RecordStream, limit: StreamLimit, onEnough: () => void) {
    this.#limit = limit;
    this.#onEnough = onEnough;
    this.#counter = new RecordCounter(stream, limit.records);
    this.#timer = setTimeout(onEnough, limit.records === 0 ? limit.quietMs : limit.patienceMs);
  }

  add(chunk: Uint8Array): void {
    const { records, quietMs } = this.#limit;
    this.#counter.add(chunk);
    if (this.#isQuiet || this.#counter.count < records) return;
    this.#isQuiet = true;
    clearTimeout(this.#timer);
    if (quietMs === 0) this.#onEnough();
    else this.#timer = setTimeout(this.#onEnough, quietMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** What is kept of the bytes that came: whole records, and no more of them than are expected where a stream was cut in its flow. */
  get keptBytes(): number {
    const { wholeBytes, limitBytes } = this.#counter;
    return this.#limit.quietMs === 0 ? (limitBytes ?? wholeBytes) : wholeBytes;
  }
}
