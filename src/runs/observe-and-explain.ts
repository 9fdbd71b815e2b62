/**
 * The runs of a gate. The observe run has no probe in it and measures; the explain run starts from fresh state,
 * replays again with probes armed, confirms what diverged and finds the line at which the two programs part.
 * Where the two do not agree, further runs decide.
 */
import { randomBytes } from 'node:crypto';
import { createFidelity } from '../comparison/compare-fidelity.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { IsolationLevel } from '../domain/isolation.ts';
import type { ObservedExchange, RunKind } from '../domain/observation.ts';
import type { Plan } from '../domain/plan.ts';
import type { InstanceReport } from '../domain/shadow-report.ts';
import type { GateError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { addCompiled } from '../preparation/built-sides.ts';
import type { PreparedSources } from '../preparation/prepare-sources.ts';
import { provideState } from '../preparation/provide-state.ts';
import { createShownRedactor, type ShownRedactor } from '../recording/redaction/redact-shown.ts';
import { compareThrows } from '../snapshots/comparing/compare-throws.ts';
import { effectsOfRun } from './effects-of-run.ts';
import { learnSecrets } from './learn-secrets.ts';
import { makeRun } from './make-run.ts';
import { type MeasuredAllocations, measureAllocations } from './measure-allocations.ts';
import { makeObserveRun } from './observe-run.ts';
import { probeErrors } from './probe-errors.ts';
import { type ExchangeCard, readCards } from './read-cards.ts';
import { repeatUndecided } from './repeat-undecided.ts';
import type { Run } from './replay-run.ts';
import type { RunRequest, TrialRequest } from './run-request.ts';
import { nothingSuspect } from './run-state.ts';
import { sentExchanges } from './sent-exchanges.ts';
import { type Widened, widenUnexplained } from './widen-unexplained.ts';

export type Trial =
  | { readonly kind: 'candidate-failed'; readonly error: GateError; readonly isolation: IsolationLevel }
  | {
      readonly kind: 'ran';
      readonly isolation: IsolationLevel;
      readonly instances: readonly InstanceReport[];
      readonly observe: Run;
      readonly explain: Run | null;
      /** Further runs, for what came back in one of the two only. */
      readonly repeats: readonly Run[];
      /** A second round of explaining, of what the first one left open; null where there was nothing, or nothing more to look at. */
      readonly widened: Widened | null;
      /** What was armed in the explain run. */
      readonly probes: TrialRequest['probes'];
      /** Why the explain run did not take place, or that it did. */
      readonly confirmation: string;
      readonly fidelity: Evidence['fidelity'];
      readonly cards: ReadonlyMap<string, ExchangeCard>;
      readonly suspects: readonly string[];
      /** What exchanges come to that were measured one by one. */
      readonly allocations: MeasuredAllocations;
      /** Knows the secrets that the instances were sent, and takes them out of what is shown. */
      readonly secrets: ShownRedactor;
    };

/** More suspects would spend what the agent captures for each probe on exchanges that are none. */
const mostWrites = 400;

/** Makes them. A candidate that does not build or start ends here too: that is a finding, not a failure of the gate. */
export async function observeAndExplain(
  { candidate, ...rest }: Omit<TrialRequest, 'candidate'> & Pick<PreparedSources, 'candidate'>,
  ports: Ports,
): Promise<Trial> {
  if (candidate.kind === 'failed') {
    return { kind: 'candidate-failed', error: candidate.error, isolation: rest.sandbox.level };
  }
  const state = await provideState({ ...rest, candidate }, ports);
  const request = { ...rest, candidate, state };
  let fidelity = createFidelity(rest.schema);
  const secrets = createShownRedactor(randomBytes(32));
  for (const { replay } of request.replay.credentials) secrets.learn(replay);
  const observe = await makeObserveRun(request, ports, {
    begin: () => {
      fidelity = createFidelity(rest.schema);
    },
    add: (observed) => {
      fidelity.add(observed);
      learnSecrets(observed, secrets);
      ports.onObserved?.('observe', observed);
    },
  });
  if (observe.kind === 'candidate-failed') return observe;

  const { isolation, instances, baselineFolders, run } = observe;
  const suspects = suspectsOf(run, request.plan);
  const probes = await probeErrors(request, run);
  const further = await makeFurtherRuns({ ...request, probes, suspects }, run, ports, (kind, observed) => {
    if (kind === 'explain') fidelity.add(observed);
    learnSecrets(observed, secrets);
    ports.onObserved?.(kind, observed);
  });
  const runs = [run, further.explain ?? [], further.repeats].flat();
  return {
    ...{ kind: 'ran', isolation, instances, observe: run, suspects, secrets, probes, ...further },
    fidelity: shownFidelity(fidelity.result(run.compared, baselineFolders), secrets),
    cards: await readCards([...suspects, ...namedExchanges(runs)], request.recording.exchanges),
    allocations: await measureAllocations(request, run, ports),
  };
}

type FurtherRuns = Pick<Extract<Trial, { kind: 'ran' }>, 'explain' | 'repeats' | 'widened' | 'confirmation'>;

/** The runs that confirm what the observe run showed. */
async function makeFurtherRuns(
  request: TrialRequest & Pick<RunRequest, 'state' | 'suspects'>,
  observe: Run,
  ports: Ports,
  onObserved: (run: RunKind, observed: ObservedExchange) => void,
): Promise<FurtherRuns> {
  const unconfirmed = { explain: null, repeats: [], widened: null };
  if (request.baseline.kind === 'running' || request.candidate.kind === 'running') {
    const confirmation = 'not confirmed: services that already run cannot be reset to a fresh state';
    return { ...unconfirmed, confirmation };
  }
  const plan = sentPlan(request.plan, observe);
  const builtCode = await addCompiled(request.builtCode, observe.snapshots);
  const stateSuspects = observe.state?.suspects ?? nothingSuspect;
  const explaining = { ...request, plan, builtCode, run: 'explain', stateSuspects } as const;
  const outcome = await makeRun(explaining, ports, (observed) => onObserved('explain', observed));
  if (outcome.kind === 'ran') {
    const explain = outcome.run;
    const again = await repeatUndecided(
      { ...request, plan, stateSuspects },
      [observe, explain],
      ports,
      (observed) => onObserved('repeat', observed),
    );
    const widened = await widenUnexplained(explaining, [observe, explain], ports, (observed) =>
      onObserved('repeat', observed),
    );
    const told = ['confirmed by a second run from fresh state', again.told].filter((text) => text !== '');
    return { explain, repeats: again.runs, widened, confirmation: told.join('; ') };
  }
  // One that ended under the replay is judged by that; another that starts once and not again cannot be judged.
  if (observe.candidateEnd === null) throw outcome.error;
  const confirmation = 'not confirmed: the candidate ended in the first run and did not start for a second';
  return { ...unconfirmed, confirmation };
}

/** The second run sends what the first one sent, so that whatever it saw can come back. */
function sentPlan({ budget: _, links: _ofAll, ...plan }: Plan, { answers }: Run): Plan {
  return { ...plan, exchanges: sentExchanges(plan.exchanges, answers) };
}

function shownFidelity(fidelity: Evidence['fidelity'], secrets: ShownRedactor): Evidence['fidelity'] {
  return { ...fidelity, examples: fidelity.examples.map((text) => secrets.redact({ place: 'body', text })) };
}

/**
 * Exchanges that the explain run is to explain: the answers part, or what was called or thrown on the way; and, where what
 * is stored parts, every write, since which of them wrote it is known only when the explain run is over.
 */
function suspectsOf(run: Run, plan: Plan): readonly string[] {
  const { compared, snapshots, state } = run;
  const { baseline, secondary, candidate } = snapshots;
  if (!baseline || !candidate) return compared.suspects;
  const events = effectsOfRun(run)?.divergences ?? [];
  const isStateSuspect = state !== null && state.suspects.watch.size > 0;
  const writes = isStateSuspect
    ? Iterator.from(plan.exchanges)
        .filter((each) => each.writes)
        .take(mostWrites)
    : [];
  const thrown = compareThrows({ baseline, secondary: secondary ?? null, candidate });
  const ids = [...events, ...thrown, ...writes].map(({ exchangeId }) => exchangeId);
  return [...new Set([...compared.suspects, ...ids])];
}

/** Besides the suspects, every exchange that a finding may name: it differs, it wrote what differs, or it was the candidate's last. */
function* namedExchanges(runs: readonly Run[]): Generator<string> {
  for (const { compared, state, candidateEnd } of runs) {
    for (const { exchangeId, divergences } of compared.differing)
      if (divergences.length > 0) yield exchangeId;
    yield* state?.watched?.writers ?? [];
    if (candidateEnd !== null) yield candidateEnd.exchangeId;
  }
}
