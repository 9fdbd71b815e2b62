/**
 * One run of a gate: opens the line to the agents, starts fresh instances, replays the plan against them and compares
 * what comes back, exchange by exchange, so that no body is held for longer than it is looked at.
 */
import { join } from 'node:path';
import { assertBaselineLives } from './assert-baseline-lives.ts';
import { type CandidateEnd, createCandidateEndFinder } from './candidate-end.ts';
import type { ChangedSources } from './changed-sources.ts';
import { type ComparedRun, createRunComparison } from './comparison/run-comparison.ts';
import type { DeterminismSettings } from './domain/determinism.ts';
import type { InstanceReport } from './domain/evidence.ts';
import type { IsolationLevel } from './domain/isolation.ts';
import {
  type InstanceRole,
  instanceRoles,
  type Observation,
  type ObservedExchange,
  type RunKind,
} from './domain/observation.ts';
import type { Plan } from './domain/plan.ts';
import type { OnProgress } from './domain/progress.ts';
import type { Probe, RuntimeSnapshot } from './domain/runtime-snapshot.ts';
import type { ReplaySettings } from './domain/service.ts';
import type { StateReader } from './domain/state.ts';
import type { StateSource } from './domain/state-source.ts';
import type { GateError } from './errors.ts';
import { holdSteady, type SteadyInstances } from './hold-steady.ts';
import { type Channels, openChannels } from './open-channels.ts';
import type { OpenRecording } from './open-recording.ts';
import { type GateUpstream, type OutboundOfRun, openRunUpstream, type RunUpstream } from './open-upstream.ts';
import type { Ports } from './ports.ts';
import { freshStates, type RunStates } from './provide-state.ts';
import { replayPlan } from './replay/replay-plan.ts';
import { beginRunState, type FinishedState, type RunState, type StateSuspects } from './run-state.ts';
import type { Sandbox } from './shadow/sandbox/sandbox.ts';
import { type Build, type Shadow, startShadow } from './shadow/start-shadow.ts';
import type { OpenState } from './shadow/state/open-state.ts';
import { awaitAgents } from './snapshots/await-agents.ts';

export type TrialRequest = {
  readonly plan: Plan;
  readonly recording: OpenRecording;
  readonly baseline: Build;
  readonly candidate: Build;
  readonly replay: ReplaySettings;
  /** What is held still in the instances. */
  readonly determinism: DeterminismSettings;
  readonly workFolder: string;
  readonly sandbox: Sandbox;
  /** Where to capture in the explain run. */
  readonly probes: { readonly baseline: readonly Probe[]; readonly candidate: readonly Probe[] };
  /** Changed source files, for which the agent reports the executed lines. */
  readonly changed: ChangedSources;
  /** What the settings name as the state of the service besides its data folder. */
  readonly stateSources?: readonly StateSource[];
  /** What answers outbound calls; without it, none is answered. */
  readonly upstream?: GateUpstream | null;
};

/** One run, without the bodies. */
export type Run = {
  readonly compared: ComparedRun;
  readonly snapshots: Readonly<Partial<Record<InstanceRole, RuntimeSnapshot>>>;
  /** Answer of each instance in one word (status or failure), per exchange, to tell whether probes changed it. */
  readonly answers: ReadonlyMap<string, string>;
  /** What a reader must know of the replay itself, in words. */
  readonly notes: readonly string[];
  /** Exchanges that the deadline of the run cut off before they were sent. */
  readonly notSent: number;
  /** What the instances called; null when nothing stood in for the services they call. */
  readonly outbound: OutboundOfRun | null;
  /** Null when the candidate lived to the end of the run. */
  readonly candidateEnd: CandidateEnd | null;
  /** What the instances held at its end, compared; null where that was not read. */
  readonly state: FinishedState | null;
};

type RunRequest = TrialRequest & {
  readonly run: RunKind;
  readonly suspects: readonly string[];
  /** Null for services that already run. */
  readonly state: OpenState | null;
  /** What the observe run found stored differently; null in the observe run itself. */
  readonly stateSuspects: StateSuspects | null;
};
type RunOutcome =
  | { readonly kind: 'candidate-failed'; readonly error: GateError; readonly isolation: IsolationLevel }
  | {
      readonly kind: 'ran';
      readonly isolation: IsolationLevel;
      readonly instances: readonly InstanceReport[];
      readonly run: Run;
    };

/** One pass of the plan over fresh instances, everything that was started stopped again at its end. */
export async function makeRun(
  request: RunRequest,
  ports: Ports,
  onObserved: (observed: ObservedExchange) => void,
): Promise<RunOutcome> {
  const steady = await holdSteady(request, ports);
  const channels = await openChannels({
    ...request,
    folder: runFolder(request),
    agentPath: ports.agentPath,
    determinismOf: steady.forAgent,
  });
  let states: RunStates | null = null;
  let upstream: RunUpstream | null = null;
  try {
    upstream = await openRunUpstream(request, ports.teardown);
    states = await freshStates(request.state, request.run, runFolder(request));
    const { of: stateOf } = states;
    const start = await startShadow({
      baseline: request.baseline,
      candidate: request.candidate,
      workFolder: runFolder(request),
      secondary: request.baseline.kind === 'prepared',
      environment: ports.environment,
      sandbox: request.sandbox,
      companions: (role) => [
        ...[steady.companion(role), channels[role]?.companion ?? [], stateOf[role]?.companion ?? []].flat(),
        ...(upstream?.companionsOf(role) ?? []),
      ],
      onProgress: ports.onProgress,
      signal: ports.signal,
      teardown: ports.teardown,
    });
    if (start.kind === 'candidate-failed') return start;
    const { shadow } = start;
    try {
      const state = await beginRunState(readersOf(states), request.stateSuspects);
      const parts = { request, ports, shadow, channels, steady, upstream, state, onObserved };
      const run = await replayAndCompare(parts);
      const instances = instanceReports(shadow, channels, steady);
      return { kind: 'ran', isolation: shadow.isolation, instances, run };
    } finally {
      await shadow.stop();
    }
  } finally {
    await states?.close();
    await upstream?.close();
    for (const channel of Object.values(channels)) await channel.close();
  }
}

type RunParts = {
  readonly request: RunRequest;
  readonly ports: Ports;
  readonly shadow: Shadow;
  readonly channels: Channels;
  readonly steady: SteadyInstances;
  readonly upstream: RunUpstream | null;
  readonly state: RunState;
  readonly onObserved: (observed: ObservedExchange) => void;
};

async function replayAndCompare(parts: RunParts): Promise<Run> {
  const { request, ports, shadow, channels, steady, upstream, state, onObserved } = parts;
  const targets = instanceRoles.flatMap((role) => shadow.instances[role] ?? []);
  const comparison = createRunComparison(identitiesOf(shadow));
  const answers = new Map<string, string>();
  const notes: string[] = [];
  const onProgress: OnProgress = (event) => {
    if (event.kind === 'note' && event.isLimit) notes.push(event.text);
    ports.onProgress(event);
  };
  let notSent = 0;
  const end = createCandidateEndFinder();
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
    onProgress,
    ...(upstream === null ? {} : { onFlight: upstream.onFlight }),
    signal: ports.signal,
  });
  for await (const observed of replaying) {
    comparison.add(observed);
    answers.set(observed.exchange.id, answerOf(observed));
    if (isCutOff(observed)) notSent += 1;
    end.add(observed);
    onObserved(observed);
    assertBaselineLives(shadow);
  }
  assertBaselineLives(shadow);
  const snapshots: Partial<Record<InstanceRole, RuntimeSnapshot>> = {};
  for (const { role } of targets) {
    const snapshot = await channels[role]?.finish();
    if (snapshot) snapshots[role] = snapshot;
  }
  const candidateEnd = end.find(shadow.instances.candidate);
  // What a candidate that ended did not store any more follows from its end, which is told.
  const stored = candidateEnd === null ? await state.finish(identitiesOf(shadow)) : null;
  const answered = comparison.result();
  const { compared, outbound } = (await upstream?.finish(answered, identitiesOf(shadow))) ?? {
    compared: answered,
    outbound: null,
  };
  return { compared, snapshots, answers, notes, notSent, outbound, candidateEnd, state: stored };
}

function readersOf({ of: states }: RunStates): Readonly<Partial<Record<InstanceRole, StateReader>>> {
  return Object.fromEntries(Object.entries(states).map(([role, { reader }]) => [role, reader]));
}

/** Each run has a folder of its own, with fresh copies of the builds and fresh state. */
function runFolder({ workFolder, run }: RunRequest): string {
  return join(workFolder, run);
}

function identitiesOf(shadow: Shadow): Partial<Record<InstanceRole, readonly string[]>> {
  return Object.fromEntries(Object.values(shadow.instances).map(({ role, identity }) => [role, identity]));
}

function instanceReports(
  shadow: Shadow,
  channels: Channels,
  steady: SteadyInstances,
): readonly InstanceReport[] {
  return Object.values(shadow.instances).map(({ role, label, startMs }) => {
    const isConnected = channels[role]?.isConnected() ?? false;
    const agent = isConnected ? 'connected' : 'absent';
    return { role, source: label, startMs, agent, determinism: steady.report(role, isConnected) };
  });
}

function answerOf({ baseline, candidate }: ObservedExchange): string {
  const word = ({ outcome }: Observation) =>
    outcome.kind === 'responded' ? String(outcome.status) : outcome.reason;
  return `${word(baseline)} ${word(candidate)}`;
}

function isCutOff({ baseline, candidate }: ObservedExchange): boolean {
  return [baseline, candidate].some(
    ({ outcome }) => outcome.kind === 'failed' && outcome.reason === 'cut-off',
  );
}
