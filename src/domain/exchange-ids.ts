import { numberOfExchange } from './exchange-id-set.ts';
import { createPackedNumbers } from './packed-numbers.ts';

/** Ids of exchanges, in the order in which they were added. */
export type ExchangeIds = {
  add(id: string): void;
  /** The id that was added as the n-th, from 0. Throws where there is none. */
  idOf(index: number): string;
};

/** A million ids as texts would be most of what is held of a recording; as numbers that follow one another they are nearly nothing. */
export function createExchangeIds(): ExchangeIds {
  const ahead = createPackedNumbers();
  const texts = new Map<number, string>();
  return {
    add: (id) => {
      const number = numberOfExchange(id);
      if (number === null) texts.set(ahead.length, id);
      ahead.push(number === null ? 0 : number - ahead.length);
    },
    idOf: (index) => {
      const id = texts.get(index);
      if (id !== undefined) return id;
      const number = ahead.at(index);
      if (number === undefined) throw new Error(`there is no exchange ${index}`);
      return `x${String(number + index).padStart(6, '0')}`;
    },
  };
}
