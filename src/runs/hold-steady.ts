/** Joins what the recording and the settings say with what the shadow and the agent need to hold instances still. */
import type { AgentDeterminism, DeterminismSettings, InstanceDeterminism } from '../domain/determinism.ts';
import type { InstanceRole, RunKind } from '../domain/observation.ts';
import type { Plan } from '../domain/plan.ts';
import type { OpenRecording } from '../preparation/open-recording.ts';
import type { Companion } from '../shadow/instance/companion.ts';
import { findFaketime } from '../shadow/instance/find-faketime.ts';
import type { Build } from '../shadow/instance/start-shadow.ts';
import { steadyRun } from '../shadow/instance/steady-run.ts';

export type HoldSteadyRequest = {
  readonly run: RunKind;
  readonly attempt?: number;
  readonly plan: Plan;
  readonly recording: OpenRecording;
  readonly baseline: Build;
  readonly candidate: Build;
  readonly determinism: DeterminismSettings;
};

/** What holds each instance of one run still. */
export type SteadyInstances = {
  forAgent(role: InstanceRole): AgentDeterminism | null;
  companion(role: InstanceRole): Companion;
  report(role: InstanceRole, agentIsConnected: boolean): InstanceDeterminism;
};

/** Called once a run, before its instances start. Services that already run are as they are. */
export async function holdSteady(request: HoldSteadyRequest): Promise<SteadyInstances> {
  const { determinism: settings, recording, run, attempt } = request;
  const steady = steadyRun({
    settings,
    run,
    ...(attempt === undefined ? {} : { attempt }),
    recordingDigest: recording.summary.digest,
    startsAt: await firstInstant(request),
    faketime: await findFaketime(),
  });
  const definitionOf = (role: InstanceRole) => {
    const build = role === 'candidate' ? request.candidate : request.baseline;
    return build.kind === 'prepared' ? build.definition : null;
  };
  return {
    forAgent: (role) => steady.forAgent(role),
    companion: (role) => {
      const definition = definitionOf(role);
      return definition === null ? nothing : steady.companion(role, definition);
    },
    report: (role, agentIsConnected) => {
      const definition = definitionOf(role);
      return definition === null ? untouched : steady.report(definition, agentIsConnected);
    },
  };
}

const nothing: Companion = { environment: {}, doors: [], readable: [] };
const untouched: InstanceDeterminism = { clock: 'real', random: 'real', by: 'none' };

/** When production got the first exchange that is replayed; null when nothing is. */
async function firstInstant({ plan, recording }: HoldSteadyRequest): Promise<number | null> {
  const first = plan.exchanges.at(0)?.exchangeId;
  if (first === undefined) return null;
  for await (const { id, startedAt } of recording.heads()) if (id === first) return startedAt;
  return null;
}
