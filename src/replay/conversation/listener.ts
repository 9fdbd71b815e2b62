import type { RawData, WebSocket } from 'ws';
import type { SpokenMessage } from '../../domain/conversation.ts';

export type ListenerOptions = {
  /** Bytes that it is listened to at most. */
  readonly mostBytes: number;
  /** Told of each message of the service with its number, from 0. */
  readonly onHeard: (payload: Uint8Array, index: number) => void;
  readonly ending: AbortSignal;
};

/** A message costs more than its bytes; what floods us with small ones is cut off as well. */
const mostMessages = 100_000;

/**
 * What an instance is heard to say, beside what it is told. Attached to a socket at once, for a service may speak first. It ends the
 * connection of one that never stops.
 */
export class Listener {
  /** Both sides, in the order in which it came and was sent. */
  readonly spoken: SpokenMessage[] = [];
  readonly #socket: WebSocket;
  readonly #options: ListenerOptions;
  readonly #startedAt = performance.now();
  #heard = 0;
  #bytes = 0;
  #isOver = false;
  #isTooMuch = false;
  #wake = (): void => undefined;

  constructor(socket: WebSocket, options: ListenerOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.on('message', (data: RawData, isBinary) =>
      this.#hear({ kind: isBinary ? 'binary' : 'text', payload: bytesOf(data) }),
    );
    socket.on('close', (code, payload) => {
      this.#hear({ kind: 'close', code, payload });
      this.#end();
    });
    socket.on('error', () => undefined);
    options.ending.addEventListener('abort', this.#end);
  }

  /** Messages of the service so far, a close among them. */
  get heard(): number {
    return this.#heard;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether it said more than is listened to. */
  get isTooMuch(): boolean {
    return this.#isTooMuch;
  }

  /** Waits until that many were heard, the connection is over, or the time has passed. */
  async until(heard: number, timeoutMs: number): Promise<void> {
    const until = performance.now() + timeoutMs;
    while (!this.#isOver && this.#heard < heard) {
      const leftMs = Math.ceil(until - performance.now());
      if (leftMs <= 0) return;
      const woken = Promise.withResolvers<void>();
      this.#wake = woken.resolve;
      const timer = setTimeout(woken.resolve, leftMs);
      await woken.promise;
      clearTimeout(timer);
    }
  }

  /** Waits that long, or until the connection is over. */
  linger(timeoutMs: number): Promise<void> {
    return this.until(Number.POSITIVE_INFINITY, timeoutMs);
  }

  /** Notes what is being sent. */
  note(message: SpokenMessage): void {
    this.spoken.push({ ...message, atMs: performance.now() - this.#startedAt });
  }

  /** Nothing more counts from here. */
  stop(): void {
    this.#end();
    this.#socket.terminate();
  }

  #hear(said: Pick<SpokenMessage, 'kind' | 'payload' | 'code'>): void {
    if (this.#isOver) return;
    const size = said.payload.byteLength;
    this.#bytes += size;
    if (this.#bytes > this.#options.mostBytes || this.#heard >= mostMessages) {
      this.#isTooMuch = true;
      this.stop();
      return;
    }
    this.spoken.push({ ...said, from: 'service', size, atMs: performance.now() - this.#startedAt });
    this.#options.onHeard(said.payload, this.#heard);
    this.#heard += 1;
    this.#wake();
  }

  readonly #end = (): void => {
    this.#isOver = true;
    this.#options.ending.removeEventListener('abort', this.#end);
    this.#wake();
  };
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
