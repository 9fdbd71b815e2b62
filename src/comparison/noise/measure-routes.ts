import type { Finding } from '../../domain/divergence.ts';
import { createExchangeCounts } from '../../domain/exchange-counts.ts';
import type { RouteSamples } from '../../domain/route-samples.ts';
import type { ComparedRun } from '../compared-run.ts';

/**
 * How much was seen of each route, in the order of the recording. The rule of three: n trials without an event leave a rate
 * of at most 3/n, with 95 % confidence; it bounds both what the candidate may do differently unseen, and how often a place
 * may vary that was never seen to.
 */
export function measureRoutes(
  runs: readonly ComparedRun[],
  findings: readonly Finding[],
): readonly RouteSamples[] {
  const counted = new Set(
    findings.filter(({ disposition }) => disposition.kind === 'counted').map(({ exchangeId }) => exchangeId),
  );
  const routes = new Map<string, SeenRoute>();
  const seenOf = (route: string): SeenRoute => {
    const seen = routes.get(route) ?? {
      exchanges: 0,
      paired: 0,
      standing: 0,
      byAnswers: [],
      varying: new Set(),
    };
    routes.set(route, seen);
    return seen;
  };
  const answers = createExchangeCounts();
  for (const { exchanges } of runs) {
    for (const { exchangeId, route, noise } of exchanges) {
      const more = noise === null ? 1 : 2;
      const now = answers.add(exchangeId, more);
      noteAnswers(seenOf(route), { before: now - more, now, isCounted: counted.has(exchangeId) });
    }
  }
  for (const { route, noise } of runs.flatMap(({ differing }) => differing))
    for (const { pattern } of noise ?? []) seenOf(route).varying.add(pattern);
  return [...routes].map(([route, seen]) => measureRoute(route, seen));
}

/** What was seen of one route; exchanges are counted once, however many runs sent them. */
type SeenRoute = {
  exchanges: number;
  paired: number;
  standing: number;
  /** How many of its exchanges were answered so many times by the unchanged build. */
  readonly byAnswers: number[];
  readonly varying: Set<string>;
};

type Answered = { readonly before: number; readonly now: number; readonly isCounted: boolean };

function noteAnswers(seen: SeenRoute, { before, now, isCounted }: Answered): void {
  if (before === 0) {
    seen.exchanges += 1;
    if (isCounted) seen.standing += 1;
  } else seen.byAnswers[before] = (seen.byAnswers[before] ?? 0) - 1;
  if (before < 2 && now > 1) seen.paired += 1;
  seen.byAnswers[now] = (seen.byAnswers[now] ?? 0) + 1;
}

function measureRoute(
  route: string,
  { exchanges, paired, standing, byAnswers, varying }: SeenRoute,
): RouteSamples {
  return {
    route,
    exchanges,
    paired,
    answers: byAnswers.findIndex((number = 0) => number > 0),
    varying: varying.size,
    standing,
    bound: standing > 0 ? null : ruleOfThree(exchanges),
    noiseBound: paired === 0 ? null : ruleOfThree(paired),
  };
}

function ruleOfThree(trials: number): number {
  return Math.min(1, 3 / trials);
}
