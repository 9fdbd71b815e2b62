import type { ObservedExchange, RunKind } from './domain/observation.ts';
import type { OnProgress } from './domain/progress.ts';
import type { Teardown } from './shadow/processes/teardown.ts';

/** What the shells hand to the library: everything that differs from one call, one machine or one minute to the next. */
export type Ports = {
  /** Environment to take the allow-list from; the service never sees the rest. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onProgress: OnProgress;
  /** Sees what the instances answered, bodies included, before it is let go: for tools that weigh it by other rules. */
  readonly onObserved?: (run: RunKind, observed: ObservedExchange) => void;
  readonly signal: AbortSignal;
  /** Undoes, in reverse, everything that was started; the shell runs it at the end and on signals. */
  readonly teardown: Teardown;
  /** The file that is loaded into Node services by `--require`. */
  readonly agentPath: string;
  /** Version of Shadowgate, for evidence and error texts. */
  readonly version: string;
  readonly now: () => Date;
};
