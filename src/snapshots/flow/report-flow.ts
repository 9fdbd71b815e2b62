import type { FlowReport } from '../../domain/flow.ts';
import type { ExchangeFlows } from './exchange-flows.ts';
import type { FoundDifference } from './flow-differences.ts';

/** So many things of a sort are named. */
const mostNamed = 10;

type Facts = {
  readonly flows: { readonly baseline: ExchangeFlows; readonly candidate: ExchangeFlows };
  readonly settled: readonly string[];
  /** Differences that do not vary by nature. */
  readonly stable: readonly FoundDifference[];
  /** Those of them that are findings. */
  readonly counted: readonly FoundDifference[];
  /** Sorts of differences that two runs of the baseline show as well. */
  readonly varying: number;
};

/** What the evidence says of the flow besides its findings; null where nothing was done that could be compared. */
export function reportFlow({ flows, settled, stable, counted, varying }: Facts): FlowReport | null {
  const ids = new Set([...flows.baseline.flows.keys(), ...flows.candidate.flows.keys()]);
  if (ids.size === 0) return null;
  const [before, after] = [targetsOf(flows.baseline), targetsOf(flows.candidate)];
  const findings = new Set(counted);
  const others = Map.groupBy(
    stable.filter((one) => !findings.has(one)),
    ({ change, label }) => `${change} ${label}`,
  );
  return {
    exchanges: settled.length,
    unsettled: ids.size - settled.filter((id) => ids.has(id)).length,
    events: {
      queries: countOf(flows.baseline, 'query'),
      files: countOf(flows.baseline, 'file'),
      processes: countOf(flows.baseline, 'process'),
    },
    newTargets: [...after].filter((target) => !before.has(target)).slice(0, mostNamed),
    goneTargets: [...before].filter((target) => !after.has(target)).slice(0, mostNamed),
    varying,
    notCounted: [...others.values()].slice(0, mostNamed).flatMap((same) => {
      const [first] = same;
      if (first === undefined) return [];
      const { kind, change, shape, times } = first;
      return [{ kind, change, shape: shape.slice(0, 400), times, exchanges: same.length }];
    }),
  };
}

function targetsOf({ flows }: ExchangeFlows): ReadonlySet<string> {
  const steps = [...flows.values()].flat();
  return new Set(
    steps.flatMap(({ kind, target, place }) => (kind === 'query' && target !== '' ? [place.slice(6)] : [])),
  );
}

function countOf({ flows }: ExchangeFlows, kind: string): number {
  let count = 0;
  for (const flow of flows.values()) count += flow.filter((step) => step.kind === kind).length;
  return count;
}
