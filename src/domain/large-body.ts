/** What is known of a body that is too long to be held: enough to tell two apart and where they part. */
export type LargeBody = {
  readonly kind: 'large';
  /** Bytes as they were sent. */
  readonly length: number;
  /** SHA-256 of all of them, in hex. */
  readonly digest: string;
  /** Its first bytes, at most 64, by which its format is recognised. */
  readonly head: Uint8Array;
  /** CRC-32 of each block of 4096 bytes, in order. */
  readonly blocks: readonly number[];
};

/** Bytes of each block but the last. */
export const largeBodyBlock = 4096;
