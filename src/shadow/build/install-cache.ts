import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { type CachePlace, type CacheSpace, entriesFor, keepEntry, restoreEntry } from './cache-entries.ts';
import { holdsDependencies } from './link-dependencies.ts';
import { isFile, snapshotTree, type TreeSnapshot } from './tree-changes.ts';

export type CachedInstall = {
  /** Root of the checked-out sources. */
  readonly folder: string;
  readonly cacheFolder: string;
  readonly space: CacheSpace;
  /** Installs for real. */
  readonly install: () => Promise<void>;
};

export type InstallInputs = {
  /** Root of the checked-out sources. */
  readonly folder: string;
  readonly command: string;
  /** Where it is run, from the root. */
  readonly directory: string;
  /** Version of the runtime and platform: compiled dependencies fit no other. */
  readonly platform: string;
};

export type InstallOutcome =
  | { readonly kind: 'restored' }
  | { readonly kind: 'installed'; readonly notCached: string | null };

const lockFiles = [
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
  'bun.lockb',
];
const settingsFiles = [
  'package.json',
  '.npmrc',
  '.yarnrc',
  '.yarnrc.yml',
  'pnpm-workspace.yaml',
  '.pnpmfile.cjs',
  'bunfig.toml',
];
const ownScripts = [
  'preinstall',
  'install',
  'postinstall',
  'prepublish',
  'preprepare',
  'prepare',
  'postprepare',
];

/** What an install is kept under; or why it must not be kept. */
export type InstallKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'unsure'; readonly why: string };

/** Installs that run now, by entry: two builds of one process never install the same thing twice. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Takes installed dependencies from the cache, or installs and keeps them there. The key covers everything that
 * decides what is installed; where something else may decide it (no lock file, scripts of the project itself), nothing is
 * kept, because a stale dependency would look like a behaviour of the change.
 */
export async function installThroughCache(
  request: CachedInstall,
  keyed: InstallKey,
): Promise<InstallOutcome> {
  if (keyed.kind === 'unsure') {
    await request.install();
    return { kind: 'installed', notCached: keyed.why };
  }
  const place: CachePlace = { ...request, name: `install-${keyed.key}` };
  const [own = ''] = entriesFor(place).slice(-1);
  const earlier = underWay.get(own) ?? Promise.resolve();
  const work = earlier.catch(() => {}).then(() => restoreOrInstall(place, request));
  underWay.set(own, work);
  try {
    return await work;
  } finally {
    if (underWay.get(own) === work) underWay.delete(own);
  }
}

async function restoreOrInstall(place: CachePlace, request: CachedInstall): Promise<InstallOutcome> {
  if (await restoreEntry(place, request.folder)) return { kind: 'restored' };
  const before = await snapshotTree(request.folder, holdsDependencies);
  await request.install();
  const notCached = await keep(place, request, before).catch((error: Error) => error.message);
  return { kind: 'installed', notCached };
}

/** Reads the lock files and settings that a checkout has. */
export async function installKey({
  folder,
  command,
  directory,
  platform,
}: InstallInputs): Promise<InstallKey> {
  const files = (await listFiles(folder)).filter((path) =>
    [...lockFiles, ...settingsFiles].includes(basename(path)),
  );
  if (!files.some((path) => lockFiles.includes(basename(path))))
    return { kind: 'unsure', why: 'there is no lock file' };
  const hash = createHash('sha256').update(JSON.stringify([2, command, directory, platform]));
  for (const path of files.sort()) {
    const content = await readFile(path);
    const why = whyUnsure(basename(path), content.toString('utf8'));
    if (why !== null) return { kind: 'unsure', why };
    hash.update(JSON.stringify([relative(folder, path), content.length])).update(content);
  }
  return { kind: 'key', key: hash.digest('hex').slice(0, 32) };
}

function whyUnsure(name: string, content: string): string | null {
  if (name === 'package.json') {
    const script = ownScripts.find((each) => new RegExp(`"${each}"\\s*:`).test(content));
    return script === undefined
      ? null
      : `package.json has a script \`${script}\` that may depend on all sources`;
  }
  // npm links such a folder, which is kept as a link; the others copy its content, which no lock file covers.
  if (!/^(yarn\.lock|pnpm-lock\.yaml|bun\.lock)$/.test(name) || !content.includes('file:')) return null;
  return `${name} names a dependency that is a folder of the sources`;
}

/**
 * Answers why nothing was kept, or null. An install that writes elsewhere too, say one that builds as well, would
 * come back from the cache without that.
 */
async function keep(
  place: CachePlace,
  { folder }: CachedInstall,
  before: TreeSnapshot,
): Promise<string | null> {
  const found = await dependencyFolders(folder);
  if (found.length === 0) return 'the install left no folder of dependencies';
  const after = await snapshotTree(folder, holdsDependencies);
  const elsewhere = [...after].find(([path, state]) => isFile(path) && before.get(path) !== state);
  if (elsewhere !== undefined) return `the install also wrote ${elsewhere[0]}`;
  const paths = found.map((path) => relative(folder, path));
  await keepEntry(place, folder, { paths, removed: [] });
  return null;
}

async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.filter((entry) => entry.isDirectory() && !holdsDependencies(entry));
  const below = await Promise.all(nested.map((entry) => listFiles(join(folder, entry.name))));
  return [
    ...entries.filter((entry) => entry.isFile()).map((entry) => join(folder, entry.name)),
    ...below.flat(),
  ];
}

/** Folders of installed dependencies below a build, nested ones of a workspace included. */
export async function dependencyFolders(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map((entry) => {
        const path = join(folder, entry.name);
        return holdsDependencies(entry) ? [path] : dependencyFolders(path);
      }),
  );
  return nested.flat();
}
