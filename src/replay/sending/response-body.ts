import { BodyDigest } from '../../content-coding/digest-body.ts';
import type { LargeBody } from '../../domain/large-body.ts';

export type BodyBounds = {
  /** A longer body is not held, but told by its digest. */
  readonly keptBodyBytes?: number;
  /** A longer one is not read to its end. */
  readonly maximumBodyBytes?: number;
};

/** Three instances answer at a time, and several exchanges: what is held must stay a fraction of memory. */
export const defaultKeptBytes = 16 * 1024 * 1024;
export const defaultMostBytes = 1024 * 1024 * 1024;

/** One response body as it comes: held while it is short, and from the moment it is not, only digested. */
export class ResponseBody {
  readonly mostBytes: number;
  readonly #keptBytes: number;
  readonly #chunks: Buffer[] = [];
  #digest: BodyDigest | null = null;
  #length = 0;

  constructor({ keptBodyBytes = defaultKeptBytes, maximumBodyBytes = defaultMostBytes }: BodyBounds) {
    this.#keptBytes = Math.min(keptBodyBytes, maximumBodyBytes);
    this.mostBytes = maximumBodyBytes;
  }

  /** Whether it is still held whole. */
  get isHeld(): boolean {
    return this.#digest === null;
  }

  /** False when it has become too long to be read. */
  add(chunk: Buffer): boolean {
    this.#length += chunk.byteLength;
    if (this.#length > this.mostBytes) return false;
    if (this.#digest === null && this.#length > this.#keptBytes) {
      this.#digest = new BodyDigest();
      for (const held of this.#chunks.splice(0)) this.#digest.add(held);
    }
    if (this.#digest === null) this.#chunks.push(chunk);
    else this.#digest.add(chunk);
    return true;
  }

  /** What was held, and what is known of what was not. */
  finish(): { readonly body: Buffer; readonly large?: LargeBody } {
    const body = wholeOf(this.#chunks);
    return this.#digest === null ? { body } : { body, large: this.#digest.finish() };
  }

  clear(): void {
    this.#chunks.length = 0;
  }
}

/** One chunk is the body, as long as it does not keep much more in memory than itself. */
function wholeOf(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks;
  const isAlone = chunks.length === 1 && only !== undefined;
  return isAlone && only.buffer.byteLength <= 2 * only.byteLength ? only : Buffer.concat(chunks);
}
