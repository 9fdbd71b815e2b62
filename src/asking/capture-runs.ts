/** The runs of a capture: the exchange and what it rests on, against fresh instances each time, one exchange after the other. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Observation, ObservedExchange } from '../domain/observation.ts';
import type { ProgressEvent } from '../domain/progress.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { Ports } from '../ports.ts';
import { addCompiled } from '../preparation/built-sides.ts';
import { provideState } from '../preparation/provide-state.ts';
import { createShownRedactor, type ShownRedactor } from '../recording/redaction/redact-shown.ts';
import { learnSecrets } from '../runs/learn-secrets.ts';
import { makeRun } from '../runs/make-run.ts';
import type { Run } from '../runs/replay-run.ts';
import type { DeepCapture, TrialRequest } from '../runs/run-request.ts';
import { nothingSuspect } from '../runs/run-state.ts';
import { redactCaptured } from './redact-captured.ts';

export type CaptureRuns = {
  readonly trial: TrialRequest;
  readonly exchangeId: string;
  readonly deep: DeepCapture;
  readonly times: number;
};

export type MadeRuns = {
  /** What the agents saw, the first run being the one that is shown. */
  readonly snapshots: readonly CapturedSnapshots[];
  /** Status or failure of the exchange in the first run, in a word. */
  readonly answers: { readonly baseline: string; readonly candidate: string };
  readonly notes: readonly string[];
};

type CapturedSnapshots = { readonly [role in keyof Run['snapshots']]: RuntimeSnapshot };

/** Makes the runs one after the other. Throws when the candidate does not start, or when an instance has no agent to ask. */
export async function makeCaptureRuns(request: CaptureRuns, ports: Ports): Promise<MadeRuns> {
  const secrets = createShownRedactor(randomBytes(32));
  for (const { replay } of request.trial.replay.credentials) secrets.learn(replay);
  const make = (asked: CaptureRuns, name: string) =>
    makeOne(asked, { ...ports, secrets, workFolder: join(request.trial.workFolder, name) });
  const tried = await make(request, 'c0');
  const known = await withLoaded(request, tried.snapshots);
  const first = known === null ? tried : await make(known, 'c0-loaded');
  const runs: MadeRuns[] = [first];
  for (let number = 1; number < request.times; number += 1)
    runs.push(await make(known ?? request, `c${number}`));
  return {
    ...first,
    snapshots: runs.flatMap(({ snapshots }) => snapshots.map((each) => redactAll(each, secrets))),
  };
}

/** What a loader makes of a file is known once it was loaded: probes bind in it from the second run on. Null where no file is of that kind. */
async function withLoaded(
  request: CaptureRuns,
  [seen]: readonly CapturedSnapshots[],
): Promise<CaptureRuns | null> {
  const isLoaded = Object.values(seen ?? {}).some(({ compiled }) => compiled !== undefined);
  if (seen === undefined || !isLoaded) return null;
  return {
    ...request,
    trial: { ...request.trial, builtCode: await addCompiled(request.trial.builtCode, seen) },
  };
}

type Around = Ports & { readonly secrets: ShownRedactor; readonly workFolder: string };

async function makeOne({ trial, exchangeId, deep }: CaptureRuns, around: Around): Promise<MadeRuns> {
  const { secrets, workFolder, ...given } = around;
  const ports: Ports = { ...given, onProgress: (event) => given.onProgress(asCapture(event)) };
  const replay = { ...trial.replay, concurrency: 1 };
  const request = { ...trial, replay, workFolder };
  const state = await provideState(request, ports);
  let answers = { baseline: 'not sent', candidate: 'not sent' };
  const onObserved = (observed: ObservedExchange) => {
    learnSecrets(observed, secrets);
    if (observed.exchange.id !== exchangeId) return;
    answers = { baseline: wordOf(observed.baseline), candidate: wordOf(observed.candidate) };
  };
  try {
    const outcome = await makeRun(
      { ...request, run: 'explain', suspects: [exchangeId], stateSuspects: nothingSuspect, deep, state },
      ports,
      onObserved,
    );
    if (outcome.kind === 'candidate-failed') throw outcome.error;
    return { snapshots: [outcome.run.snapshots as CapturedSnapshots], answers, notes: outcome.run.notes };
  } finally {
    await state?.release();
  }
}

/** Its run is an explain run, but no gate goes on around it. */
function asCapture(event: ProgressEvent): ProgressEvent {
  return event.kind === 'replayed' ? { ...event, run: 'capture' } : event;
}

function wordOf({ outcome }: Observation): string {
  return outcome.kind === 'responded' ? String(outcome.status) : outcome.reason;
}

function redactAll(snapshots: CapturedSnapshots, secrets: ShownRedactor): CapturedSnapshots {
  const entries = Object.entries(snapshots).map(([role, each]) => [role, redactCaptured(each, secrets)]);
  return Object.fromEntries(entries);
}
