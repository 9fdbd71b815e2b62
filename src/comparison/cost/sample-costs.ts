import type { Observation, ObservedExchange, Responded } from '../../domain/observation.ts';

/** What one answer cost. */
export type Cost = { readonly latencyMs: number; readonly responseBytes: number };

/** What one exchange cost in each instance; null where no secondary ran. */
export type CostSample = {
  readonly exchangeId: string;
  readonly baseline: Cost;
  readonly secondary: Cost | null;
  readonly candidate: Cost;
};

/** Samples by route, each list in the order of the run. */
export type SampledCosts = ReadonlyMap<string, readonly CostSample[]>;

export type CostSampler = {
  readonly add: (observed: ObservedExchange) => void;
  readonly result: () => SampledCosts;
};

/** Kept of one route: more would cost memory and time, and tell no more than these. */
const mostOfRoute = 512;
/** Routes that are sampled; a service with more of them has routes that were not recognised as one. */
const mostRoutes = 300;

/**
 * Keeps what the exchanges of a run cost, as they are observed. Only exchanges that all instances answered with one status
 * are pairs: an answer of another kind costs what it costs. Of a route with very many, every second is let go again and
 * again, so that what is kept is spread over the whole run and its size is bounded.
 */
export function createCostSampler(): CostSampler {
  const routes = new Map<string, KeptRoute>();
  return {
    add: (observed) => {
      const sample = sampleOf(observed);
      if (sample === null) return;
      const kept = routes.get(observed.route) ?? { samples: [], stride: 1, seen: 0 };
      if (routes.size >= mostRoutes && !routes.has(observed.route)) return;
      routes.set(observed.route, kept);
      if (kept.seen % kept.stride === 0) kept.samples.push(sample);
      kept.seen += 1;
      if (kept.samples.length < mostOfRoute) return;
      kept.samples = kept.samples.filter((_, index) => index % 2 === 0);
      kept.stride *= 2;
    },
    result: () => new Map([...routes].map(([route, { samples }]) => [route, samples])),
  };
}

type KeptRoute = { samples: CostSample[]; stride: number; seen: number };

function sampleOf({ exchange, baseline, secondary, candidate }: ObservedExchange): CostSample | null {
  const before = answerOf(baseline);
  const after = answerOf(candidate);
  const again = secondary === undefined ? undefined : answerOf(secondary);
  if (before === null || after === null || again === null) return null;
  if (after.status !== before.status || (again ?? before).status !== before.status) return null;
  return {
    exchangeId: exchange.id,
    baseline: costOf(before),
    secondary: again === undefined ? null : costOf(again),
    candidate: costOf(after),
  };
}

function answerOf({ outcome }: Observation): Responded | null {
  return outcome.kind === 'responded' ? outcome : null;
}

function costOf({ durationMs, body, large }: Responded): Cost {
  return { latencyMs: durationMs, responseBytes: large?.length ?? body.byteLength };
}
