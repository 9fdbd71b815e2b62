import { type PlannedExchange, type PlannedExchanges, plannedOnDemand } from '../../domain/plan.ts';
import type { Survey } from './survey-recording.ts';

/** An exchange of a survey that was chosen: its number there, why, and its place in the order of preference. */
export type ChosenIndex = { readonly index: number; readonly reason: string; readonly rank?: number };

/**
 * Used at the end of each choice, in the order of the recording: gives the chosen numbers back what the replay asks for. The survey holds it
 * in less room than exchanges of their own would need, so these are made when they are asked for.
 */
export function planExchanges(survey: Survey, chosen: readonly ChosenIndex[]): PlannedExchanges {
  return plannedOnDemand(chosen.length, (at) => {
    const one = chosen[at];
    if (one === undefined) throw new Error(`nothing was chosen as number ${at}`);
    return planned(survey, one);
  });
}

/** The same of all that was surveyed, for one reason. */
export function planAllExchanges(survey: Survey, reason: string): PlannedExchanges {
  return plannedOnDemand(survey.exchanges, (index) => planned(survey, { index, reason }));
}

function planned(survey: Survey, { index, reason, rank }: ChosenIndex): PlannedExchange {
  const kind = survey.kinds[survey.kindOf(index)];
  if (kind === undefined) throw new Error(`the survey has no exchange ${index}`);
  return {
    exchangeId: survey.idOf(index),
    session: survey.sessionOf(index),
    route: kind.route,
    writes: kind.writes,
    reason,
    ...(rank === undefined ? {} : { rank }),
  };
}

/** Routes of the chosen exchanges, each once, sorted. */
export function routesOf(exchanges: PlannedExchanges): readonly string[] {
  const routes = new Set<string>();
  for (const { route } of exchanges) routes.add(route);
  return [...routes].sort();
}
