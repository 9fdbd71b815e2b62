import type { AllocationRow } from '../../domain/allocation.ts';
import { type InstanceRole, instanceRoles } from '../../domain/observation.ts';
import { falseDiscoveryRates } from '../cost/false-discovery.ts';
import { type RankSum, rankSum } from '../cost/rank-sum.ts';
import { chanceText, rounded } from './judge-series.ts';
import type { AllocationSamples } from './sample-allocations.ts';

/** What an exchange leaves open more than before, on average, to be one that does: one in four of them. */
const leastGrowth = 0.25;
/** A pool that fills up opens a few and no more. */
const leastOpen = 8;
const mostChance = 0.01;

type Growth = Readonly<Record<InstanceRole, readonly number[]>>;

/**
 * What the exchanges of a route leave open: growth of every sort of handle from one exchange to the next, whatever its route, is put down
 * to the later one. A finding grows in each half of the run and against both instances of the base: a constant pool does not.
 */
export function judgeHandles(
  samples: AllocationSamples,
  judged: ReadonlySet<string>,
): readonly AllocationRow[] {
  const series = [...growthByRoute(samples)].filter(([route]) => judged.has(route));
  const compared = series.flatMap(([route, sorts]) =>
    [...sorts].flatMap(([sort, growth]) => {
      const found = rankSum(growth.baseline, growth.candidate);
      return found === null || !mayGrow(growth) ? [] : [{ route, sort, growth, found }];
    }),
  );
  const rates = falseDiscoveryRates(compared.map(({ found }) => found.p));
  return compared.flatMap(({ route, sort, growth, found }, index) => {
    const rate = rates[index] ?? 1;
    if (!isLeftOpen(growth, rate)) return [];
    return [rowOf({ route, sort, growth, found, rate })];
  });
}

/** Growth is told in the order of the whole run, in which routes alternate. */
function growthByRoute(samples: AllocationSamples): ReadonlyMap<string, ReadonlyMap<string, Growth>> {
  const inOrder = [...samples]
    .flatMap(([route, ofRoute]) => ofRoute.map((sample) => ({ route, sample })))
    .toSorted((one, another) => one.sample.candidate.sequence - another.sample.candidate.sequence);
  const sorts = new Set(
    inOrder.flatMap(({ sample }) => instanceRoles.flatMap((role) => Object.keys(sample[role].handles))),
  );
  const routes = new Map<string, Map<string, Record<InstanceRole, number[]>>>();
  for (const [index, { route, sample }] of inOrder.entries()) {
    const before = inOrder[index - 1]?.sample;
    if (before === undefined) continue;
    const ofRoute = routes.get(route) ?? new Map<string, Record<InstanceRole, number[]>>();
    routes.set(route, ofRoute);
    for (const sort of sorts) {
      const growth = ofRoute.get(sort) ?? { baseline: [], secondary: [], candidate: [] };
      ofRoute.set(sort, growth);
      for (const role of instanceRoles) {
        const [then, now] = [before[role].handles[sort] ?? 0, sample[role].handles[sort] ?? 0];
        growth[role].push(now - then);
      }
    }
  }
  return routes;
}

function mayGrow({ baseline, candidate }: Growth): boolean {
  return sum(candidate) - sum(baseline) > 0;
}

function isLeftOpen({ baseline, secondary, candidate }: Growth, rate: number): boolean {
  const more = (side: readonly number[], from: number, to: number) =>
    (sum(candidate.slice(from, to)) - sum(side.slice(from, to))) / Math.max(1, to - from);
  const [middle, end] = [Math.ceil(candidate.length / 2), candidate.length];
  const grows = [baseline, secondary].every(
    (side) =>
      more(side, 0, end) >= leastGrowth &&
      more(side, 0, middle) >= leastGrowth / 2 &&
      more(side, middle, end) >= leastGrowth / 2 &&
      sum(candidate) - sum(side) >= leastOpen,
  );
  return grows && rate <= mostChance && (rankSum(secondary, candidate)?.p ?? 1) <= mostChance;
}

type Judged = {
  readonly route: string;
  readonly sort: string;
  readonly growth: Growth;
  readonly found: RankSum;
  readonly rate: number;
};

function rowOf({ route, sort, growth, found, rate }: Judged): AllocationRow {
  const { length } = growth.candidate;
  const [before, after] = [sum(growth.baseline) / length, sum(growth.candidate) / length];
  const opened = sum(growth.candidate) - sum(growth.baseline);
  return {
    ...{ route, measured: { kind: 'handles', sort }, exchanges: length },
    ...{ baseline: rounded(before), candidate: rounded(after), estimate: rounded(after - before) },
    ratio: before > 0 ? rounded(after / before) : null,
    ...{ effect: rounded(found.effect), p: rounded(found.p), q: rounded(rate), verdict: 'more' },
    reason: `${opened} more left open by ${length} exchanges (p ${chanceText(found.p)})`,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0);
}
