import type { KeptExchanges } from './compared-run.ts';
import { judgeExchange } from './judge-exchange.ts';
import { findBrokenRelations } from './noise/broken-relations.ts';
import { learnNoise } from './noise/learn-noise.ts';

/**
 * The exchanges whose divergences one run alone does not explain. Used between the two runs, to know where to look: a
 * second run settles what they are.
 */
export function findSuspects(kept: KeptExchanges): readonly string[] {
  const noise = learnNoise([{ ...kept, suspects: [], notCompared: [] }]);
  const relations = findBrokenRelations(kept.differing);
  return kept.differing
    .filter((exchange) =>
      judgeExchange(exchange, noise, relations).some(({ excuse }) => excuse.kind === 'stands'),
    )
    .map(({ exchangeId }) => exchangeId);
}
