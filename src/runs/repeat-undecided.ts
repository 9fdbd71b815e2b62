/**
 * Where the observe run and the explain run do not agree, the exchanges are sent again, in further runs from fresh state: one after the other
 * and in recorded order, so that all instances meet the same requests in the same order. What hangs on that order (a read that changes
 * what later reads find) shows itself in each of them; what chance made in one run does not come back.
 */
import { confirmDivergences, isUndecided, mostRepeats } from '../comparison/confirm-divergences.ts';
import { learnNoise } from '../comparison/noise/learn-noise.ts';
import { confirmState } from '../comparison/state/confirm-state.ts';
import type { ObservedExchange } from '../domain/observation.ts';
import { GateError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { confirmEffects } from './confirm-effects.ts';
import { makeRun } from './make-run.ts';
import type { Run } from './replay-run.ts';
import type { RunRequest, TrialRequest } from './run-request.ts';

/** One after the other, more would keep the gate for minutes. */
const mostExchanges = 2_000;

export type Repeats = {
  readonly runs: readonly Run[];
  /** What came of it, in words; empty when the first two runs agree. */
  readonly told: string;
};

const agreed: Repeats = { runs: [], told: '' };

type RepeatRequest = TrialRequest & Pick<RunRequest, 'state' | 'stateSuspects'>;

/** Called when both runs are over. Ends as soon as nothing is left that could still come back often enough. */
export async function repeatUndecided(
  request: RepeatRequest,
  [observe, explain]: readonly [Run, Run],
  ports: Ports,
  onObserved: (observed: ObservedExchange) => void,
): Promise<Repeats> {
  // What a candidate that ended did not answer follows from its end, which is told.
  if (observe.candidateEnd !== null || explain.candidateEnd !== null) return agreed;
  if (!isLeftOpen([observe, explain])) return agreed;
  const { length } = request.plan.exchanges;
  if (length > mostExchanges) {
    const told = `what did not come back was not asked for again, since ${length} exchanges are more than the ${mostExchanges} that are sent one by one`;
    return { runs: [], told };
  }
  const runs: Run[] = [];
  while (runs.length < mostRepeats && isLeftOpen([observe, explain, ...runs])) {
    const run = await repeat({ ...request, attempt: runs.length + 1 }, ports, onObserved);
    if (typeof run === 'string') return { runs, told: `asking again failed: ${run}` };
    runs.push(run);
  }
  const times = runs.length === 1 ? 'once more' : `${runs.length} times more`;
  return { runs, told: `what did not come back was asked for ${times}, in recorded order` };
}

/** In what was answered, what was done on the way, or what is stored. */
function isLeftOpen([observe, explain, ...repeats]: readonly [Run, Run, ...Run[]]): boolean {
  const runs = [observe, explain, ...repeats];
  const compared = runs.map((run) => run.compared);
  const isAnyDiffering = compared.some(({ differing }) => differing.length > 0);
  if (isAnyDiffering && isUndecided(confirmDivergences(compared, learnNoise(compared)))) return true;
  if (confirmEffects(observe, explain, repeats).some(({ isOpen }) => isOpen)) return true;
  const { stored } = confirmState(
    runs.flatMap(({ state }) => state ?? []),
    () => '',
  );
  return isUndecided(stored);
}

/** The run, or in words why there is none. */
async function repeat(
  request: RepeatRequest & { readonly attempt: number },
  ports: Ports,
  onObserved: (observed: ObservedExchange) => void,
): Promise<Run | string> {
  const detail = `${request.plan.exchanges.length} exchanges one by one, for what did not come back (${request.attempt})`;
  ports.onProgress({ kind: 'stage', name: 'repeat', detail });
  const inOrder: RunRequest = {
    ...request,
    ...{ run: 'repeat', suspects: [] },
    probes: { baseline: [], candidate: [] },
    replay: { ...request.replay, concurrency: 1, timing: 'as-fast-as-possible' },
  };
  try {
    const outcome = await makeRun(inOrder, { ...ports, onProgress: () => {} }, onObserved);
    return outcome.kind === 'ran' ? outcome.run : 'the candidate did not start again';
  } catch (error) {
    if (ports.signal.aborted || !(error instanceof GateError)) throw error;
    return error.message;
  }
}
