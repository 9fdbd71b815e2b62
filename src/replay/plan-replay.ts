import type { Plan } from '../domain/plan.ts';
import type { Exchange, ExchangeHead } from '../domain/recording.ts';
import { planAllExchanges } from './choosing/plan-exchanges.ts';
import { type Survey, surveyRecording } from './choosing/survey-recording.ts';

/**
 * Used where all of a recording is wanted: reads it once and plans everything that can be replayed, in its order. What cannot be replayed
 * is counted with its reason. Whole exchanges may be given instead of heads; then GraphQL and JSON-RPC calls get routes of their own.
 */
export async function planReplay(heads: AsyncIterable<ExchangeHead | Exchange>): Promise<Plan> {
  return planEverything(await surveyRecording(heads));
}

/** The same of a recording that was looked through already. */
export function planEverything(survey: Survey): Plan {
  const { leftOut, routes } = survey;
  const exchanges = planAllExchanges(survey, 'every exchange that can be replayed is chosen');
  return { exchanges, leftOut, routes };
}
