/**
 * One run of a gate: opens the line to the agents, starts fresh instances, replays the plan against them and compares
 * what comes back, exchange by exchange, so that no body is held for longer than it is looked at.
 */
import { join } from 'node:path';
import type { IsolationLevel } from '../domain/isolation.ts';
import type { InstanceRole, ObservedExchange } from '../domain/observation.ts';
import type { InstanceReport } from '../domain/shadow-report.ts';
import type { StateReader } from '../domain/state.ts';
import type { GateError } from '../errors.ts';
import { summariseTelemetry } from '../evidence/summarise-telemetry.ts';
import type { Ports } from '../ports.ts';
import { type Channels, openChannels, watchesThrows } from '../preparation/open-channels.ts';
import { freshStates, type RunStates } from '../preparation/provide-state.ts';
import type { Companion } from '../shadow/instance/companion.ts';
import { type Shadow, startShadow } from '../shadow/instance/start-shadow.ts';
import { addSpans } from './add-spans.ts';
import { holdSteady, type SteadyInstances } from './hold-steady.ts';
import { identitiesOf, type ReplayedRun, type Run, type RunParts, replayAndCompare } from './replay-run.ts';
import type { RunRequest } from './run-request.ts';
import { beginRunState } from './run-state.ts';
import { openRunTelemetry, type RunTelemetry } from './run-telemetry.ts';
import { openRunUpstream, type RunUpstream } from './run-upstream.ts';

export type RunOutcome =
  | { readonly kind: 'candidate-failed'; readonly error: GateError; readonly isolation: IsolationLevel }
  | {
      readonly kind: 'ran';
      readonly isolation: IsolationLevel;
      readonly instances: readonly InstanceReport[];
      /** Folders of the baseline, longest first, which its answers may tell. */
      readonly baselineFolders: readonly string[];
      readonly run: Run;
    };

/** One pass of the plan over fresh instances, everything that was started stopped again at its end. */
export async function makeRun(
  request: RunRequest,
  ports: Ports,
  onObserved: (observed: ObservedExchange) => void,
): Promise<RunOutcome> {
  const steady = await holdSteady(request);
  const channels = await openChannels({
    ...request,
    folder: runFolder(request),
    agentPath: ports.agentPath,
    determinismOf: steady.forAgent,
  });
  let states: RunStates | null = null;
  let upstream: RunUpstream | null = null;
  let telemetry: RunTelemetry | null = null;
  try {
    upstream = await openRunUpstream({ ...request, folder: runFolder(request) }, ports.teardown);
    telemetry = await openRunTelemetry(
      { ...request, folder: runFolder(request), recordingDigest: request.recording.summary.digest },
      ports.teardown,
    );
    states = await freshStates(request.state, request.run, runFolder(request));
    const beside = { steady, channels, states, upstream, telemetry };
    const start = await startShadow({
      baseline: request.baseline,
      candidate: request.candidate,
      workFolder: runFolder(request),
      secondary: request.baseline.kind === 'prepared' && !request.measuresReach,
      environment: ports.environment,
      sandbox: request.sandbox,
      companions: (role) => companionsOf(role, beside),
      onProgress: ports.onProgress,
      signal: ports.signal,
      teardown: ports.teardown,
    });
    if (start.kind === 'candidate-failed') return start;
    const { shadow } = start;
    try {
      const state = await beginRunState(readersOf(states), request.stateSuspects);
      const parts = { request, ports, shadow, channels, steady, upstream, telemetry, state, onObserved };
      const replayed = await replayAndCompare(parts).finally(() => assertNoEndUnderWatch(parts));
      await telemetry?.settle(ports.signal);
      const run = withSpans(replayed, telemetry, shadow);
      const instances = instanceReports(shadow, channels, steady);
      const baselineFolders = foldersOf(identitiesOf(shadow).baseline);
      return { kind: 'ran', isolation: shadow.isolation, instances, baselineFolders, run };
    } finally {
      await shadow.stop();
    }
  } finally {
    await states?.close();
    await upstream?.close();
    await telemetry?.close();
    for (const channel of Object.values(channels)) await channel.close();
  }
}

type Beside = Pick<RunParts, 'steady' | 'channels' | 'upstream' | 'telemetry'> & {
  readonly states: RunStates;
};

/** What loads into a runtime does so in this order: the agent takes what it needs before others change it. */
function companionsOf(
  role: InstanceRole,
  { steady, channels, states, upstream, telemetry }: Beside,
): readonly Companion[] {
  return [
    ...[steady.companion(role), channels[role]?.companion ?? [], states.of[role]?.companion ?? []].flat(),
    ...(upstream?.companionsOf(role) ?? []),
    ...(telemetry?.companionsOf(role) ?? []),
  ];
}

/** Spans are whole only now: exporters send them late. */
function withSpans(replayed: ReplayedRun, telemetry: RunTelemetry | null, shadow: Shadow): Run {
  if (telemetry === null) return { ...replayed, telemetry: null };
  const spans = telemetry.result();
  const compared = addSpans(replayed.compared, spans, identitiesOf(shadow));
  return { ...replayed, compared, telemetry: summariseTelemetry(spans) };
}

/** Thrown by a run in which throws were watched: a fault of its runtime ended an instance, which can be the doing of the watch. */
export class EndedUnderWatch extends Error {
  constructor(role: InstanceRole, text: string) {
    super(`The ${role} ${text} while errors were watched as they were thrown.`);
  }
}

/** Goes before whatever else ended the replay: of that nothing is concluded. */
function assertNoEndUnderWatch({ request, shadow }: Pick<RunParts, 'request' | 'shadow'>): void {
  if (!watchesThrows(request)) return;
  for (const { role, ending } of Object.values(shadow.instances)) {
    const ended = ending();
    if (ended?.isFault === true) throw new EndedUnderWatch(role, ended.text);
  }
}

function readersOf({ of: states }: RunStates): Readonly<Partial<Record<InstanceRole, StateReader>>> {
  return Object.fromEntries(Object.entries(states).map(([role, { reader }]) => [role, reader]));
}

/** Each run has a folder of its own, with fresh copies of the builds and fresh state. */
function runFolder({ workFolder, run }: RunRequest): string {
  return join(workFolder, run);
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

function foldersOf(identity: readonly string[] = []): readonly string[] {
  return identity.filter((name) => name.startsWith('/'));
}
