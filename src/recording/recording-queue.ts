import { setImmediate } from 'node:timers/promises';
import type { Exchange, RecordingCounters } from '../domain/recording.ts';
import { GateError } from '../errors.ts';
import { systemCode } from './system-code.ts';

/** How far the disk may fall behind the traffic before exchanges are dropped: in number and in bytes of bodies. */
const defaultBound = { exchanges: 2_000, bytes: 64 * 1024 * 1024 };

export type RecordingQueueSettings = {
  /** Makes an exchange fit to be stored; runs after the client has its answer. */
  readonly prepare: (exchange: Exchange) => Exchange;
  readonly append: (exchange: Exchange) => Promise<void>;
  readonly onProblem: (problem: string) => void;
  readonly bound?: { readonly exchanges: number; readonly bytes: number };
};

/**
 * Stands between serving and writing: serving hands over and goes on, writing takes its time. What does not fit, or
 * cannot be written, is counted as dropped, never waited for. Every request counted as seen ends as recorded or dropped.
 */
export class RecordingQueue {
  readonly #settings: RecordingQueueSettings;
  readonly #bound: { readonly exchanges: number; readonly bytes: number };
  readonly #waiting: Exchange[] = [];
  #waitingBytes = 0;
  #drained: Promise<void> = Promise.resolve();
  #running = false;
  #counters: RecordingCounters = { seen: 0, recorded: 0, truncated: 0, dropped: 0 };
  readonly #told = new Set<string>();

  constructor(settings: RecordingQueueSettings) {
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

  push(exchange: Exchange): void {
    const bytes = sizeOf(exchange);
    if (this.#waiting.length >= this.#bound.exchanges || this.#waitingBytes + bytes > this.#bound.bytes) {
      this.drop('Writing is slower than the traffic; exchanges are dropped, and counted.');
      return;
    }
    this.#waiting.push(exchange);
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
      const exchange = this.#waiting.shift();
      if (exchange === undefined) break;
      this.#waitingBytes -= sizeOf(exchange);
      await this.#store(exchange);
    }
    this.#running = false;
  }

  async #store(exchange: Exchange): Promise<void> {
    try {
      const prepared = this.#settings.prepare(exchange);
      await this.#settings.append(prepared);
      const { recorded, truncated } = this.#counters;
      const cut = prepared.truncated === undefined ? 0 : 1;
      this.#counters = { ...this.#counters, recorded: recorded + 1, truncated: truncated + cut };
    } catch (error) {
      this.drop(
        error instanceof GateError
          ? error.message
          : `An exchange could not be written (${systemCode(error)}).`,
      );
    }
  }
}

function sizeOf(exchange: Exchange): number {
  return exchange.requestBody.length + exchange.responseBody.length + 1024;
}
