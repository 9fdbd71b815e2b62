import { BodyDigest } from '../../content-coding/digest-body.ts';
import type { LargeBody } from '../../domain/large-body.ts';

/** Bytes that are kept as they come, whatever was announced: a client may announce much and send little. */
const gatheredUpTo = 1024 * 1024;

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
  /** The place of a large body whose length was announced; what it holds so far is `#kept`. */
  #whole: Buffer | null = null;
  readonly #announced: number;

  /** `announced`: the length that the sender names, 0 when none. `digestAbove`: bytes above which a body is not kept any more but digested; the limit holds for what is digested, too. */
  constructor(limit: number, digestAbove = Number.POSITIVE_INFINITY, announced = 0) {
    this.#announced = Math.min(limit, announced);
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
    this.#keep(piece);
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
    if (this.#whole !== null) return this.#whole.subarray(0, this.#kept);
    const bytes = Buffer.concat(this.#chunks, this.#kept);
    this.#chunks = [bytes];
    return bytes;
  }

  /** Of a body that was digested: what is known of it, once. */
  takeLarge(): LargeBody | null {
    return this.#digest?.finish() ?? null;
  }

  /** A large body goes to its place at once where its length is known: gathered at the end it would be in memory twice. */
  #keep(piece: Buffer): void {
    if (this.#whole === null && this.#kept >= gatheredUpTo && this.#announced > this.#kept) {
      this.#whole = Buffer.allocUnsafeSlow(this.#announced);
      Buffer.concat(this.#chunks, this.#kept).copy(this.#whole);
      this.#chunks = [];
    }
    if (this.#whole !== null && this.#kept + piece.length > this.#whole.length) {
      this.#chunks = [this.#whole.subarray(0, this.#kept)];
      this.#whole = null;
    }
    if (this.#whole === null) this.#chunks.push(piece);
    else piece.copy(this.#whole, this.#kept);
    this.#kept += piece.length;
  }

  #beginDigest(): void {
    this.#digest = new BodyDigest();
    for (const kept of this.#whole === null ? this.#chunks : [this.bytes]) this.#digest.add(kept);
    this.#whole = null;
    this.#chunks = [];
    this.#kept = 0;
  }
}
