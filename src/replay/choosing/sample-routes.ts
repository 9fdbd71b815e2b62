import type { Plan } from '../../domain/plan.ts';
import { fitBudget } from './fit-budget.ts';
import { planExchanges, routesOf } from './plan-exchanges.ts';
import { createReplayCost } from './replay-cost.ts';
import { linkSessions } from './session-links.ts';
import type { Survey } from './survey-recording.ts';

const ofEachRoute = 4;
/** Share of the budget that finding out which routes reach a change may take. */
const share = 1 / 6;

/**
 * Used where it is not known which routes reach a change: a few exchanges of each route, of as many shapes as there are, with their sessions.
 * They are sent one after the other, so that what runs meanwhile is theirs.
 */
export function sampleRoutes(survey: Survey, budgetMs: number): Plan {
  const fit = fitBudget({
    exchanges: survey.exchanges,
    sessions: linkSessions(survey),
    links: () => [],
    costOf: createReplayCost(survey, 1),
    budgetMs: share * budgetMs,
    tiers: [
      { share: 1, isExtra: false, reasonFor: () => 'a sample of its route', picks: () => samples(survey) },
    ],
  });
  const exchanges = planExchanges(survey, fit.chosen);
  return { exchanges, leftOut: [], routes: routesOf(exchanges) };
}

/** The first of each kind comes before the second of any. */
function* samples(survey: Survey): Generator<number> {
  const byRoute = new Map<
    string,
    { readonly kinds: Set<number>; readonly first: number[]; readonly more: number[] }
  >();
  for (let index = 0; index < survey.exchanges; index += 1) {
    const kind = survey.kindOf(index);
    const route = survey.kinds[kind]?.route ?? '';
    const seen = byRoute.get(route) ?? { kinds: new Set(), first: [], more: [] };
    byRoute.set(route, seen);
    const part = seen.kinds.has(kind) ? seen.more : seen.first;
    if (part.length < ofEachRoute) part.push(index);
    seen.kinds.add(kind);
  }
  for (const { first } of byRoute.values()) yield* first;
  for (const { first, more } of byRoute.values()) yield* more.slice(0, ofEachRoute - first.length);
}
