import type { ShadowgateConfig } from './config/load-config.ts';
import type { Plan } from './domain/plan.ts';
import type { OpenRecording } from './open-recording.ts';
import { chooseExchanges, fitsBudget } from './replay/choosing/choose-exchanges.ts';
import type { TouchedRoutes } from './replay/choosing/preference-tiers.ts';
import type { Survey } from './replay/choosing/survey-recording.ts';
import { planEverything } from './replay/plan-replay.ts';

export type PlanRequest = {
  readonly recording: OpenRecording;
  readonly survey: Survey;
  readonly config: Pick<ShadowgateConfig, 'replay' | 'replayBudgetMs'>;
  /** Asked only when a choice is needed. */
  readonly findTouchedRoutes: () => Promise<TouchedRoutes>;
};

/** Everything that can be replayed, when that fits the budget; else the most telling part of it. */
export async function choosePlan(request: PlanRequest): Promise<Plan> {
  const { recording, survey, config } = request;
  const { concurrency, timing } = config.replay;
  // Who wants the distances of the recording wants its length.
  const room = { budgetMs: timing === 'recorded' ? 0 : config.replayBudgetMs, concurrency };
  if (fitsBudget(survey, room)) return planEverything(survey);
  const touched = await request.findTouchedRoutes();
  return chooseExchanges({ survey, ...room, touched, exchanges: recording.exchanges });
}
