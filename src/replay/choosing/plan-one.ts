import type { Plan } from '../../domain/plan.ts';
import type { Exchange } from '../../domain/recording.ts';
import { linkExchanges } from './exchange-links.ts';
import { planExchanges, routesOf } from './plan-exchanges.ts';
import { linkSessions, sessionBefore } from './session-links.ts';
import type { Survey } from './survey-recording.ts';

export type OneRequest = {
  readonly survey: Survey;
  /** Opens the recording anew, in its order. */
  readonly exchanges: () => AsyncIterable<Exchange>;
  readonly exchangeId: string;
};

/** An exchange that rests on more than this is replayed without the oldest of it. */
const mostBefore = 500;

/**
 * Used to look at one exchange again: a plan of it and of what it rests on, which is what came before it in its session, and what issued the
 * values that any of them carries. Null when the recording has no such exchange that can be replayed.
 */
export async function planOne({ survey, exchanges, exchangeId }: OneRequest): Promise<Plan | null> {
  const index = indexOf(survey, exchangeId);
  if (index === null) return null;
  const linksOf = await linkExchanges({
    survey,
    exchanges: upTo(exchanges(), exchangeId),
    mayBeChosen: () => true,
  });
  const sessions = linkSessions(survey);
  const needed = new Set<number>([index]);
  // Grows while it is walked: what is needed needs others in turn.
  for (const each of needed) {
    const before = each === index ? [...sessionBefore(sessions, each), ...linksOf(each)] : linksOf(each);
    for (const one of before) if (one < index && needed.size <= mostBefore) needed.add(one);
  }
  const chosen = [...needed].sort((a, b) => a - b);
  const planned = planExchanges(
    survey,
    chosen.map((each) => ({
      index: each,
      reason: each === index ? 'it was asked for' : 'the exchange that was asked for rests on it',
    })),
  );
  return { exchanges: planned, leftOut: [], routes: routesOf(planned) };
}

function indexOf(survey: Survey, exchangeId: string): number | null {
  for (let index = 0; index < survey.exchanges; index += 1)
    if (survey.idOf(index) === exchangeId) return index;
  return null;
}

async function* upTo(exchanges: AsyncIterable<Exchange>, last: string): AsyncGenerator<Exchange> {
  for await (const exchange of exchanges) {
    yield exchange;
    if (exchange.id === last) return;
  }
}
