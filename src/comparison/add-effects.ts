import type { Divergence } from '../domain/divergence.ts';
import { findSuspects } from './find-suspects.ts';
import type { ComparedExchange, ComparedRun } from './run-comparison.ts';

/** What instances differ in besides their answers, by exchange; under the empty id what belongs to none. */
export type Effects = {
  /** Baseline against candidate. */
  readonly divergences: ReadonlyMap<string, readonly Divergence[]>;
  /** Baseline against secondary; null when none ran. */
  readonly noise: ReadonlyMap<string, readonly Divergence[]> | null;
};

/** What is shown as the route of effects that belong to no exchange. */
const noRoute = 'outside any request';

/**
 * Adds effects to what the answers showed, so that one and the same noise is learned and the same confirmation asked for:
 * what the baseline itself varies in is no finding in a call either.
 */
export function addEffects(run: ComparedRun, { divergences, noise }: Effects): ComparedRun {
  const withEffects = run.exchanges.map((exchange) => {
    const mine = divergences.get(exchange.exchangeId) ?? [];
    const varied = noise?.get(exchange.exchangeId) ?? [];
    if (mine.length + varied.length === 0) return exchange;
    return {
      ...exchange,
      divergences: [...exchange.divergences, ...mine],
      noise: exchange.noise === null ? null : [...exchange.noise, ...varied],
    };
  });
  const untied = divergences.get('') ?? [];
  const untiedNoise = noise?.get('') ?? [];
  const exchanges =
    untied.length + untiedNoise.length === 0
      ? withEffects
      : [...withEffects, outsideAny(untied, noise === null ? null : untiedNoise)];
  return { ...run, exchanges, suspects: findSuspects(exchanges).filter((id) => id !== '') };
}

function outsideAny(
  divergences: readonly Divergence[],
  noise: readonly Divergence[] | null,
): ComparedExchange {
  return {
    exchangeId: '',
    route: noRoute,
    divergences,
    noise,
    baselineStatus: null,
    bodyDiffers: false,
    echoed: new Set(),
    answeredAt: null,
  };
}
