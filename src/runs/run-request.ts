import type { ProtoSchema } from '../comparison/content/proto-schema.ts';
import type { CostSettings } from '../domain/cost.ts';
import type { DeterminismSettings } from '../domain/determinism.ts';
import type { RunKind } from '../domain/observation.ts';
import type { Plan } from '../domain/plan.ts';
import type { Probe } from '../domain/runtime-snapshot.ts';
import type { ReplaySettings } from '../domain/service.ts';
import type { StateSource } from '../domain/state-source.ts';
import type { ThrowWatch } from '../domain/throw-watch.ts';
import type { BuiltSides } from '../preparation/built-sides.ts';
import type { ChangedSources } from '../preparation/changed-sources.ts';
import type { OpenRecording } from '../preparation/open-recording.ts';
import type { GateTelemetry } from '../preparation/open-telemetry.ts';
import type { GateUpstream } from '../preparation/open-upstream.ts';
import type { Build } from '../shadow/instance/start-shadow.ts';
import type { Sandbox } from '../shadow/sandbox/sandbox.ts';
import type { OpenState } from '../shadow/state/open-state.ts';
import type { StateSuspects } from './run-state.ts';

/** What both runs of a gate have in common: two builds, what is sent to them, and what stands around them. */
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
  /** What runs under another name than its source; absent where nobody looked. */
  readonly builtCode?: BuiltSides;
  /** What the settings name as the state of the service besides its data folder. */
  readonly stateSources?: readonly StateSource[];
  /** By which gRPC messages are read; without it, by wire type. */
  readonly schema?: ProtoSchema | null;
  /** Whether the observe run sees every error that is thrown, caught ones too; absent: it does. */
  readonly throws?: ThrowWatch;
  /** What answers outbound calls; without it, none is answered. */
  readonly upstream?: GateUpstream | null;
  /** Whether and how spans of the service are received; without it, they are not. */
  readonly telemetry?: GateTelemetry | null;
  /** From what difference on a cost counts; without it, no exchange is measured by itself. */
  readonly cost?: CostSettings;
};

/** Exchanges must come one after the other then. */
export type DeepCapture = {
  readonly agentLimits: Readonly<Record<string, number>>;
  readonly coverageOf: readonly string[];
};

/** One of the runs. */
export type RunRequest = TrialRequest & {
  readonly run: RunKind;
  /** Number of a repeat, from 1; absent in runs that are made once. */
  readonly attempt?: number;
  readonly suspects: readonly string[];
  /** Whether the run is only to tell which exchanges reach changed files: without a secondary, one exchange after the other. */
  readonly measuresReach?: boolean;
  /** For a capture: how deep the agent goes, and of which files it tells the lines that each exchange ran; without it, neither is asked for. */
  readonly deep?: DeepCapture;
  /** Null for services that already run. */
  readonly state: OpenState | null;
  /** What the observe run found stored differently; null in the observe run itself. */
  readonly stateSuspects: StateSuspects | null;
};
