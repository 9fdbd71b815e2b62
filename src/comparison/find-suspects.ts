import { findBrokenRelations } from './broken-relations.ts';
import { judgeExchange } from './judge-exchange.ts';
import { learnNoise } from './learn-noise.ts';
import type { ComparedExchange } from './run-comparison.ts';

/**
 * The exchanges whose divergences one run alone does not explain. Used between the two runs, to know where to look: a
 * second run settles what they are.
 */
export function findSuspects(exchanges: readonly ComparedExchange[]): readonly string[] {
  const noise = learnNoise([{ exchanges, suspects: [], notCompared: [] }]);
  const relations = findBrokenRelations(exchanges);
  return exchanges
    .filter((exchange) =>
      judgeExchange(exchange, noise, relations).some(({ excuse }) => excuse.kind === 'stands'),
    )
    .map(({ exchangeId }) => exchangeId);
}
