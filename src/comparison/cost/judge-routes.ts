import type { CostMeasure, CostRow, CostSettings } from '../../domain/cost.ts';
import type { InstanceRole } from '../../domain/observation.ts';
import { type ComparedCost, type CostPair, compareCost, typicalExchange } from './compare-cost.ts';
import { falseDiscoveryRates } from './false-discovery.ts';
import { judgeCost } from './judge-cost.ts';
import type { CostSample, SampledCosts } from './sample-costs.ts';

/** How many calls to other services one instance made during one exchange; null where nobody counted. */
export type CallCounter = ((role: InstanceRole, exchangeId: string) => number) | null;

/** What one run cost. */
export type MeasuredRun = { readonly samples: SampledCosts; readonly calls: CallCounter };

export type JudgedCost = {
  readonly row: CostRow;
  /** Shows it most plainly; empty where nothing was compared. */
  readonly exchangeId: string;
};

const measures = ['latency', 'response-bytes', 'outbound-calls'] as const;

/** Every measure of every route of the observe run. Calls are left out where none was made. */
export function judgeRoutes(run: MeasuredRun, settings: CostSettings): readonly JudgedCost[] {
  return measures.flatMap((measure) => {
    const routes = [...run.samples].map(([route, samples]) => ({
      route,
      pairs: samples.map((sample) => pairOf(sample, measure, run.calls)),
    }));
    const isEmpty = measure === 'outbound-calls' && !routes.some(({ pairs }) => pairs.some(isAnything));
    return isEmpty ? [] : judgeMeasure(measure, routes, settings);
  });
}

/** The pairs of one route as one measure sees them, for a second look in another run. */
export function pairsOfRoute(run: MeasuredRun, route: string, measure: CostMeasure): readonly CostPair[] {
  return (run.samples.get(route) ?? []).map((sample) => pairOf(sample, measure, run.calls));
}

type RoutePairs = { readonly route: string; readonly pairs: readonly CostPair[] };

function judgeMeasure(
  measure: CostMeasure,
  routes: readonly RoutePairs[],
  settings: CostSettings,
): readonly JudgedCost[] {
  const compared = routes.map(({ pairs }) =>
    pairs.length < settings.minimumPairs ? null : compareCost(pairs, settings.confidence),
  );
  const tested = compared.flatMap((each) => each ?? []);
  const rates = new Map(
    falseDiscoveryRates(tested.map(({ found }) => found.p)).map((rate, index) => [tested[index], rate]),
  );
  return routes.map(({ route, pairs }, index) => {
    const each = compared[index] ?? null;
    if (each === null) return tooFew({ route, measure, pairs: pairs.length }, settings);
    const rate = rates.get(each) ?? 1;
    const judgement = judgeCost({ measure, compared: each, rate }, settings);
    const row = { route, measure, pairs: pairs.length, ...figures(each), q: rounded(rate), ...judgement };
    return { row, exchangeId: typicalExchange(each) };
  });
}

function tooFew(known: Pick<CostRow, 'route' | 'measure' | 'pairs'>, settings: CostSettings): JudgedCost {
  const nothing = { baseline: null, candidate: null, estimate: null, interval: null } as const;
  const reason = `${settings.minimumPairs} exchanges are needed that all instances answer with one status`;
  return {
    row: {
      ...{ ...known, ...nothing, effect: null, p: null, q: null, machine: null },
      ...{ verdict: 'could-not-tell', reason },
    },
    exchangeId: '',
  };
}

function figures({ baseline, candidate, found, machine }: ComparedCost) {
  return {
    baseline: rounded(baseline),
    candidate: rounded(candidate),
    estimate: rounded(found.estimate),
    interval: [rounded(found.interval[0]), rounded(found.interval[1])] as [number, number],
    effect: rounded(found.effect),
    p: rounded(found.p),
    machine: machine === null ? null : rounded(machine.estimate),
  };
}

/** Five digits: what is beyond them is not measured, and would only make two files of evidence differ. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

function pairOf(sample: CostSample, measure: CostMeasure, calls: CallCounter): CostPair {
  const { exchangeId, baseline, secondary, candidate } = sample;
  if (measure === 'outbound-calls') {
    const of = (role: InstanceRole) => calls?.(role, exchangeId) ?? 0;
    const again = secondary === null ? null : of('secondary');
    return { exchangeId, baseline: of('baseline'), secondary: again, candidate: of('candidate') };
  }
  const field = measure === 'latency' ? 'latencyMs' : 'responseBytes';
  return {
    exchangeId,
    baseline: baseline[field],
    secondary: secondary?.[field] ?? null,
    candidate: candidate[field],
  };
}

function isAnything({ baseline, candidate }: CostPair): boolean {
  return baseline > 0 || candidate > 0;
}
