/** The polynomial of CRC-32 (IEEE 802.3), its bits in the order in which the checksum holds them. */
const polynomial = 0xedb88320;
const one = 0x8000_0000;

/**
 * CRC-32 of two parts from those of each, for a part whose beginning is known only after its end was written: the checksum of the
 * first is moved on by as many zero bytes as the second has, and the second's is added. Zlib does the same (`crc32_combine`).
 */
export function joinChecksums(first: number, second: number, secondLength: number): number {
  let shift = one;
  // x to the 8 is a byte; squared over and over it is every power of two of bytes.
  let power = one >>> 8;
  for (let rest = secondLength; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) shift = multiply(shift, power);
    power = multiply(power, power);
  }
  return (multiply(shift, first) ^ second) >>> 0;
}

/** The product of two polynomials, without the multiples of ours. */
function multiply(left: number, right: number): number {
  let product = 0;
  let factor = right;
  for (let bit = one; bit !== 0; bit >>>= 1) {
    if ((left & bit) !== 0) product ^= factor;
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ polynomial : factor >>> 1;
  }
  return product >>> 0;
}
