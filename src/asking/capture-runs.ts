/** The runs of a capture: the exchange and what it rests on, against fresh instances each time, one exchange after the other. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Observation, ObservedExchange } from '../domain/observation.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { Ports } from '../ports.ts';
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
  const runs: MadeRuns[] = [];
  for (let number = 0; number < request.times; number += 1) {
    const workFolder = join(request.trial.workFolder, `c${number}`);
    runs.push(await makeOne(request, { ...ports, secrets, workFolder }));
  }
  const [first] = runs;
  if (first === undefined) throw new Error('A capture makes one run at least.');
  return {
    ...first,
    snapshots: runs.flatMap(({ snapshots }) => snapshots.map((each) => redactAll(each, secrets))),
  };
}

type Around = Ports & { readonly secrets: ShownRedactor; readonly workFolder: string };

async function makeOne({ trial, exchangeId, deep }: CaptureRuns, around: Around): Promise<MadeRuns> {
  const { secrets, workFolder, ...ports } = around;
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

function wordOf({ outcome }: Observation): string {
  return outcome.kind === 'responded' ? String(outcome.status) : outcome.reason;
}

function redactAll(snapshots: CapturedSnapshots, secrets: ShownRedactor): CapturedSnapshots {
  const entries = Object.entries(snapshots).map(([role, each]) => [role, redactCaptured(each, secrets)]);
  return Object.fromEntries(entries);
}
