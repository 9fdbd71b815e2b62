import type { CostSample } from '../../../src/comparison/cost/sample-costs.ts';
import type { CostRun } from '../../../src/comparison/cost/settle-costs.ts';

/** Chance with a seed (mulberry32), so that a simulation says the same every time. */
export function createChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Simulated = {
  readonly chance: () => number;
  readonly pairs?: number;
  readonly route?: string;
  /** What the candidate is made slower by, for each exchange. */
  readonly slower?: (exchange: number) => number;
};

/**
 * A busy machine: answers of some milliseconds with long tails, load that comes and goes for all instances, and stalls
 * that hit one instance for several exchanges in a row.
 */
export function simulateRoute({ chance, pairs = 40, slower = () => 0 }: Simulated): readonly CostSample[] {
  const stalls = { baseline: 0, secondary: 0, candidate: 0 };
  return Array.from({ length: pairs }, (_, exchange) => {
    const work = 3 + 20 * chance() ** 4;
    const load = 1 + (Math.sin(exchange / 7) > 0.5 ? 2 * chance() : 0);
    const one = (role: keyof typeof stalls, more: number) => {
      if (chance() < 0.02) stalls[role] = 1 + Math.floor(4 * chance());
      stalls[role] = Math.max(0, stalls[role] - 1);
      const tail = chance() < 0.05 ? 30 * chance() : 0;
      const latencyMs = work * load * (0.8 + 0.4 * chance()) + tail + (stalls[role] > 0 ? 15 : 0) + more;
      return { latencyMs, responseBytes: 2_000 };
    };
    return {
      exchangeId: `x${exchange}`,
      baseline: one('baseline', 0),
      secondary: one('secondary', 0),
      candidate: one('candidate', slower(exchange)),
    };
  });
}

/** One run over several routes. */
export function simulateRun(routes: Readonly<Record<string, readonly CostSample[]>>): CostRun {
  return { samples: new Map(Object.entries(routes)), calls: null, memory: [] };
}
