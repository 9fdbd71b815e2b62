import { createGrowingNumbers } from './growing-numbers.ts';

/** The ids of all exchanges that are surveyed, in their order. */
export type ExchangeIds = {
  /** Asked of every exchange of the recording: false when it had this id before. */
  isNew(id: string): boolean;
  add(id: string): void;
  /** The id of the exchange that was added as the n-th, from 0. */
  idOf(index: number): string;
};

/** As recorders and importers number them, so that a number says it all. */
const numbered = /^x(\d{6}|[1-9]\d{6,8})$/;
/** Larger numbers would make the table of what was seen larger than the texts. */
const mostNumber = 100_000_000;

/** A million ids as texts and in a set would be most of what a survey holds; as numbers and bits they are nearly nothing. */
export function createExchangeIds(): ExchangeIds {
  const numbers = createGrowingNumbers();
  const texts = new Map<number, string>();
  const seenTexts = new Set<string>();
  let seenBits = new Uint8Array(4096);
  let added = 0;

  const isNewNumber = (number: number): boolean => {
    const byte = number >>> 3;
    if (byte >= seenBits.length) {
      const larger = new Uint8Array(Math.ceil(byte * 1.5) + 1);
      larger.set(seenBits);
      seenBits = larger;
    }
    const before = seenBits[byte] ?? 0;
    seenBits[byte] = before | (1 << (number & 7));
    return seenBits[byte] !== before;
  };
  const isNewText = (id: string): boolean => {
    const before = seenTexts.size;
    seenTexts.add(id);
    return seenTexts.size > before;
  };
  return {
    isNew: (id) => {
      const number = numberOf(id);
      return number === null ? isNewText(id) : isNewNumber(number);
    },
    add: (id) => {
      const number = numberOf(id);
      if (number === null) texts.set(added, id);
      numbers.push(number ?? 0);
      added += 1;
    },
    idOf: (index) => {
      const id = texts.get(index);
      if (id !== undefined) return id;
      const number = numbers.values()[index];
      if (number === undefined) throw new Error(`the survey has no exchange ${index}`);
      return `x${String(number).padStart(6, '0')}`;
    },
  };
}

function numberOf(id: string): number | null {
  const digits = numbered.exec(id)?.[1];
  const number = digits === undefined ? mostNumber : Number(digits);
  return number < mostNumber ? number : null;
}
