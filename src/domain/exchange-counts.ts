import { numberOfExchange } from './exchange-id-set.ts';

/** How often something was seen of each exchange, in a recording of any length. */
export type ExchangeCounts = {
  /** Gives the count of that exchange with what is added. */
  add(id: string, count: number): number;
};

/** As `createExchangeIdSet`, with a byte for each number in place of a bit: counts above 255 are told as 255. */
export function createExchangeCounts(): ExchangeCounts {
  const texts = new Map<string, number>();
  let counts = new Uint8Array(4096);
  return {
    add: (id, count) => {
      const number = numberOfExchange(id);
      if (number === null) {
        const now = Math.min(most, (texts.get(id) ?? 0) + count);
        texts.set(id, now);
        return now;
      }
      if (number >= counts.length) {
        const larger = new Uint8Array(Math.ceil(number * 1.5) + 1);
        larger.set(counts);
        counts = larger;
      }
      const now = Math.min(most, (counts[number] ?? 0) + count);
      counts[number] = now;
      return now;
    },
  };
}

const most = 255;
