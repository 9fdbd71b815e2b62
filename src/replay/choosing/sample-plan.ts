import type { Plan, PlannedExchange } from '../../domain/plan.ts';
import { routesOf } from './plan-exchanges.ts';

/**
 * Used where exchanges are measured one after the other, which takes long: of each route that has enough, so many of the first, with every
 * write before the last of them, since it may be what a read finds, and every exchange whose answer a later one carries something of. Null when
 * no route has enough.
 */
export function samplePlan(
  { exchanges, links }: Plan,
  { enough, wanted }: { readonly enough: number; readonly wanted: number },
): Plan | null {
  const left = wantedByRoute(exchanges, enough, wanted);
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

function wantedByRoute(exchanges: Plan['exchanges'], enough: number, wanted: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { route } of exchanges) counts.set(route, (counts.get(route) ?? 0) + 1);
  return new Map(
    [...counts]
      .filter(([, count]) => count >= enough)
      .map(([route, count]) => [route, Math.min(count, wanted)]),
  );
}
