import { createExchangeIdSet, numberOfExchange } from '../../domain/exchange-id-set.ts';
import { createGrowingNumbers } from './growing-numbers.ts';

/** The ids of all exchanges that are surveyed, in their order. */
export type ExchangeIds = {
  /** Asked of every exchange of the recording: false when it had this id before. */
  isNew(id: string): boolean;
  add(id: string): void;
  /** The id of the exchange that was added as the n-th, from 0. */
  idOf(index: number): string;
};

/** A million ids as texts and in a set would be most of what a survey holds; as numbers and bits they are nearly nothing. */
export function createExchangeIds(): ExchangeIds {
  const numbers = createGrowingNumbers();
  const texts = new Map<number, string>();
  const seen = createExchangeIdSet();
  let added = 0;

  return {
    isNew: (id) => seen.add(id),
    add: (id) => {
      const number = numberOfExchange(id);
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
