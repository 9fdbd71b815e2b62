import type { Finding } from '../domain/divergence.ts';
import type { EvidenceTrace } from '../domain/evidence-trace.ts';
import type { Plan } from '../domain/plan.ts';
import { differingAnswers } from '../runs/answer-words.ts';
import type { Trial } from '../runs/observe-and-explain.ts';
import type { Run } from '../runs/replay-run.ts';
import { isUnexplained, type Widened } from '../runs/widen-unexplained.ts';
import { traceExchanges } from '../snapshots/divergence/trace-exchanges.ts';

type RanTrial = Extract<Trial, { kind: 'ran' }>;
type Traces = ReadonlyMap<string, EvidenceTrace>;

/**
 * Used once it is known what stands or may stand: what was excused as noise needs no cause. Where the probes of the change tell none, those
 * around it may, which looked in a run of their own.
 */
export function traceFindings(plan: Plan, trial: RanTrial, findings: readonly Finding[]): Traces {
  const { explain, probes, suspects, widened } = trial;
  if (explain === null) return new Map();
  const standing = findings.filter(({ disposition: { kind } }) => kind === 'counted' || kind === 'flaky');
  const affected = new Set(standing.map(({ exchangeId }) => exchangeId).filter((id) => id !== ''));
  const traces = tracesOf({ plan, trial, seen: { run: explain, probes, suspects }, affected });
  if (widened === null) return traces;
  const open = widened.suspects.filter((id) => affected.has(id) && isOpen(traces.get(id)));
  const further = tracesOf({ plan, trial, seen: widened, affected: new Set(open) });
  const told = open.flatMap((id) => {
    const trace = further.get(id);
    return trace === undefined || isOpen(trace) ? [] : [[id, trace] as const];
  });
  return new Map([...traces, ...told]);
}

/** Exchanges that both runs sent, and whose answers changed between the run without probes and the run with them. */
export function changedBetween(observe: Run, explain: Run): ReadonlySet<string> {
  const unsent = new Set([...observe.compared.notCompared, ...explain.compared.notCompared]);
  const differing = differingAnswers(observe.answers, explain.answers);
  return new Set(differing.filter((id) => !unsent.has(id)));
}

type Seen = {
  readonly plan: Plan;
  readonly trial: RanTrial;
  readonly seen: Widened;
  readonly affected: ReadonlySet<string>;
};

function tracesOf({ plan, trial: { observe }, seen: { run, probes, suspects }, affected }: Seen): Traces {
  const { baseline, secondary, candidate } = run.snapshots;
  if (!baseline || !candidate) return new Map();
  return traceExchanges({
    ...{ baseline, candidate, probes, volatile: secondary ?? null, suspects, affected },
    thrown: { baseline: observe.snapshots.baseline, candidate: observe.snapshots.candidate },
    perturbed: changedBetween(observe, run),
    exchanges: idsOf(plan),
  });
}

/** Of one whose answer the probes changed nothing is claimed, by any other run either. */
function isOpen(trace: EvidenceTrace | undefined): boolean {
  return trace?.perturbed !== true && isUnexplained(trace?.firstDivergence ?? null);
}

function* idsOf({ exchanges }: Plan): Generator<string> {
  for (const { exchangeId } of exchanges) yield exchangeId;
}
