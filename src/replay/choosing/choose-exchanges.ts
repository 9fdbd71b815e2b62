import type { LeftOut, Plan } from '../../domain/plan.ts';
import type { Exchange } from '../../domain/recording.ts';
import { pausesOf } from '../order/recorded-pauses.ts';
import { linkExchanges } from './exchange-links.ts';
import { type Fit, type FitRequest, fitBudget } from './fit-budget.ts';
import { planAllExchanges, planExchanges, routesOf } from './plan-exchanges.ts';
import { preferenceTiers, type TouchedRoutes } from './preference-tiers.ts';
import { createReplayCost } from './replay-cost.ts';
import { linkSessions } from './session-links.ts';
import type { Survey } from './survey-recording.ts';

/** What one run may take, how many reads it has in flight, and what it waits after a write. */
export type ReplayRoom = {
  readonly budgetMs: number;
  readonly concurrency: number;
  readonly pauseAfterWriteMs: number;
};

/** Share of a budget that is kept free for pauses. */
const mostForPauses = 0.1;

/**
 * Whether all of a recording can be replayed in the time that is granted, by what it took in production and the pauses after its writes. A
 * budget of 0 grants any time.
 */
export function fitsBudget(
  survey: Survey,
  { budgetMs, concurrency, pauseAfterWriteMs }: ReplayRoom,
): boolean {
  if (budgetMs === 0) return true;
  const costOf = createReplayCost(survey, concurrency);
  let cost = pausesOf(planAllExchanges(survey, ''), pauseAfterWriteMs);
  for (let index = 0; index < survey.exchanges && cost <= budgetMs; index += 1) cost += costOf(index);
  return cost <= budgetMs;
}

export type ChoiceRequest = ReplayRoom & {
  readonly survey: Survey;
  /** Opens the recording anew, in its order. */
  readonly exchanges: () => AsyncIterable<Exchange>;
  readonly touched: TouchedRoutes;
};

/** More than fits is looked into, since what it depends on is not known yet and much of it is shared. */
const lookedInto = 1.5;

/**
 * Used for a recording that does not fit: chooses its most telling part, with everything that depends on.
 * The same recording, budget and routes give the same plan.
 */
export async function chooseExchanges(request: ChoiceRequest): Promise<Plan> {
  const { survey, budgetMs, touched } = request;
  const fitting = {
    exchanges: survey.exchanges,
    tiers: preferenceTiers(survey, touched),
    sessions: linkSessions(survey),
    costOf: createReplayCost(survey, request.concurrency),
  };
  const wanted = fitBudget({ ...fitting, links: () => [], budgetMs: lookedInto * budgetMs });
  const mayBeChosen = new Set(wanted.chosen.map(({ index }) => index));
  const links = await linkExchanges({
    survey,
    exchanges: request.exchanges(),
    mayBeChosen: (index) => mayBeChosen.has(index),
  });
  // What was not looked into may depend on anything.
  const looked = fitting.tiers.map((tier) => ({ ...tier, picks: () => among(tier.picks(), mayBeChosen) }));
  const fit = fitWithPauses({ ...fitting, tiers: looked, links, budgetMs }, request);
  const exchanges = planExchanges(survey, fit.chosen);
  const tooDependent = wanted.tooDependent.union(fit.tooDependent);
  for (const { index } of fit.chosen) tooDependent.delete(index);
  return {
    exchanges,
    leftOut: [
      ...leftOutOf(survey.exchanges - exchanges.length, tooDependent.size, budgetMs),
      ...survey.leftOut,
    ],
    routes: routesOf(exchanges),
    budget: { ms: budgetMs, lastNeededRank: fit.lastNeededRank },
  };
}

/**
 * How long a run pauses after writes hangs on what is chosen, so it is chosen twice: the second time without the time that the pauses of the
 * first choice take, up to a tenth of the budget. A small budget would otherwise go to pauses alone, which a smaller choice does not make; where
 * they take more, the run itself leaves out the extras for which no time is left.
 */
function fitWithPauses(fitting: FitRequest, { survey, pauseAfterWriteMs }: ChoiceRequest): Fit {
  const fit = fitBudget(fitting);
  const pausesMs = pausesOf(planExchanges(survey, fit.chosen), pauseAfterWriteMs);
  const { budgetMs } = fitting;
  if (pausesMs === 0) return fit;
  return fitBudget({ ...fitting, budgetMs: budgetMs - Math.min(pausesMs, budgetMs * mostForPauses) });
}

function leftOutOf(count: number, tooDependent: number, budgetMs: number): readonly LeftOut[] {
  const within = `within ${budgetMs / 1000} s`;
  const parts = [
    { reason: `there is no room for it ${within}`, exchanges: count - tooDependent },
    { reason: `there is no room ${within} for what it depends on`, exchanges: tooDependent },
  ];
  return parts.filter(({ exchanges }) => exchanges > 0);
}

function* among(picks: Iterable<number>, allowed: ReadonlySet<number>): Generator<number> {
  for (const pick of picks) if (allowed.has(pick)) yield pick;
}
