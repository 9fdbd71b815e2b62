/** Used for what arrives in pieces of any size, also a byte at a time: put together at a cost that grows with its length alone. */
export class GrowingBytes {
  length = 0;
  private bytes: Buffer = nothing;

  /** Room for what is announced; what nobody sent takes no memory before it comes. */
  expect(length: number): void {
    this.bytes = Buffer.allocUnsafe(Math.min(length, longestExpected));
  }

  /** All of a piece, or a part of it. */
  append(piece: Buffer, start = 0, end = piece.byteLength): void {
    const needed = this.length + end - start;
    if (needed > this.bytes.byteLength) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.byteLength));
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    piece.copy(this.bytes, this.length, start, end);
    this.length = needed;
  }

  /** Whether it begins with that text, as far as it goes. */
  startsLike(text: string): boolean {
    return text.startsWith(this.bytes.toString('latin1', 0, Math.min(this.length, text.length)));
  }

  /** What was appended, and nothing of it any more here. */
  take(): Buffer {
    const taken = this.length === this.bytes.byteLength ? this.bytes : this.bytes.subarray(0, this.length);
    this.bytes = nothing;
    this.length = 0;
    return taken;
  }
}

const nothing = Buffer.alloc(0);
const longestExpected = 256 * 1024;
