import type { CostSettings } from '../../domain/cost.ts';
import { medianOf } from './judge-series.ts';
import { type AllocationRun, sampleAllocations, sampledTotals } from './sample-allocations.ts';

/** Medians of one build lie nearer to each other than this: in some megabytes a function has to be sought that came to more than 64 KiB. */
const percent = 2;

/** From how much more on a route may allocate more: less than what is a finding of one function, which may be a small part of its route. */
export function screenBound({ allocation }: CostSettings): {
  readonly percent: number;
  readonly bytes: number;
} {
  return { percent, bytes: Math.ceil((allocation * 3) / 4) };
}

/**
 * Routes of which exchanges, measured in all, may allocate more than those of both instances of the base, so that their functions are profiled
 * next. So may one that answered often enough and of which less than half was told: a median needs no more.
 */
export function screenRoutes({ costs, told }: AllocationRun, settings: CostSettings): ReadonlySet<string> {
  const { bytes } = screenBound(settings);
  const enough = settings.allocationRequests;
  const suspicious = [...sampleAllocations(costs, told)].filter(([route, samples]) => {
    if ((costs.get(route)?.length ?? 0) < enough) return false;
    const { baseline, secondary, candidate } = sampledTotals(samples);
    if (candidate.length < enough / 2) return true;
    const most = Math.max(medianOf(baseline), medianOf(secondary));
    return medianOf(candidate) - most >= Math.max(bytes, (most * percent) / 100);
  });
  return new Set(suspicious.map(([route]) => route));
}
