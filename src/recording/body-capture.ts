import { BodyDigest } from '../content-coding/digest-body.ts';
import type { LargeBody } from '../domain/large-body.ts';

/** Keeps the first bytes of a body that streams past, up to a limit, and tells whether that is the whole of it. */
export class BodyCapture {
  readonly #limit: number;
  readonly #digestAbove: number;
  #chunks: Buffer[] = [];
  #seen = 0;
  #kept = 0;
  #cut = false;
  #ended = false;
  #digest: BodyDigest | null = null;

  /** `digestAbove`: bytes above which a body is not kept any more but digested; the limit holds for what is digested, too. */
  constructor(limit: number, digestAbove = Number.POSITIVE_INFINITY) {
    this.#limit = limit;
    this.#digestAbove = digestAbove;
  }

  add(chunk: Buffer): void {
    const room = this.#limit - this.#seen;
    if (chunk.length > room) this.#cut = true;
    if (room <= 0) return;
    const piece = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.#seen += piece.length;
    if (this.#digest === null && this.#seen > this.#digestAbove) this.#beginDigest();
    if (this.#digest !== null) {
      this.#digest.add(piece);
      return;
    }
    this.#chunks.push(piece);
    this.#kept += piece.length;
  }

  /** Whether all that was added so far is kept. */
  get isComplete(): boolean {
    return !this.#cut;
  }

  /** To be called when the sender has finished; a body that never ends is not whole. */
  end(): void {
    this.#ended = true;
  }

  get isWhole(): boolean {
    return this.#ended && !this.#cut;
  }

  /** What was kept: nothing of a body that was digested. */
  get bytes(): Buffer {
    const bytes = Buffer.concat(this.#chunks, this.#kept);
    this.#chunks = [bytes];
    return bytes;
  }

  /** Of a body that was digested: what is known of it, once. */
  takeLarge(): LargeBody | null {
    return this.#digest?.finish() ?? null;
  }

  #beginDigest(): void {
    this.#digest = new BodyDigest();
    for (const kept of this.#chunks) this.#digest.add(kept);
    this.#chunks = [];
    this.#kept = 0;
  }
}
