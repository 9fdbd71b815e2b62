import type { Divergence } from '../../domain/divergence.ts';
import { leftOutAfter } from '../divergence-collector.ts';
import { type Excuse, refuse } from './excuse.ts';
import { type ExcuseContext, valuePlace } from './excuse-value.ts';
import { canAgreeByChance } from './fit-constraint.ts';

/**
 * Of thousands of differences at one pattern the first are kept and the others counted. What is counted was held against
 * nothing: it is noise only where the unchanged build differs as often in the same answer, since one more is one that it
 * does not show.
 */
export function holdCutList(excuse: Excuse, divergence: Divergence, context: ExcuseContext): Excuse {
  if (excuse.kind === 'stands' || leftOutAfter(divergence) === 0) return excuse;
  const { exchange } = context;
  const own = countOf(exchange.noise ?? [], divergence);
  const all = countOf(exchange.divergences, divergence);
  if (all <= own + chanceOf(own, divergence, context)) return excuse;
  return refuse('unresolved', `differs ${all} times in one answer, for the baseline ${own} times`);
}

/** Values of few possibilities agree now and then, so their number varies too: by four standard deviations at most. */
function chanceOf(own: number, divergence: Divergence, context: ExcuseContext): number {
  const place = valuePlace(context, divergence);
  if (place === null || divergence.baseline === null) return 0;
  return canAgreeByChance(place.constraint, divergence.baseline) ? Math.ceil(4 * Math.sqrt(own)) : 0;
}

function countOf(divergences: readonly Divergence[], { pattern, kind }: Divergence): number {
  return divergences
    .filter((one) => one.pattern === pattern && one.kind === kind)
    .reduce((sum, one) => sum + 1 + leftOutAfter(one), 0);
}
