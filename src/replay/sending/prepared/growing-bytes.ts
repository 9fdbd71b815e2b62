/** Used for what arrives in pieces of any size, also a byte at a time: put together at a cost that grows with its length alone. */
export class GrowingBytes {
  length = 0;
  private bytes: Buffer = Buffer.alloc(0);

  /** Room for what is announced; what nobody sent takes no memory before it comes. */
  expect(length: number): void {
    this.bytes = Buffer.allocUnsafe(Math.min(length, longestExpected));
  }

  append(piece: Uint8Array): void {
    const needed = this.length + piece.byteLength;
    if (needed > this.bytes.byteLength) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.byteLength));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(piece, this.length);
    this.length = needed;
  }

  /** Whether it begins with that text, as far as it goes. */
  startsLike(text: string): boolean {
    return text.startsWith(this.bytes.toString('latin1', 0, Math.min(this.length, text.length)));
  }

  /** What was appended, and nothing of it any more here. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.length);
    this.bytes = Buffer.alloc(0);
    this.length = 0;
    return taken;
  }
}

const longestExpected = 256 * 1024;
