import type { Plan, PlannedExchange } from '../../domain/plan.ts';
import { routesOf } from './plan-exchanges.ts';

type SampleSize = {
  /** Exchanges without which nothing can be said of a route. */
  readonly enough: number;
  /** Exchanges of each route, where it has them. */
  readonly wanted: number;
  /** Null or absent: every route. */
  readonly routes?: ReadonlySet<string> | null;
};

/**
 * Used where exchanges are measured one after the other, which takes long: of each route that has enough, so many of the first, with every
 * write before the last of them, since it may be what a read finds, and every exchange whose answer a later one carries something of. Null when
 * no route has enough.
 */
export function samplePlan(
  { exchanges, links }: Plan,
  { enough, wanted, routes = null }: SampleSize,
): Plan | null {
  const left = wantedByRoute(exchanges, { enough, wanted, routes });
  if (left.size === 0) return null;
  const issuers = new Set(links?.issuers);
  const kept: PlannedExchange[] = [];
  let sequence = -1;
  for (const exchange of exchanges) {
    sequence += 1;
    const open = left.get(exchange.route) ?? 0;
    if (open === 0 && !exchange.writes && !issuers.has(sequence)) continue;
    kept.push(exchange);
    if (open > 1) left.set(exchange.route, open - 1);
    else left.delete(exchange.route);
    if (left.size === 0) break;
  }
  return { exchanges: kept, leftOut: [], routes: routesOf(kept) };
}

function wantedByRoute(
  exchanges: Plan['exchanges'],
  { enough, wanted, routes }: Required<SampleSize>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { route } of exchanges) counts.set(route, (counts.get(route) ?? 0) + 1);
  return new Map(
    [...counts]
      .filter(([route, count]) => count >= enough && routes?.has(route) !== false)
      .map(([route, count]) => [route, Math.min(count, wanted)]),
  );
}
