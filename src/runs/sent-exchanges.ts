import { type PlannedExchange, type PlannedExchanges, plannedOnDemand } from '../domain/plan.ts';
import type { AnswerWords } from './answer-words.ts';

/** Used when a run is over: what of its plan was sent, in the same order. Most often all of it, and then nothing is made. */
export function sentExchanges(exchanges: PlannedExchanges, answers: AnswerWords): PlannedExchanges {
  if (answers.size === exchanges.length) return exchanges;
  const sent = new Uint32Array(answers.size);
  const planned = exchanges[Symbol.iterator]();
  let sequence = -1;
  let kept = 0;
  for (const [exchangeId] of answers) {
    let next = planned.next();
    sequence += 1;
    while (!next.done && next.value.exchangeId !== exchangeId) {
      next = planned.next();
      sequence += 1;
    }
    sent[kept] = sequence;
    kept += 1;
  }
  return plannedOnDemand(kept, (at) => numbered(exchanges, sent[at]));
}

function numbered(exchanges: PlannedExchanges, sequence: number | undefined): PlannedExchange {
  const planned = sequence === undefined ? undefined : exchanges.at(sequence);
  if (planned === undefined) throw new Error(`the plan has no exchange ${sequence}`);
  return planned;
}
