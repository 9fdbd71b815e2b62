import type { Divergence } from '../domain/divergence.ts';
import { type ComparedExchange, type ComparedRun, isDiffering } from './compared-run.ts';
import { findSuspects } from './find-suspects.ts';

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
export function addEffects(run: ComparedRun, effects: Effects): ComparedRun {
  const changed = new Map<string, ComparedExchange>();
  const differing: ComparedExchange[] = [];
  for (const exchange of run.exchanges) {
    const one = withEffects(exchange, effects);
    if (one !== exchange) changed.set(one.exchangeId, one);
    if (isDiffering(one)) differing.push(one);
  }
  const outside = outsideAny(effects);
  const kept = {
    differing: [...differing, ...outside],
    exchanges: {
      length: run.exchanges.length + outside.length,
      *[Symbol.iterator]() {
        for (const exchange of run.exchanges) yield changed.get(exchange.exchangeId) ?? exchange;
        yield* outside;
      },
    },
  };
  return { ...run, ...kept, suspects: findSuspects(kept).filter((id) => id !== '') };
}

function withEffects(exchange: ComparedExchange, { divergences, noise }: Effects): ComparedExchange {
  const mine = divergences.get(exchange.exchangeId) ?? [];
  const varied = noise?.get(exchange.exchangeId) ?? [];
  if (mine.length + varied.length === 0) return exchange;
  return {
    ...exchange,
    divergences: [...exchange.divergences, ...mine],
    noise: exchange.noise === null ? null : [...exchange.noise, ...varied],
  };
}

/** One that stands for what was called outside any request; none where nothing differs there. */
function outsideAny(effects: Effects): readonly ComparedExchange[] {
  const divergences = effects.divergences.get('') ?? [];
  const varied = effects.noise?.get('') ?? [];
  if (divergences.length + varied.length === 0) return [];
  const noise = effects.noise === null ? null : varied;
  return [
    {
      ...{ exchangeId: '', route: noRoute, divergences, noise, baselineStatus: null },
      ...{ bodyDiffers: false, echoed: new Set(), answeredAt: null },
    },
  ];
}
