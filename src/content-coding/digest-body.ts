import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type LargeBody, largeBodyBlock } from '../domain/large-body.ts';

const headBytes = 64;

/**
 * Used on a body that is too long to be held, as its bytes come: of 100 MB no more than 100 KB is kept. Gives the same however the bytes
 * are cut into pieces.
 */
export class BodyDigest {
  readonly #hash = createHash('sha256');
  readonly #blocks: number[] = [];
  readonly #head: Buffer[] = [];
  #headLength = 0;
  #length = 0;
  #crc = 0;

  add(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#addHead(bytes);
    for (let at = 0; at < bytes.byteLength; ) {
      const room = largeBodyBlock - (this.#length % largeBodyBlock);
      const piece = bytes.subarray(at, at + room);
      this.#crc = crc32(piece, this.#crc);
      this.#length += piece.byteLength;
      at += piece.byteLength;
      if (this.#length % largeBodyBlock === 0) this.#endBlock();
    }
  }

  /** To be asked once, at the end. */
  finish(): LargeBody {
    if (this.#length % largeBodyBlock !== 0) this.#endBlock();
    return {
      kind: 'large',
      length: this.#length,
      digest: this.#hash.digest('hex'),
      head: Buffer.concat(this.#head),
      blocks: this.#blocks,
    };
  }

  #endBlock(): void {
    this.#blocks.push(this.#crc);
    this.#crc = 0;
  }

  /** Copied, since a view would keep the whole piece. */
  #addHead(bytes: Uint8Array): void {
    if (this.#headLength >= headBytes) return;
    const piece = Buffer.from(bytes.subarray(0, headBytes - this.#headLength));
    this.#head.push(piece);
    this.#headLength += piece.length;
  }
}

/** The same of a body that is held, so that it compares with one that was not. */
export function digestOfBody(bytes: Uint8Array): LargeBody {
  const digest = new BodyDigest();
  digest.add(bytes);
  return digest.finish();
}
