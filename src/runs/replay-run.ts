/**
 * The middle of a run, between the start of its instances and their end: the plan is replayed against them, and what comes back, is
 * called and is stored is compared as it comes.
 */

import type { ComparedExchange, ComparedRun } from '../comparison/compared-run.ts';
import { createRunComparison } from '../comparison/run-comparison.ts';
import { type InstanceRole, instanceRoles, type ObservedExchange } from '../domain/observation.ts';
import type { LeftOut, Plan } from '../domain/plan.ts';
import type { OnProgress } from '../domain/progress.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { TelemetryReport } from '../domain/telemetry.ts';
import type { Ports } from '../ports.ts';
import type { Channels } from '../preparation/open-channels.ts';
import { type BudgetKeeper, createBudgetKeeper } from '../replay/choosing/keep-budget.ts';
import { type ReplayRequest, replayPlan, type SentReport } from '../replay/replay-plan.ts';
import { createValueJournal, type FollowedValues } from '../replay/values/value-journal.ts';
import type { Shadow } from '../shadow/instance/start-shadow.ts';
import { awaitAgents } from '../snapshots/channel/await-agents.ts';
import { type AnswerWords, keepAnswerWords } from './answer-words.ts';
import { assertBaselineLives } from './assert-baseline-lives.ts';
import type { SteadyInstances } from './hold-steady.ts';
import { createEndFinder, type EndFinder, type InstanceEnd } from './instance-end.ts';
import { beginMeasures, type RunMeasures } from './measure-run.ts';
import type { RunRequest } from './run-request.ts';
import type { FinishedState, RunState } from './run-state.ts';
import type { RunTelemetry } from './run-telemetry.ts';
import type { OutboundOfRun, RunUpstream } from './run-upstream.ts';

/** One run, without the bodies. */
export type Run = ReplayedRun & {
  /** What came of the spans of the instances; null where none were asked for. */
  readonly telemetry: TelemetryReport | null;
};

/** What is known of it before its instances end. */
export type ReplayedRun = {
  readonly compared: ComparedRun;
  readonly snapshots: Readonly<Partial<Record<InstanceRole, RuntimeSnapshot>>>;
  /** Answer of each instance in one word (status or failure), per exchange, to tell whether probes changed it. */
  readonly answers: AnswerWords;
  /** What a reader must know of the replay itself, in words. */
  readonly notes: readonly string[];
  /** Exchanges that the deadline of the run cut off before they were sent. */
  readonly notSent: number;
  /** Null when the replay did not come to its end. */
  readonly replay: SentReport | null;
  /** Values of the recording that were replaced in requests, or should have been. */
  readonly values: FollowedValues;
  /** Extras of a chosen plan that were not sent after all; `endedEarly` says in words why. */
  readonly leftOut: readonly LeftOut[];
  readonly endedEarly: string | null;
  /** What the instances called; null when nothing stood in for the services they call. */
  readonly outbound: OutboundOfRun | null;
  /** Null when the candidate lived to the end of the run. */
  readonly candidateEnd: InstanceEnd | null;
  /** What the instances held at its end, compared; null where that was not read. */
  readonly state: FinishedState | null;
  readonly measures: RunMeasures;
};

/** What was started for a run, and what is done with it. */
export type RunParts = {
  readonly request: RunRequest;
  readonly ports: Ports;
  readonly shadow: Shadow;
  readonly channels: Channels;
  readonly steady: SteadyInstances;
  readonly upstream: RunUpstream | null;
  readonly telemetry: RunTelemetry | null;
  readonly state: RunState;
  readonly onObserved: (observed: ObservedExchange) => void;
};

/** Ends when every exchange of the plan was sent or given up; throws when the baseline or what stands beside it was lost. */
export async function replayAndCompare(parts: RunParts): Promise<ReplayedRun> {
  const { request, ports, shadow, channels, steady, upstream, state, onObserved } = parts;
  const targets = instanceRoles.flatMap((role) => shadow.instances[role] ?? []);
  const comparison = createRunComparison(identitiesOf(shadow), request.schema);
  const tally = createTally(request.plan);
  const notes: string[] = [];
  const onProgress = keepNotes(ports.onProgress, notes);
  const reports: SentReport[] = [];
  const ends = createEndFinders();
  const keeper = createBudgetKeeper({ plan: request.plan, now: () => performance.now() });
  const replaying = replayPlan({
    plan: request.plan,
    exchanges: request.recording.exchanges,
    targets,
    settings: request.replay,
    run: request.run,
    tagExchanges: await awaitAgents(Object.values(channels)),
    // Asked once the agents have reported, since without one time may be real.
    clock: steady.report('baseline', channels.baseline?.isConnected() ?? false).clock,
    now: () => ports.now().getTime(),
    writes: state.writes,
    seed: seedOf(request),
    onProgress,
    onReport: (report) => reports.push(report),
    skips: keeper.skips,
    ...besideRequests(parts),
    signal: ports.signal,
  });
  const measuring = await beginMeasures(channels, targets, request.plan.exchanges.length);
  for await (const observed of replaying) {
    keeper.note(observed.route, classesOf(comparison.add(observed)));
    tally.add(observed);
    for (const role of instanceRoles) ends[role].add(observed);
    onObserved(observed);
    assertBaselineLives(shadow, ends);
    await upstream?.assertServing();
    await measuring.add(observed);
  }
  assertBaselineLives(shadow, ends);
  const snapshots = await finishedSnapshots(parts);
  const candidateEnd = ends.candidate.find(shadow.instances.candidate);
  // What a candidate that ended did not store any more follows from its end, which is told.
  const stored = candidateEnd === null ? await state.finish(identitiesOf(shadow)) : null;
  const answered = comparison.result();
  const { compared, outbound } = (await upstream?.finish(answered, identitiesOf(shadow))) ?? {
    compared: answered,
    outbound: null,
  };
  const told = { compared, snapshots, notes, outbound, candidateEnd, state: stored };
  const chosen = whatWasSent(reports, keeper);
  return { ...told, ...tally.result(), ...chosen, measures: measuring.result(snapshots) };
}

function createEndFinders(): Readonly<Record<InstanceRole, EndFinder>> {
  return {
    baseline: createEndFinder('baseline'),
    secondary: createEndFinder('secondary'),
    candidate: createEndFinder('candidate'),
  };
}

type WhatWasSent = Pick<Run, 'replay' | 'leftOut' | 'endedEarly'>;

function whatWasSent(reports: readonly SentReport[], keeper: BudgetKeeper): WhatWasSent {
  return { replay: reports.at(-1) ?? null, leftOut: keeper.leftOut(), endedEarly: keeper.endedEarly() };
}

/** What limits the replay is told in the evidence as well as while it runs. */
function keepNotes(tell: OnProgress, notes: string[]): OnProgress {
  return (event) => {
    if (event.kind === 'note' && event.isLimit) notes.push(event.text);
    tell(event);
  };
}

type Tally = Pick<Run, 'answers' | 'notSent' | 'values'>;

/** What is counted of every exchange, as it is observed. */
function createTally({ exchanges }: Plan): {
  readonly add: (observed: ObservedExchange) => void;
  readonly result: () => Tally;
} {
  const answers = keepAnswerWords(exchanges);
  const journal = createValueJournal();
  let notSent = 0;
  return {
    add: (observed) => {
      answers.add(observed);
      if (isCutOff(observed)) notSent += 1;
      journal.add(observed);
    },
    result: () => ({ answers: answers.result(), notSent, values: journal.result() }),
  };
}

/** Who is told of each request, and what it says besides what was recorded. */
function besideRequests({
  upstream,
  telemetry,
}: RunParts): Pick<ReplayRequest, 'onFlight' | 'traceparentOf'> {
  return {
    ...(upstream === null ? {} : { onFlight: upstream.onFlight }),
    ...(telemetry === null ? {} : { traceparentOf: telemetry.traceparentOf }),
  };
}

async function finishedSnapshots({ channels, telemetry }: RunParts): Promise<Run['snapshots']> {
  const snapshots: Partial<Record<InstanceRole, RuntimeSnapshot>> = {};
  for (const role of instanceRoles) {
    const snapshot = await channels[role]?.finish();
    if (snapshot) snapshots[role] = telemetry?.withoutExports(snapshot) ?? snapshot;
  }
  return snapshots;
}

/** The same for the same recording, and another for each further run: what hangs on the order of the instances does not come back. */
function seedOf({ recording, run, attempt = 0 }: RunRequest): number {
  const digits = recording.summary.digest.replace('sha256:', '').slice(0, 8);
  return (Number.parseInt(digits, 16) + (run === 'observe' ? 0 : 1 + attempt)) >>> 0;
}

/** By place and kind: the second of a class says nothing that the first did not. */
function classesOf(compared: ComparedExchange | null): readonly string[] {
  return compared?.divergences.map(({ pattern, kind }) => `${pattern} ${kind}`) ?? [];
}

/** Strings that name each instance, by which an echo of them is told from a difference. */
export function identitiesOf(shadow: Shadow): Partial<Record<InstanceRole, readonly string[]>> {
  return Object.fromEntries(Object.values(shadow.instances).map(({ role, identity }) => [role, identity]));
}

function isCutOff({ baseline, candidate }: ObservedExchange): boolean {
  return [baseline, candidate].some(
    ({ outcome }) => outcome.kind === 'failed' && outcome.reason === 'cut-off',
  );
}
