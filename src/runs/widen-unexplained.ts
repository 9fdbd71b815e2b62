/**
 * A second round of explaining: where answers differ and no place at all was found at which the programs part, the functions around the change are
 * looked at too, in one more run from fresh state. A change of data, or of a constant, shows itself in code that it does not touch.
 */
import { join } from 'node:path';
import type { FirstDivergence } from '../domain/evidence-trace.ts';
import type { ObservedExchange } from '../domain/observation.ts';
import { GateError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { traceExchanges } from '../snapshots/divergence/trace-exchanges.ts';
import { probesAround } from '../snapshots/probes/probes-around.ts';
import { makeRun } from './make-run.ts';
import type { Run } from './replay-run.ts';
import type { RunRequest, TrialRequest } from './run-request.ts';
import { readSourcesAround } from './sources-around.ts';

/** What the second round saw, by its own probes. */
export type Widened = {
  readonly run: Run;
  readonly probes: TrialRequest['probes'];
  readonly suspects: readonly string[];
};

/** More would keep a gate for minutes, for what one exchange tells as well. */
const mostExchanges = 2_000;

type WidenRequest = TrialRequest & Pick<RunRequest, 'state' | 'suspects' | 'stateSuspects'>;

/** Called once the explain run is over. Null where something is explained, or nothing more can be looked at; a run that fails costs itself alone. */
export async function widenUnexplained(
  request: WidenRequest,
  [observe, explain]: readonly [Run, Run],
  ports: Ports,
  onObserved: (observed: ObservedExchange) => void,
): Promise<Widened | null> {
  if (observe.candidateEnd !== null || explain.candidateEnd !== null) return null;
  if (request.plan.exchanges.length > mostExchanges) return null;
  const suspects = unexplainedIn(request, observe, explain);
  if (suspects.length === 0) return null;
  const { sources, names } = await readSourcesAround(request);
  const probes = probesAround(sources, names, request.probes);
  if (probes.candidate.length === request.probes.candidate.length) return null;
  const added = probes.candidate.length - request.probes.candidate.length;
  const detail = `${added} more places, for ${suspects.length} exchanges of which it is not known where the builds part`;
  ports.onProgress({ kind: 'stage', name: 'widen', detail });
  const widened: RunRequest = {
    ...request,
    ...{ run: 'explain', probes, suspects },
    workFolder: join(request.workFolder, 'w'),
  };
  try {
    const outcome = await makeRun(widened, { ...ports, onProgress: () => {} }, onObserved);
    return outcome.kind === 'ran' ? { run: outcome.run, probes, suspects } : null;
  } catch (error) {
    if (ports.signal.aborted || !(error instanceof GateError)) throw error;
    return null;
  }
}

/**
 * Exchanges that differed in both runs, where the probes of the change tell nothing of any of them, or nothing that differs. Where one is
 * explained, the others most often follow from it, which is not worth a run.
 */
function unexplainedIn(request: WidenRequest, observe: Run, explain: Run): readonly string[] {
  const { baseline, secondary, candidate } = explain.snapshots;
  if (baseline?.agent !== 'connected' || candidate?.agent !== 'connected') return [];
  const again = new Set(explain.compared.suspects);
  const affected = new Set(observe.compared.suspects.filter((id) => again.has(id)));
  if (affected.size === 0) return [];
  const traces = traceExchanges({
    ...{ baseline, candidate, volatile: secondary ?? null, probes: request.probes, affected },
    thrown: { baseline: observe.snapshots.baseline, candidate: observe.snapshots.candidate },
    exchanges: Iterator.from(request.plan.exchanges).map(({ exchangeId }) => exchangeId),
    suspects: request.suspects,
    perturbed: new Set(),
  });
  const isOpen = (id: string): boolean => isUnexplained(traces.get(id)?.firstDivergence ?? null);
  return [...affected].every(isOpen) ? [...affected] : [];
}

/** A changed statement that ran last, and at which nothing differs yet, is nearer to the cause than wherever its effect is seen first. */
export function isUnexplained(first: FirstDivergence | null): boolean {
  return first === null || (first.kind === 'unexplained' && !first.isChanged);
}
