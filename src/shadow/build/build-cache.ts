import { createHash } from 'node:crypto';
import { type CachePlace, type CacheSpace, keepEntry, restoreEntry } from './cache-entries.ts';
import { snapshotTree, treeChanges } from './tree-changes.ts';

/** Everything that decides what a build writes, as far as it can be known. */
export type BuildInputs = {
  /** Object names of the trees that the build reads; null when the sources are no revision, and nothing is kept. */
  readonly trees: readonly string[] | null;
  readonly command: string;
  readonly directory: string;
  /** Key of the installed dependencies; `none` when there is nothing to install, null when it is not sure. */
  readonly install: string | null;
  /** Version of Node, platform, and the programs that the command names. */
  readonly platform: string;
  /** What the step sees of the environment, without its own folders. */
  readonly environment: Readonly<Record<string, string>>;
};

/** The key a build is kept under; null when something that is not known may decide what it writes. */
export function buildKey(inputs: BuildInputs): string | null {
  const { trees, install, environment } = inputs;
  if (trees === null || install === null) return null;
  const variables = Object.entries(environment).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const decisive = [1, trees, inputs.command, inputs.directory, install, inputs.platform, variables];
  return createHash('sha256').update(JSON.stringify(decisive)).digest('hex').slice(0, 32);
}

export type CachedBuild = {
  /** Checked-out sources with their dependencies. */
  readonly folder: string;
  readonly cacheFolder: string;
  readonly space: CacheSpace;
  readonly key: string | null;
  /** Builds for real. */
  readonly build: () => Promise<void>;
};

/**
 * Takes what a build wrote from the cache, or builds and keeps what that wrote: what is new, what changed and what is
 * gone, also among the dependencies, where generators of code put theirs. Answers whether it was restored. A cache that
 * cannot be written costs the cache alone.
 */
export async function buildThroughCache(request: CachedBuild): Promise<'restored' | 'built'> {
  const { folder, key } = request;
  if (key === null) {
    await request.build();
    return 'built';
  }
  const place: CachePlace = { ...request, name: `build-${key}` };
  if (await restoreEntry(place, folder)) return 'restored';
  const before = await snapshotTree(folder);
  await request.build();
  await keepEntry(place, folder, treeChanges(before, await snapshotTree(folder))).catch(() => {});
  return 'built';
}
