/** What baseline and candidate answered in one word each, kept for a whole run, to tell whether a second run answered alike. */
import type { Observation, ObservedExchange } from '../domain/observation.ts';
import { createPackedNumbers } from '../domain/packed-numbers.ts';
import type { PlannedExchanges } from '../domain/plan.ts';

/** By exchange, in the order of the plan, e.g. `200 500`; those that were not sent are left out. A map is one. */
export type AnswerWords = Iterable<readonly [exchangeId: string, words: string]> & { readonly size: number };

export type AnswerWordsKept = {
  /** To be told of every exchange, in the order of the plan. */
  readonly add: (observed: ObservedExchange) => void;
  readonly result: () => AnswerWords;
};

/** A status is its own number; reasons for a failure, of which there are few, follow behind the last status. */
const firstReason = 1000;
/** More than there are statuses and reasons together. */
const mostCodes = 2 ** 16;
const notSent = 0;

/** One per run: a few bytes for each exchange of its plan. */
export function keepAnswerWords(exchanges: PlannedExchanges): AnswerWordsKept {
  const reasons: string[] = [];
  const pairs = createPackedNumbers();
  let size = 0;
  const codeOf = ({ outcome }: Observation): number => {
    if (outcome.kind === 'responded') return outcome.status;
    const known = reasons.indexOf(outcome.reason);
    return firstReason + (known === -1 ? reasons.push(outcome.reason) - 1 : known);
  };
  const wordOf = (code: number): string => reasons[code - firstReason] ?? String(code);
  return {
    add: ({ exchange, baseline, candidate }) => {
      while (pairs.length < exchanges.length && exchanges.at(pairs.length)?.exchangeId !== exchange.id)
        pairs.push(notSent);
      pairs.push(codeOf(baseline) * mostCodes + codeOf(candidate));
      size += 1;
    },
    result: () => ({
      size,
      *[Symbol.iterator]() {
        let index = 0;
        for (const { exchangeId } of exchanges) {
          const pair = pairs.at(index) ?? notSent;
          index += 1;
          const [before, after] = [Math.floor(pair / mostCodes), pair % mostCodes];
          if (pair !== notSent) yield [exchangeId, `${wordOf(before)} ${wordOf(after)}`] as const;
        }
      },
    }),
  };
}

/** Exchanges of the first run that another, which sent the same or a part of them in the same order, answered otherwise or not at all. */
export function* differingAnswers(first: AnswerWords, again: AnswerWords): Generator<string> {
  const later = again[Symbol.iterator]();
  let other = later.next();
  for (const [exchangeId, words] of first) {
    const isThere = !other.done && other.value[0] === exchangeId;
    if (!isThere || other.value[1] !== words) yield exchangeId;
    if (isThere) other = later.next();
  }
}
