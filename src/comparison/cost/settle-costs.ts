import type { CostMeasure, CostRow, CostSettings } from '../../domain/cost.ts';
import type { Divergence, DivergenceKind, ShownValue } from '../../domain/divergence.ts';
import type { Confirmed } from '../confirm-divergences.ts';
import { amountText } from './cost-text.ts';
import { judgeMemory, type MemoryPoint } from './judge-memory.ts';
import { type JudgedCost, judgeRoutes, type MeasuredRun, pairsOfRoute } from './judge-routes.ts';
import { signedRank } from './signed-rank.ts';

/** One run as the costs see it. */
export type CostRun = MeasuredRun & { readonly memory: readonly MemoryPoint[] };

export type CostRequest = {
  readonly observe: CostRun;
  /** Null when it did not take place. */
  readonly explain: CostRun | null;
  readonly settings: CostSettings;
  /** What was held in the run that measures exchanges one by one, where there was one. */
  readonly memoryAlone?: readonly MemoryPoint[];
  /** Of what the candidate has more instances alive at the end, in words. */
  readonly alive?: string | null;
};

export type SettledCosts = {
  /** For the evidence: every route and measure, findings or not. */
  readonly rows: readonly CostRow[];
  readonly findings: readonly Confirmed[];
};

/**
 * What the exchanges cost, as findings. The observe run judges, since nothing was captured in it; the explain run only has to
 * show again what the first one found, at half its size: its probes weigh on both builds, and its processes are others, so that what one process
 * got by chance does not come back. A candidate that costs less is told in the rows and is no finding.
 */
export function settleCosts(request: CostRequest): SettledCosts {
  const { observe, explain, settings } = request;
  if (!settings.enabled) return { rows: [], findings: [] };
  const memory = heldOf(request);
  const judged = [
    ...judgeRoutes(observe, settings),
    ...(memory === null ? [] : [{ row: memory, exchangeId: '' }]),
  ];
  return {
    rows: judged.map(({ row }) => row),
    findings: judged
      .filter(({ row }) => row.verdict === 'more')
      .map((each) => asFinding(each, cameBack(each.row, explain, settings))),
  };
}

/** A run that was too busy to measure often enough says nothing; the one in which exchanges come one by one is a second chance. */
function heldOf({ observe, memoryAlone = [], settings, alive = null }: CostRequest): CostRow | null {
  const row = heldIn(observe.memory, memoryAlone, settings);
  if (row?.verdict !== 'more' || alive === null) return row;
  return { ...row, reason: `${row.reason}; ${alive}` };
}

function heldIn(
  observed: readonly MemoryPoint[],
  memoryAlone: readonly MemoryPoint[],
  settings: CostSettings,
): CostRow | null {
  const first = judgeMemory(observed, settings);
  if (first?.verdict !== 'could-not-tell') return first;
  const alone = judgeMemory(memoryAlone, settings);
  return alone === null || alone.verdict === 'could-not-tell' ? first : alone;
}

/** Whether the second run shows it too; null when it cannot tell. */
function cameBack(row: CostRow, explain: CostRun | null, settings: CostSettings): boolean | null {
  if (explain === null || row.estimate === null) return null;
  const again =
    row.measure === 'memory' ? memoryAgain(explain.memory, settings) : routeAgain(explain, row, row.measure);
  return again === null ? null : again >= row.estimate / 2;
}

function memoryAgain(points: readonly MemoryPoint[], settings: CostSettings): number | null {
  return judgeMemory(points, settings)?.estimate ?? null;
}

/** Fewer pairs say nothing by themselves. */
const leastPairsAgain = 6;

function routeAgain(explain: CostRun, { route }: CostRow, measure: CostMeasure): number | null {
  const pairs = pairsOfRoute(explain, route, measure);
  if (pairs.length < leastPairsAgain) return null;
  return (
    signedRank(
      pairs.map(({ baseline, candidate }) => candidate - baseline),
      0.5,
    )?.estimate ?? null
  );
}

const kinds: Readonly<Record<CostMeasure, DivergenceKind>> = {
  latency: 'latency-changed',
  'response-bytes': 'response-size-changed',
  'outbound-calls': 'call-count-changed',
  memory: 'memory-retained',
};

function asFinding({ row, exchangeId }: JudgedCost, again: boolean | null): Confirmed {
  const seen =
    again === null ? 'not looked at in a second run' : again ? 'in both runs' : 'in one of two runs';
  return {
    exchangeId,
    route: row.route,
    baselineStatus: null,
    divergence: divergenceOf(row),
    outcome: { kind: again === false ? 'flaky' : 'counted', reason: `${row.reason}; ${seen}` },
  };
}

function divergenceOf(row: CostRow): Divergence {
  const { measure, reason } = row;
  const place = `cost/${measure}`;
  return {
    ...{ kind: kinds[measure], place, pattern: place, note: reason },
    baseline: shown(row, row.baseline),
    candidate: shown(row, row.candidate),
  };
}

function shown({ measure }: CostRow, amount: number | null): ShownValue | null {
  if (amount === null) return null;
  const text = `${amountText(measure, amount)}${measure === 'memory' ? ' kept per exchange' : ''}`;
  return { type: 'text', text, length: text.length };
}
