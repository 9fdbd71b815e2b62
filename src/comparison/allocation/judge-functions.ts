import type { CostSettings } from '../../domain/cost.ts';
import { instanceRoles } from '../../domain/observation.ts';
import { amountText } from '../cost/cost-text.ts';
import { type JudgedSeries, judgeSeries, type Series, type SeriesBound } from './judge-series.ts';
import {
  type AllocationSample,
  type AllocationSamples,
  type SampledFunction,
  sampledFunctions,
  sampledTotals,
} from './sample-allocations.ts';

/** What is known of the code that the instances name. */
export type KnownCode = {
  /** Path at head of a file of the base. */
  readonly headPathOf: (path: string) => string;
  /** Whether the change touches the function that begins there at head; null where that cannot be told. */
  readonly isChanged: (file: string, line: number) => boolean | null;
};

/** What the functions of every route allocate. */
export function judgeFunctions(
  samples: AllocationSamples,
  settings: CostSettings,
  code: KnownCode,
): readonly JudgedSeries[] {
  const bound = boundOf(settings);
  const functions = [...samples].flatMap(([route, ofRoute]) =>
    sampledFunctions(ofRoute, code.headPathOf)
      .filter(mayCount(settings.allocation))
      .map((each): Series => functionSeries(route, each, code)),
  );
  const judged = Map.groupBy(judgeSeries(functions, bound), ({ row }) => row.route);
  return [...judged.values()].flatMap((ofRoute) => withoutMoved(ofRoute, bound));
}

/** What an exchange of every route allocates in all. */
export function judgeTotals(samples: AllocationSamples, settings: CostSettings): readonly JudgedSeries[] {
  const totals = [...samples].map(([route, ofRoute]): Series => totalSeries(route, ofRoute));
  return judgeSeries(totals, boundOf(settings));
}

function boundOf({ allocation, allocationPercent }: CostSettings): SeriesBound {
  return {
    percent: allocationPercent,
    absolute: allocation,
    text: (amount) => amountText('memory', amount),
  };
}

function functionSeries(route: string, { bytes, ...place }: SampledFunction, code: KnownCode): Series {
  const isChanged = code.isChanged(place.file, place.line);
  return { route, measured: { kind: 'function', ...place, isChanged }, values: bytes };
}

function totalSeries(route: string, samples: readonly AllocationSample[]): Series {
  return { route, measured: { kind: 'all-functions' }, values: sampledTotals(samples) };
}

/** One that comes nowhere near the bound in all instances together is not asked: each question more makes chance more likely. */
function mayCount(least: number): (one: SampledFunction) => boolean {
  return ({ bytes }) => {
    const all = instanceRoles.flatMap((role) => bytes[role]);
    return all.reduce((sum, each) => sum + each, 0) / Math.max(1, all.length) >= least / 8;
  };
}

/**
 * Code that is moved from one function to another takes what it allocates along, and so does one that V8 builds into its caller. What
 * some functions of a route allocate more is no finding as far as others of that route allocate less.
 */
function withoutMoved(judged: readonly JudgedSeries[], { text }: SeriesBound): readonly JudgedSeries[] {
  const sum = (verdict: 'more' | 'less') =>
    judged
      .filter(({ row }) => row.verdict === verdict)
      .reduce((all, { row }) => all + (row.estimate ?? 0), 0);
  const [more, less] = [sum('more'), -sum('less')];
  if (less < more / 2) return judged;
  return judged.map((each) => {
    if (each.row.verdict !== 'more') return each;
    const reason = `${each.row.reason}; other functions of the route allocate ${text(less)} less`;
    return { ...each, row: { ...each.row, verdict: 'same', reason }, isMoved: true };
  });
}
