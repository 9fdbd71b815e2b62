const prime = 0x01000193;
const wordSize = 4;

/**
 * A number for a range of bytes, the same for the same bytes: tells what cannot be equal before it is compared. Others may share it, by
 * chance or by design. Four bytes at a time; what the product of a word keeps in its upper half is brought down, or the ends of
 * words would count for little.
 */
export function hashBytes(bytes: DataView, from: number, to: number): number {
  let sum = to - from;
  let at = from;
  for (; at + wordSize <= to; at += wordSize) {
    sum = Math.imul(sum ^ bytes.getInt32(at, true), prime);
    sum ^= sum >>> 15;
  }
  for (; at < to; at += 1) sum = Math.imul(sum ^ bytes.getUint8(at), prime);
  return sum;
}
