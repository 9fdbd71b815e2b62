import type { Finding } from '../../domain/divergence.ts';
import type { RouteSamples } from '../../domain/route-samples.ts';
import type { ComparedExchange, ComparedRun } from '../run-comparison.ts';

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
  const all = runs.flatMap(({ exchanges }) => exchanges);
  return [...Map.groupBy(all, ({ route }) => route)].map(([route, exchanges]) =>
    measureRoute(route, exchanges, counted),
  );
}

function measureRoute(
  route: string,
  all: readonly ComparedExchange[],
  counted: ReadonlySet<string>,
): RouteSamples {
  const answers = new Map<string, number>();
  for (const { exchangeId, noise } of all)
    answers.set(exchangeId, (answers.get(exchangeId) ?? 0) + (noise === null ? 1 : 2));
  const paired = [...answers.values()].filter((number) => number > 1).length;
  const standing = [...answers.keys()].filter((id) => counted.has(id)).length;
  const varying = new Set(all.flatMap(({ noise }) => (noise ?? []).map(({ pattern }) => pattern)));
  return {
    route,
    exchanges: answers.size,
    paired,
    answers: Math.min(...answers.values()),
    varying: varying.size,
    standing,
    bound: standing > 0 ? null : ruleOfThree(answers.size),
    noiseBound: paired === 0 ? null : ruleOfThree(paired),
  };
}

function ruleOfThree(trials: number): number {
  return Math.min(1, 3 / trials);
}
