/** Keeps the first bytes of a body that streams past, up to a limit, and tells whether that is the whole of it. */
export class BodyCapture {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #kept = 0;
  #cut = false;
  #ended = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    const room = this.#limit - this.#kept;
    if (chunk.length > room) this.#cut = true;
    if (room <= 0) return;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#kept += Math.min(chunk.length, room);
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

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}
