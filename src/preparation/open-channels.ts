import type { AgentDeterminism } from '../domain/determinism.ts';
import { type InstanceRole, instanceRoles, type RunKind } from '../domain/observation.ts';
import type { Probe } from '../domain/runtime-snapshot.ts';
import type { ReplaySettings } from '../domain/service.ts';
import type { ThrowWatch } from '../domain/throw-watch.ts';
import type { DeepCapture } from '../runs/run-request.ts';
import { instanceFolders } from '../shadow/instance/instance-folders.ts';
import type { Build } from '../shadow/instance/start-shadow.ts';
import {
  type AgentChannel,
  type AllocationMeter,
  openAgentChannel,
} from '../snapshots/channel/agent-channel.ts';
import { classesOfChange } from '../snapshots/source/changed-classes.ts';
import { pythonAgentFor } from './agent-path.ts';
import type { BuiltSides } from './built-sides.ts';
import type { ChangedSources } from './changed-sources.ts';

export type ChannelsRequest = {
  readonly baseline: Build;
  readonly candidate: Build;
  readonly run: RunKind;
  /** Folder of this run. */
  readonly folder: string;
  readonly agentPath: string;
  readonly probes: { readonly baseline: readonly Probe[]; readonly candidate: readonly Probe[] };
  readonly changed: ChangedSources;
  readonly builtCode?: BuiltSides;
  readonly replay: Pick<ReplaySettings, 'concurrency'>;
  /** There is no secondary then, and lines are told for each exchange. */
  readonly measuresReach?: boolean;
  readonly throws?: ThrowWatch;
  readonly deep?: DeepCapture;
  readonly suspects: readonly string[];
  readonly determinismOf: (role: InstanceRole) => AgentDeterminism | null;
};

/** What the agents are to tell of single exchanges. */
const measuredAlone: Readonly<Partial<Record<RunKind, AllocationMeter>>> = {
  measure: 'totals',
  profile: 'functions',
};

export type Channels = Partial<Record<InstanceRole, AgentChannel>>;

/**
 * Whether the agents see every throw in this run. V8 stops for no throw of a statement at which a probe stands, so that only a run without
 * probes sees them all.
 */
export function watchesThrows(request: Pick<ChannelsRequest, 'run' | 'measuresReach' | 'throws'>): boolean {
  return request.run === 'observe' && request.measuresReach !== true && request.throws !== 'unwatched';
}

/** Opens one agent channel a prepared instance, before it starts; services that already run have none. */
export async function openChannels(request: ChannelsRequest): Promise<Channels> {
  if (request.baseline.kind === 'running' || request.candidate.kind === 'running') return {};
  const armed = request.run === 'explain';
  const counts = request.run === 'observe' && request.measuresReach !== true;
  const classes = counts ? classesOfChange(request.changed) : [];
  const channels: Channels = {};
  for (const role of instanceRoles.filter((each) => each !== 'secondary' || !request.measuresReach)) {
    const side = role === 'candidate' ? 'candidate' : 'baseline';
    channels[role] = await openAgentChannel({
      role,
      agentPath: request.agentPath,
      pythonAgent: pythonAgentFor(request.agentPath),
      socketFolder: request.folder,
      root: instanceFolders(request.folder, role).app,
      probes: armed ? request.probes[side] : [],
      coverageOf: coverageOf(request),
      builtCode: request.builtCode?.[side] ?? null,
      coverageByExchange: request.measuresReach === true || request.deep !== undefined,
      oneAtATime: request.replay.concurrency === 1,
      ...(request.deep === undefined ? {} : { agentLimits: request.deep.agentLimits }),
      allocations: measuredAlone[request.run] ?? null,
      thrownErrors: watchesThrows(request),
      classes,
      suspects: request.suspects,
      determinism: request.determinismOf(role),
    });
  }
  return channels;
}

/** Probes and coverage both cost, so that a run has one of them, but for a capture, which is small. */
function coverageOf({ run, changed, deep }: ChannelsRequest): readonly string[] {
  if (deep !== undefined) return deep.coverageOf;
  if (run !== 'observe') return [];
  return changed.flatMap(({ file }) => [file.path, file.previousPath ?? []].flat());
}
