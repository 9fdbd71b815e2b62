/** Ids that were met, of a recording of any length. */
export type ExchangeIdSet = {
  /** False when it was there before. */
  add(id: string): boolean;
  has(id: string): boolean;
};

/** As recorders and importers number them, so that a number says it all. */
const numbered = /^x(\d{6}|[1-9]\d{6,8})$/;
/** Larger numbers would make the table of what was seen larger than the texts. */
const mostNumber = 100_000_000;

/** The number that an id consists of; null for an id of any other form. */
export function numberOfExchange(id: string): number | null {
  const digits = numbered.exec(id)?.[1];
  const number = digits === undefined ? mostNumber : Number(digits);
  return number < mostNumber ? number : null;
}

/** Used instead of a set of texts, which for a million ids takes most of a hundred megabytes: one bit for each number. */
export function createExchangeIdSet(): ExchangeIdSet {
  const texts = new Set<string>();
  let bits = new Uint8Array(4096);
  const has = (number: number): boolean => ((bits[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0;
  return {
    has: (id) => {
      const number = numberOfExchange(id);
      return number === null ? texts.has(id) : has(number);
    },
    add: (id) => {
      const number = numberOfExchange(id);
      if (number === null ? texts.has(id) : has(number)) return false;
      if (number === null) texts.add(id);
      else {
        if (number >>> 3 >= bits.length) bits = enlarged(bits, number >>> 3);
        bits[number >>> 3] = (bits[number >>> 3] ?? 0) | (1 << (number & 7));
      }
      return true;
    },
  };
}

function enlarged(bits: Uint8Array, byte: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.ceil(byte * 1.5) + 1);
  larger.set(bits);
  return larger;
}
