import type { Speaker } from '../../domain/conversation.ts';

/** A piece of what passed, as it came from the network. */
export type WireChunk = {
  /** Place in the order in which pieces of both sides passed. */
  readonly order: number;
  readonly atMs: number;
  readonly bytes: Buffer;
};

export type WireCaptureLimits = {
  /** Bytes kept of each side. */
  readonly bytes: number;
  /** Pieces kept of both sides together: small ones cost more than their bytes. */
  readonly chunks: number;
};

/**
 * Keeps what passes through a tunnel, by side, until one bound is reached: then nothing more, so that what is kept of both sides
 * belongs together. Nothing is parsed while traffic passes.
 */
export class WireCapture {
  readonly #limits: WireCaptureLimits;
  readonly #chunks: Readonly<Record<Speaker, WireChunk[]>> = { client: [], service: [] };
  readonly #kept = { client: 0, service: 0 };
  #count = 0;
  #isFull = false;

  constructor(limits: WireCaptureLimits) {
    this.#limits = limits;
  }

  /** False once nothing more is kept. */
  add(from: Speaker, bytes: Buffer, atMs: number): boolean {
    if (bytes.length === 0) return !this.#isFull;
    const { bytes: mostBytes, chunks: mostChunks } = this.#limits;
    if (this.#kept[from] + bytes.length > mostBytes || this.#count >= mostChunks) this.#isFull = true;
    if (this.#isFull) return false;
    this.#chunks[from].push({ order: this.#count, atMs, bytes });
    this.#kept[from] += bytes.length;
    this.#count += 1;
    return true;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  of(from: Speaker): readonly WireChunk[] {
    return this.#chunks[from];
  }
}
