import type { InstallKey } from './install-cache.ts';

/** What decides an install and a build of one side; null where there is none, or it is not sure. */
export type StepKeys = {
  readonly install: InstallKey | null;
  readonly build: string | null;
  /** Whether it could do with links to its dependencies: nothing of it is built, which writes into them. */
  readonly takesLinks: boolean;
};

/** How far the two preparations of a gate are, which run side by side and do nothing twice. */
export type PreparationSteps = {
  /** Null when that side ended before it knew. */
  readonly baseline: Promise<StepKeys | null>;
  readonly candidate: Promise<StepKeys | null>;
  /** Once the baseline is installed: whether its dependencies are links into the cache. */
  readonly installed: Promise<boolean>;
  readonly built: Promise<void>;
  tellKeys(side: 'baseline' | 'candidate', keys: StepKeys): void;
  tellInstalled(isLinked: boolean): void;
  tellBuilt(): void;
  /** Settles what one side would have told: the other does not wait for a step that will not come. */
  giveUp(side: 'baseline' | 'candidate'): void;
};

/** Made once for the two builds of a gate. */
export function createPreparationSteps(): PreparationSteps {
  const keys = {
    baseline: Promise.withResolvers<StepKeys | null>(),
    candidate: Promise.withResolvers<StepKeys | null>(),
  };
  const installed = Promise.withResolvers<boolean>();
  const built = Promise.withResolvers<void>();
  return {
    baseline: keys.baseline.promise,
    candidate: keys.candidate.promise,
    installed: installed.promise,
    built: built.promise,
    tellKeys: (side, told) => keys[side].resolve(told),
    tellInstalled: installed.resolve,
    tellBuilt: built.resolve,
    giveUp(side) {
      keys[side].resolve(null);
      if (side === 'candidate') return;
      installed.resolve(false);
      built.resolve();
    },
  };
}

/** Whether both sides install the same; one of them alone is no pair. */
export async function installTheSame({ baseline, candidate }: PreparationSteps): Promise<boolean> {
  const [before, after] = await Promise.all([baseline, candidate]);
  return (
    before?.install?.kind === 'key' &&
    after?.install?.kind === 'key' &&
    before.install.key === after.install.key
  );
}

/** Whether both could be given links to one copy: never one side alone, since paths leak into answers. */
export async function bothTakeLinks({ baseline, candidate }: PreparationSteps): Promise<boolean> {
  const [before, after] = await Promise.all([baseline, candidate]);
  return before?.takesLinks === true && after?.takesLinks === true;
}
