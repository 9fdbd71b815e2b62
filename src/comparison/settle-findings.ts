import type { Disposition, Divergence, Finding } from '../domain/divergence.ts';
import type { NoiseReport } from '../domain/noise-report.ts';
import type { IgnoreRule } from '../domain/policy.ts';
import type { RouteSamples } from '../domain/route-samples.ts';
import { linkConsequences } from './clusters/link-consequences.ts';
import type { ComparedRun } from './compared-run.ts';
import { type Confirmed, confirmDivergences } from './confirm-divergences.ts';
import { applyIgnores, type Ignores } from './noise/apply-ignores.ts';
import { learnNoise } from './noise/learn-noise.ts';
import { measureRoutes } from './noise/measure-routes.ts';
import { reportNoise } from './noise/report-noise.ts';
import { nameCallChange } from './outbound/name-call-change.ts';
import { type OtherSeverities, type RatedSeverity, rateSeverity } from './severity/rate-severity.ts';
import { nameSpanChange } from './spans/name-span-change.ts';
import { cutHunks } from './text/cut-hunks.ts';

type ExtraDivergence = {
  readonly exchangeId: string;
  readonly route: string;
  readonly divergence: Divergence;
  /** Whether further runs showed it again; null when there were none. */
  readonly cameBack: boolean | null;
  /** Why it counts whether it came back or not; without it, it was seen by the agent. */
  readonly standsBecause?: string;
};

export type SettleRequest = {
  /** The observe run, then the explain run when it took place, then those that asked again for what did not come back in it. */
  readonly runs: readonly ComparedRun[];
  /** What the agent saw besides the answers: calls that went out, errors. */
  readonly extraDivergences: readonly ExtraDivergence[];
  /** What the instances stored differently, judged by `confirmState`. */
  readonly stored?: readonly Confirmed[];
  readonly ignores: readonly IgnoreRule[];
  /** What the repository rates otherwise. */
  readonly severities?: OtherSeverities;
  /** ISO day, for the expiry of ignores. */
  readonly today: string;
};

export type Settled = {
  /** Every divergence with what became of it, in the order of the recording. */
  readonly findings: readonly Finding[];
  readonly noise: readonly NoiseReport[];
  /** How much was seen of each route. */
  readonly routes: readonly RouteSamples[];
  readonly unusedIgnores: readonly string[];
  /** Written excuses that are not what their writer took them for. */
  readonly ignoreWarnings: readonly string[];
};

/**
 * All runs → findings. Noise is learned from all runs together; what is left is excused by a written rule, or counted when it
 * came back, or flaky. Nothing is dropped: each divergence becomes a finding with its reason.
 */
export function settleFindings(request: SettleRequest): Settled {
  const { runs, extraDivergences, stored = [], ignores, today } = request;
  const confirmed = confirmDivergences(runs, learnNoise(runs)).map((one) => ({
    ...one,
    divergence: cutHunks(nameSpanChange(nameCallChange(one.divergence))),
  }));
  const rules = applyIgnores(ignores, today);
  const all = inOrderOf(runs, [...confirmed, ...extraDivergences.map(asConfirmed), ...stored]);
  const rate = (one: Confirmed) => rateSeverity(one.divergence, one, request.severities);
  const findings = all.map((one, index) => ({ ...settle(one, index, rules), ...rated(rate(one)) }));
  return {
    findings: linkConsequences(findings),
    noise: reportNoise([...confirmed, ...stored]),
    routes: measureRoutes(runs, findings),
    unusedIgnores: rules.unused(),
    ignoreWarnings: rules.warnings(),
  };
}

function asConfirmed({ cameBack, standsBecause, ...extra }: ExtraDivergence): Confirmed {
  if (standsBecause !== undefined) {
    return { ...extra, baselineStatus: null, outcome: { kind: 'counted', reason: standsBecause } };
  }
  const seen = 'the candidate alone differs from the baseline in what it does';
  const outcome =
    cameBack === false
      ? ({ kind: 'flaky', reason: `${seen}, seen in one of two runs` } as const)
      : ({ kind: 'counted', reason: cameBack ? `${seen}, seen in both runs` : seen } as const);
  return { ...extra, baselineStatus: null, outcome };
}

/** Stable, so that within an exchange answers come before what the agent saw. */
function inOrderOf(runs: readonly ComparedRun[], confirmed: readonly Confirmed[]): readonly Confirmed[] {
  const wanted = new Set(confirmed.map(({ exchangeId }) => exchangeId));
  const order = new Map<string, number>();
  for (const { exchanges } of wanted.size === 0 ? [] : runs)
    for (const { exchangeId } of exchanges)
      if (wanted.has(exchangeId) && !order.has(exchangeId)) order.set(exchangeId, order.size);
  const positionOf = ({ exchangeId }: Confirmed): number => order.get(exchangeId) ?? order.size;
  return confirmed.toSorted((one, another) => positionOf(one) - positionOf(another));
}

function rated({ severity, rule }: RatedSeverity): Pick<Finding, 'severity' | 'severityRule'> {
  return { severity, severityRule: rule };
}

function settle(
  confirmed: Confirmed,
  index: number,
  ignores: Ignores,
): Omit<Finding, 'severity' | 'severityRule'> {
  const { exchangeId, route, divergence } = confirmed;
  return {
    id: `f${String(index + 1).padStart(4, '0')}`,
    exchangeId,
    route,
    divergence,
    disposition: dispose(confirmed, ignores),
  };
}

function dispose({ route, divergence, outcome, place }: Confirmed, ignores: Ignores): Disposition {
  if (outcome.kind === 'noise') return { kind: 'noise', reason: outcome.reason };
  const ignore = ignores.find({ route, divergence, varies: place !== undefined });
  if (ignore !== null) return { kind: 'ignored', rule: `${ignore.reason} (${ignore.owner})` };
  return outcome;
}
