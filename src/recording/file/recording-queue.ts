import { setImmediate } from 'node:timers/promises';
import type { Exchange, RecordedCall, RecordingCounters } from '../../domain/recording.ts';
import { GateError } from '../../errors.ts';
import { systemCode } from '../relay/system-code.ts';

/** How far the disk may fall behind the traffic before exchanges are dropped: in number and in bytes of bodies. */
const defaultBound = { exchanges: 2_000, bytes: 64 * 1024 * 1024 };

export type RecordingQueueSettings<Item extends Exchange | RecordedCall> = {
  /** Makes an exchange, or a call, fit to be stored; runs after whoever asked has the answer. */
  readonly prepare: (item: Item) => Item;
  readonly append: (item: Item) => Promise<void>;
  readonly onProblem: (problem: string) => void;
  readonly bound?: { readonly exchanges: number; readonly bytes: number };
};

/**
 * Stands between serving and writing: serving hands over and goes on, writing takes its time. What does not fit, or
 * cannot be written, is counted as dropped, never waited for. Every request counted as seen ends as recorded or dropped.
 */
export class RecordingQueue<Item extends Exchange | RecordedCall> {
  readonly #settings: RecordingQueueSettings<Item>;
  readonly #bound: { readonly exchanges: number; readonly bytes: number };
  readonly #waiting: Item[] = [];
  #waitingBytes = 0;
  #drained: Promise<void> = Promise.resolve();
  #running = false;
  #counters: RecordingCounters = { seen: 0, recorded: 0, truncated: 0, dropped: 0 };
  readonly #told = new Set<string>();

  constructor(settings: RecordingQueueSettings<Item>) {
    this.#settings = settings;
    this.#bound = settings.bound ?? defaultBound;
  }

  counters(): RecordingCounters {
    return this.#counters;
  }

  /** A request has arrived; returns its number, from 1. */
  see(): number {
    this.#counters = { ...this.#counters, seen: this.#counters.seen + 1 };
    return this.#counters.seen;
  }

  /** A request that was seen will not be recorded. Each kind of problem is told once. */
  drop(problem: string): void {
    this.#counters = { ...this.#counters, dropped: this.#counters.dropped + 1 };
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    this.#settings.onProblem(problem);
  }

  push(item: Item): void {
    const bytes = sizeOf(item);
    const { exchanges: most, bytes: mostBytes } = this.#bound;
    // One that is larger than the bound still passes, alone: it would never be recorded otherwise.
    const isFull = this.#waiting.length > 0 && this.#waitingBytes + bytes > mostBytes;
    if (this.#waiting.length >= most || isFull) {
      this.drop('Writing is slower than the traffic; what does not fit is dropped, and counted.');
      return;
    }
    this.#waiting.push(item);
    this.#waitingBytes += bytes;
    if (!this.#running) this.#drained = this.#drain();
  }

  /** Resolves when nothing waits any more. */
  async whenEmpty(): Promise<void> {
    await this.#drained;
  }

  async #drain(): Promise<void> {
    this.#running = true;
    for (;;) {
      // Between two exchanges the sockets come first.
      await setImmediate();
      const item = this.#waiting.shift();
      if (item === undefined) break;
      this.#waitingBytes -= sizeOf(item);
      await this.#store(item);
    }
    this.#running = false;
  }

  async #store(item: Item): Promise<void> {
    try {
      const prepared = this.#settings.prepare(item);
      await this.#settings.append(prepared);
      const { recorded, truncated } = this.#counters;
      const cut = prepared.truncated === undefined ? 0 : 1;
      this.#counters = { ...this.#counters, recorded: recorded + 1, truncated: truncated + cut };
    } catch (error) {
      this.drop(
        error instanceof GateError ? error.message : `A record could not be written (${systemCode(error)}).`,
      );
    }
  }
}

function sizeOf(item: Exchange | RecordedCall): number {
  return item.requestBody.length + item.responseBody.length + 1024;
}
