/**
 * The two runs of a gate. The observe run has no probe in it and measures; the explain run starts from fresh state,
 * replays again with probes armed, confirms what diverged and finds the line at which the two programs part.
 */
import { randomBytes } from 'node:crypto';
import { createFidelity } from './comparison/compare-fidelity.ts';
import type { Evidence, InstanceReport } from './domain/evidence.ts';
import type { ObservedExchange } from './domain/observation.ts';
import type { GateError } from './errors.ts';
import { makeRun, type Run, type TrialRequest } from './make-run.ts';
import type { Ports } from './ports.ts';
import type { PreparedSources } from './prepare-sources.ts';
import { provideState } from './provide-state.ts';
import { createShownRedactor, type ShownRedactor } from './recording/redact-shown.ts';
import { isRedactionToken } from './replay/id-shapes.ts';
import { isolationReached } from './shadow/scrub-environment.ts';
import { compareEvents } from './snapshots/compare-events.ts';

/** What a reader must be able to look up of an exchange once its bodies are gone. */
export type ExchangeCard = { readonly method: string; readonly target: string; readonly size: number };

export type Trial =
  | { readonly kind: 'candidate-failed'; readonly error: GateError; readonly isolation: string }
  | {
      readonly kind: 'ran';
      readonly isolation: string;
      readonly instances: readonly InstanceReport[];
      readonly observe: Run;
      readonly explain: Run | null;
      /** Why the explain run did not take place, or that it did. */
      readonly confirmation: string;
      readonly fidelity: Evidence['fidelity'];
      readonly cards: ReadonlyMap<string, ExchangeCard>;
      readonly suspects: readonly string[];
      /** Knows the secrets that the instances were sent, and takes them out of what is shown. */
      readonly secrets: ShownRedactor;
    };

/** Makes both runs. A candidate that does not build or start ends here too: that is a finding, not a failure of the gate. */
export async function observeAndExplain(
  { candidate, ...rest }: Omit<TrialRequest, 'candidate'> & Pick<PreparedSources, 'candidate'>,
  ports: Ports,
): Promise<Trial> {
  if (candidate.kind === 'failed') {
    return { kind: 'candidate-failed', error: candidate.error, isolation: isolationReached };
  }
  const state = await provideState({ ...rest, candidate }, ports);
  const request = { ...rest, candidate, state };
  const cards = new Map<string, ExchangeCard>();
  const fidelity = createFidelity();
  const secrets = createShownRedactor(randomBytes(32));
  for (const { replay } of request.replay.credentials) secrets.learn(replay);
  const observe = await makeRun({ ...request, run: 'observe', suspects: [] }, ports, (observed) => {
    cards.set(observed.exchange.id, cardOf(observed));
    fidelity.add(observed);
    learnSecrets(observed, secrets);
  });
  if (observe.kind === 'candidate-failed') return observe;

  const { isolation, instances, run } = observe;
  const suspects = suspectsOf(run);
  const measured = { kind: 'ran', isolation, instances, observe: run, cards, suspects, secrets } as const;
  if (request.baseline.kind === 'running' || request.candidate.kind === 'running') {
    const confirmation = 'not confirmed: services that already run cannot be reset to a fresh state';
    return {
      ...measured,
      explain: null,
      confirmation,
      fidelity: shownFidelity(fidelity.result(run.compared), secrets),
    };
  }
  const explain = await makeRun({ ...request, run: 'explain', suspects }, ports, (observed) => {
    fidelity.add(observed);
    learnSecrets(observed, secrets);
  });
  if (explain.kind === 'candidate-failed') {
    // One that ended under the replay is judged by that; another that starts once and not again cannot be judged.
    if (run.candidateEnd === null) throw explain.error;
    const confirmation = 'not confirmed: the candidate ended in the first run and did not start for a second';
    return {
      ...measured,
      explain: null,
      confirmation,
      fidelity: shownFidelity(fidelity.result(run.compared), secrets),
    };
  }
  const confirmation = 'confirmed by a second run from fresh state';
  return {
    ...measured,
    explain: explain.run,
    confirmation,
    fidelity: shownFidelity(fidelity.result(run.compared), secrets),
  };
}

/** What an instance issued in place of a token was a secret in production and is one here. */
function learnSecrets({ baseline, secondary, candidate }: ObservedExchange, secrets: ShownRedactor): void {
  for (const { substitutions } of [baseline, candidate, ...(secondary ? [secondary] : [])]) {
    for (const { place, recorded, live } of substitutions)
      if (/^header\.(?:cookie|authorization)$/.test(place) || isRedactionToken(recorded)) secrets.learn(live);
  }
}

function shownFidelity(fidelity: Evidence['fidelity'], secrets: ShownRedactor): Evidence['fidelity'] {
  return { ...fidelity, examples: fidelity.examples.map((text) => secrets.redact({ place: 'body', text })) };
}

/** Exchanges that the explain run is to explain: the answers part, or what was called or thrown on the way. */
function suspectsOf({ compared, snapshots }: Run): readonly string[] {
  const { baseline, secondary, candidate } = snapshots;
  if (!baseline || !candidate) return compared.suspects;
  const events = compareEvents({ baseline, secondary: secondary ?? null, candidate });
  return [...new Set([...compared.suspects, ...events.map(({ exchangeId }) => exchangeId)])];
}

function cardOf({ exchange }: ObservedExchange): ExchangeCard {
  const { method, target, requestBody } = exchange;
  return { method, target, size: target.length + requestBody.length };
}
