import type { InstanceRole, RunKind } from '../../domain/observation.ts';
import type { OnProgress } from '../../domain/progress.ts';
import type { ServiceDefinition } from '../../domain/service.ts';
import type { StateReader } from '../../domain/state.ts';
import type { Companion } from '../instance/companion.ts';
import type { Environment } from '../instance/scrub-environment.ts';
import type { Teardown } from '../processes/teardown.ts';

/** What a driver is given when a gate begins, after the builds are prepared. */
export type StateGround = {
  /** Root of the baseline's build: seeds and migrations come from there, never from the change under judgement. */
  readonly seedFolder: string;
  readonly definition: ServiceDefinition;
  /** Folder of this gate, in which a driver makes what it needs. */
  readonly workFolder: string;
  readonly environment: Environment;
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  readonly teardown: Teardown;
};

/** For which instance of which run a state is made. */
export type StateRequest = {
  readonly run: RunKind;
  readonly role: InstanceRole;
  /** The instance's own data folder; need not exist yet. */
  readonly dataFolder: string;
};

/** The state of one instance, at the point where all begin. */
export type InstanceState = {
  readonly companion: Companion;
  /** Null when it lies in the data folder and is read with that. */
  readonly reader: StateReader | null;
  /** Ends and removes it, once it has been read. */
  close(): Promise<void>;
};

/** One kind of state, brought to its point of beginning once per gate and given out to each instance from there. */
export type StateProvision = {
  fresh(request: StateRequest): Promise<InstanceState>;
  /** Removes everything that was made for this gate. */
  release(): Promise<void>;
};

/** What an instance has that needs nothing beside it. */
export const noCompanion: Companion = { environment: {}, doors: [], readable: [] };
