import { type InstanceRole, instanceRoles, type RunKind } from '../domain/observation.ts';
import type { StateSource } from '../domain/state-source.ts';
import type { Ports } from '../ports.ts';
import { instanceFolders } from '../shadow/instance/instance-folders.ts';
import type { Build } from '../shadow/instance/start-shadow.ts';
import { type FreshState, type OpenState, openState } from '../shadow/state/open-state.ts';

type Request = {
  readonly baseline: Build;
  readonly candidate: Build;
  /** What `service.state` names. */
  readonly stateSources?: readonly StateSource[];
  readonly workFolder: string;
};

/**
 * Opens the state of both runs once the builds are there; seeds come from the baseline, so that the change has no say
 * in what it starts from. Null for services that already run: they have their state.
 */
export async function provideState(request: Request, ports: Ports): Promise<OpenState | null> {
  const { baseline, candidate, stateSources = [] } = request;
  if (baseline.kind === 'running' || candidate.kind === 'running') return null;
  const { folder: seedFolder, definition } = baseline;
  return openState(stateSources, { ...ports, seedFolder, definition, workFolder: request.workFolder });
}

/** The state of every instance of one run. */
export type RunStates = {
  readonly of: Readonly<Partial<Record<InstanceRole, FreshState>>>;
  close(): Promise<void>;
};

/** A fresh state for each instance of a run, all made side by side from the same point. */
export async function freshStates(
  state: OpenState | null,
  run: RunKind,
  runFolder: string,
): Promise<RunStates> {
  if (state === null) return { of: {}, close: async () => {} };
  const begun = await Promise.allSettled(
    instanceRoles.map(async (role) => {
      const dataFolder = instanceFolders(runFolder, role).data;
      return [role, await state.fresh(run, role, dataFolder)] as const;
    }),
  );
  const states = begun.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const close = async () => {
    await Promise.all(states.map(([, each]) => each.close()));
  };
  const failed = begun.find((each) => each.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  return { of: Object.fromEntries(states), close };
}
