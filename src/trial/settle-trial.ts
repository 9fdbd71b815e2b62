import { clusterFindings } from '../comparison/clusters/cluster-findings.ts';
import { isEffect } from '../comparison/clusters/is-effect.ts';
import { settleFindings } from '../comparison/settle-findings.ts';
import { confirmState } from '../comparison/state/confirm-state.ts';
import { type CostSettings, defaultCost } from '../domain/cost.ts';
import type { Finding } from '../domain/divergence.ts';
import type { EvidenceTrace } from '../domain/evidence-trace.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Plan } from '../domain/plan.ts';
import type { IgnoreRule, Policy } from '../domain/policy.ts';
import type { ChangedSources } from '../preparation/changed-sources.ts';
import { createPlannedLookup } from '../preparation/find-planned.ts';
import { confirmEffects } from '../runs/confirm-effects.ts';
import { effectsOfRun } from '../runs/effects-of-run.ts';
import { divergenceOfEnd } from '../runs/instance-end.ts';
import type { Trial } from '../runs/observe-and-explain.ts';
import { compareThrows } from '../snapshots/comparing/compare-throws.ts';
import { measureExercise } from '../snapshots/exercise/measure-exercise.ts';
import { attachFailures } from './attach-failures.ts';
import { judgeAllocations } from './judge-allocations.ts';
import { judgeCosts } from './judge-costs.ts';
import { redactFindings, redactNoise } from './redact-findings.ts';
import { settleFailedStart } from './settle-failed-start.ts';
import { type SettledTrial, unknownExchange, unknownExercise } from './settled-trial.ts';
import { createToldAsStored } from './told-as-stored.ts';
import { changedBetween, traceFindings } from './trace-findings.ts';

export type SettleRequest = {
  readonly trial: Trial;
  readonly plan: Plan;
  /** Changed files with their text, to tell which changed lines can be executed; null when they are not known. */
  readonly changed: ChangedSources | null;
  /** Whether a build step stands between the sources and what runs. */
  readonly isBuilt: boolean;
  readonly ignores: readonly IgnoreRule[];
  /** From what difference on a cost counts; the built-in bounds when absent. */
  readonly cost?: CostSettings;
  /** What the repository rates otherwise. */
  readonly severities?: Policy['severities'];
  /** For the expiry of written excuses. */
  readonly today: Date;
};

/** Brings responses, runtime snapshots and written excuses together into findings with one cause each. */
export function settleTrial(request: SettleRequest): SettledTrial {
  const { trial } = request;
  return trial.kind === 'ran' ? settleRuns(request, trial) : settleFailedStart(trial.error);
}

type RanTrial = Extract<Trial, { kind: 'ran' }>;

function settleRuns(request: SettleRequest, trial: RanTrial): SettledTrial {
  const { observe, explain, repeats } = trial;
  const find = createPlannedLookup(request.plan.exchanges);
  const routeOf = (id: string): string => find(id)?.route ?? '';
  const changedAnswers = explain === null ? new Set<string>() : changedBetween(observe, explain);
  const { stored, undeclared } = confirmState(
    [observe, explain, ...repeats].flatMap((run) => run?.state ?? []),
    routeOf,
  );
  const bounds = request.cost ?? defaultCost;
  const isToldAsStored = createToldAsStored(stored);
  const costs = judgeCosts(trial, bounds);
  const allocations = judgeAllocations(trial.allocations, bounds, request);
  const judged = settleFindings({
    runs: [observe, explain ?? [], repeats].flat().map(({ compared }) => compared),
    extraDivergences: [
      ...endDivergences(trial),
      ...effectDivergences(trial, routeOf).filter(({ divergence }) => !isToldAsStored(divergence)),
      ...throwDivergences(trial, routeOf),
    ],
    stored: [...stored, ...costs.findings, ...allocations.findings],
    ignores: request.ignores,
    ...(request.severities === undefined ? {} : { severities: request.severities }),
    today: request.today.toISOString().slice(0, 10),
  });
  const settled = {
    ...judged,
    findings: redactFindings(judged.findings, trial.secrets),
    noise: redactNoise(judged.noise, trial.secrets),
  };
  const traces = traceFindings(request.plan, trial, settled.findings);
  return {
    ...settled,
    clusters: clustersOf('counted', settled.findings, { trial, traces }),
    flaky: clustersOf('flaky', settled.findings, { trial, traces }),
    traces: [...traces.values()],
    exercise: exerciseOf(request, trial, routeOf),
    perturbed: changedAnswers.size > 0,
    costs: costs.rows,
    allocations: allocations.report,
    flow: effectsOfRun(observe)?.flow ?? null,
    undeclared: undeclared.map(({ divergence }) => divergence),
  };
}

type Explained = { readonly trial: RanTrial; readonly traces: ReadonlyMap<string, EvidenceTrace> };

function clustersOf(
  kind: Finding['disposition']['kind'],
  findings: readonly Finding[],
  { trial, traces }: Explained,
): SettledTrial['clusters'] {
  // What passed a limit is what it did beside answering, and so is the answer that it owes: one cause, whatever else the change does.
  const pastLimit = new Set(
    findings.flatMap(({ exchangeId, divergence }) =>
      divergence.kind === 'limit-exceeded' ? exchangeId : [],
    ),
  );
  const clusters = clusterFindings(
    findings.filter(({ disposition }) => disposition.kind === kind),
    (id) => trial.cards.get(id) ?? unknownExchange,
    // What background work did is no exchange, and neither is a writer that is not known.
    ({ exchangeId, divergence }) => {
      const trace = exchangeId === '' ? undefined : traces.get(exchangeId);
      const isDoing = isEffect(divergence) || pastLimit.has(exchangeId);
      return (isDoing ? trace?.effects : undefined) ?? trace?.firstDivergence ?? null;
    },
  );
  return attachFailures(clusters, findings, traces);
}

function exerciseOf(
  { changed, isBuilt }: SettleRequest,
  { observe, explain, probes }: RanTrial,
  routeOf: (exchangeId: string) => string,
): Exercise {
  if (changed === null) return unknownExercise;
  const { baseline, candidate } = observe.snapshots;
  const seenIn = (side: 'baseline' | 'candidate') => ({
    probes: probes[side],
    hits: explain?.snapshots[side]?.hits ?? [],
    routeOf,
  });
  return measureExercise({
    files: changed,
    executed: { baseline: baseline ?? null, candidate: candidate ?? null },
    seen: { baseline: seenIn('baseline'), candidate: seenIn('candidate') },
    isBuilt,
  });
}

/** A candidate that ended under the replay is a finding whether or not it does so again: silence after it proves nothing. */
function endDivergences({ observe, explain }: RanTrial) {
  const [first, second] = [observe.candidateEnd, explain?.candidateEnd ?? null];
  const shown = first ?? second;
  if (shown === null) return [];
  const { exchangeId, route } = shown;
  const times = first !== null && second !== null ? 'in both runs' : 'in one run';
  const standsBecause = `the baseline lived on under the same requests; seen ${times}`;
  return [{ exchangeId, route, divergence: divergenceOfEnd(shown), cameBack: null, standsBecause }];
}

function effectDivergences({ observe, explain, repeats }: RanTrial, routeOf: (exchangeId: string) => string) {
  return confirmEffects(observe, explain, repeats).map(({ event: { exchangeId, divergence }, cameBack }) => ({
    ...{ exchangeId, divergence, cameBack },
    route: routeOf(exchangeId),
  }));
}

/** Only the observe run sees what is caught in silence: the baseline build ran in it twice, and neither threw it. */
function throwDivergences({ observe }: RanTrial, routeOf: (exchangeId: string) => string) {
  const { baseline, secondary, candidate } = observe.snapshots;
  if (!baseline || !candidate) return [];
  return compareThrows({ baseline, secondary: secondary ?? null, candidate }).map((one) => ({
    exchangeId: one.exchangeId,
    route: routeOf(one.exchangeId),
    divergence: one.divergence,
    cameBack: null,
    standsBecause: 'one build alone throws it; what is caught is seen in the first run only',
  }));
}
