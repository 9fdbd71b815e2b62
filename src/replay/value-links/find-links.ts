import { createPackedNumbers } from '../../domain/packed-numbers.ts';
import type { ValueLinks } from '../../domain/value-links.ts';
import { createGrowingNumbers } from '../choosing/growing-numbers.ts';
import { hasFormOfJwt } from '../credentials/resign-jwt.ts';
import type { IssuedValue } from '../values/issued-values.ts';
import { createValueFollower, type FollowedExchange, type MetExchange } from './follow-values.ts';

/** In `values`: stands for the issuer of a text that redaction put in place of a secret and that no response issued. */
export const noIssuer = 0xffff_ffff;

export type LinkFinder = {
  /** Called for each exchange of the plan, in its order, none left out. */
  add(met: Omit<MetExchange, 'number' | 'producer'>): FollowedExchange;
  result(): ValueLinks;
};

/**
 * Used before a replay, on the same exchanges that will be replayed: follows all values once, so that the replay need not look into
 * exchanges that neither issue what is carried later nor carry anything. `replaced` tells the texts for which the settings name another.
 */
export function createLinkFinder(replaced: ReadonlySet<string>): LinkFinder {
  const follower = createValueFollower();
  const [carriers, tokens, values] = [createGrowingNumbers(), createGrowingNumbers(), createGrowingNumbers()];
  const reads = createPackedNumbers();
  const used = createUsedValues();
  let number = 0;
  let notFollowed = { values: 0, first: '' };
  return {
    add: (met) => {
      let token = 0;
      let isRead = 0;
      const followed = follower.follow(
        { ...met, number, producer: number },
        ({ text }, earlier, isSecret) => {
          const found = isSecret ? [noIssuer] : earlier.map(used.numberOf);
          for (const value of found) {
            carriers.push(number);
            tokens.push(token);
            values.push(value);
          }
          if (found.length > 0 || replaced.has(text) || hasFormOfJwt(text)) isRead = 1;
          token += 1;
        },
      );
      reads.push(isRead);
      if (followed.notFollowed > 0)
        notFollowed = {
          values: notFollowed.values + followed.notFollowed,
          first: notFollowed.first || met.exchange.id,
        };
      number += 1;
      return followed;
    },
    result: () => ({
      ...{
        reads: Uint8Array.from({ length: number }, (_, index) => reads.at(index) ?? 0),
        carriers: carriers.values().slice(),
      },
      ...{ tokens: tokens.values().slice(), notFollowed },
      ...used.inOrder(values.values().slice()),
    }),
  };
}

/** Numbers values in the order in which they are first carried, and in the end in that in which they were issued. */
function createUsedValues() {
  const numbers = new WeakMap<IssuedValue, number>();
  const [issuers, ordinals] = [createGrowingNumbers(), createGrowingNumbers()];
  let count = 0;
  return {
    numberOf: (value: IssuedValue): number => {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      numbers.set(value, count);
      issuers.push(value.producer);
      ordinals.push(value.ordinal);
      count += 1;
      return count - 1;
    },
    inOrder: (values: Uint32Array): Pick<ValueLinks, 'values' | 'issuers' | 'ordinals'> => {
      const [issuer, ordinal] = [issuers.values(), ordinals.values()];
      const order = new Uint32Array(count).map((_, at) => at);
      order.sort((a, b) => at(issuer, a) - at(issuer, b) || at(ordinal, a) - at(ordinal, b));
      const rowOf = new Uint32Array(count);
      for (const [row, number] of order.entries()) rowOf[number] = row;
      return {
        values: values.map((number) => (number === noIssuer ? noIssuer : at(rowOf, number))),
        issuers: order.map((number) => at(issuer, number)),
        ordinals: order.map((number) => at(ordinal, number)),
      };
    },
  };
}

function at(numbers: Uint32Array, index: number): number {
  return numbers[index] ?? 0;
}
