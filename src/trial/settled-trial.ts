import type { AllocationReport } from '../domain/allocation.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { CostRow } from '../domain/cost.ts';
import type { Divergence, Finding } from '../domain/divergence.ts';
import type { EvidenceTrace } from '../domain/evidence-trace.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { FlowReport } from '../domain/flow.ts';
import type { NoiseReport } from '../domain/noise-report.ts';
import type { RouteSamples } from '../domain/route-samples.ts';

/** What the two runs come to: every finding with its disposition, their causes, and how far the replay reached. */
export type SettledTrial = {
  readonly findings: readonly Finding[];
  readonly clusters: readonly Cluster[];
  readonly flaky: readonly Cluster[];
  readonly noise: readonly NoiseReport[];
  readonly routes: readonly RouteSamples[];
  readonly unusedIgnores: readonly string[];
  readonly ignoreWarnings: readonly string[];
  readonly traces: readonly EvidenceTrace[];
  readonly exercise: Exercise;
  readonly perturbed: boolean;
  /** What the exchanges cost, by route and measure; empty where it was not judged. */
  readonly costs: readonly CostRow[];
  /** What single exchanges allocate, hold up and leave open; null where the candidate did not start. */
  readonly allocations: AllocationReport | null;
  /** Queries, files and programs beside the answers; null where none were seen. */
  readonly flow: FlowReport | null;
  /** What differs in files that no setting names as state: told, and no finding. */
  readonly undeclared: readonly Divergence[];
};

/** How far the replay reached where nobody could tell: nothing is proven. */
export const unknownExercise: Exercise = {
  known: false,
  changedLines: 0,
  executedLines: 0,
  neverExecuted: [],
  exchanges: 0,
};

/** Of a finding that belongs to no exchange. */
export const unknownExchange = { method: '', target: '', size: 0 };
