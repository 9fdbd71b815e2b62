import type { Plan } from '../domain/plan.ts';
import type { Ports } from '../ports.ts';
import { chooseExchanges, fitsBudget } from '../replay/choosing/choose-exchanges.ts';
import { planEverything } from '../replay/plan-replay.ts';
import type { Settings } from './base-config.ts';
import { findTouchedRoutes, type ReachRequest } from './find-touched-routes.ts';
import { leaveOut } from './leave-out.ts';
import { readReplayKeys } from './read-replay-keys.ts';

export type PlanRequest = Omit<ReachRequest, 'replay' | 'budgetMs'> & {
  readonly settings: Pick<Settings, 'config' | 'readFile'>;
};

/** Everything that can be replayed, when that fits the budget; else the most telling part of it. Without what the settings leave out. */
export async function choosePlan(request: PlanRequest, ports: Ports): Promise<Plan> {
  return leaveOut(await chooseAll(request, ports), request.settings.config.leaveOut, ports.now());
}

async function chooseAll({ settings, ...request }: PlanRequest, ports: Ports): Promise<Plan> {
  const { survey, recording } = request;
  const { config, readFile } = settings;
  const { concurrency, timing, pauseAfterWriteMs } = config.replay;
  // Who wants the distances of the recording wants its length.
  const budgetMs = timing === 'recorded' ? 0 : config.replayBudgetMs;
  const room = { budgetMs, concurrency, pauseAfterWriteMs };
  if (fitsBudget(survey, room)) return planEverything(survey);
  const replay = await readReplayKeys(config.replay, { readFile, environment: ports.environment });
  const touched = await findTouchedRoutes({ ...request, replay, budgetMs }, ports);
  return chooseExchanges({ survey, ...room, touched, exchanges: recording.exchanges });
}
