import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { copyTree } from './copy-tree.ts';
import { holdsDependencies } from './link-dependencies.ts';

export type CachedInstall = {
  /** Root of the checked-out sources. */
  readonly folder: string;
  readonly cacheFolder: string;
  readonly command: string;
  /** Where it is run, from the root. */
  readonly directory: string;
  /** Version of the runtime and platform: compiled dependencies fit no other. */
  readonly platform: string;
  /** Installs for real. */
  readonly install: () => Promise<void>;
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

/** Installs that run now, by key: base and head mostly need the same one, and the second waits for the first. */
const underWay = new Map<string, Promise<unknown>>();

/**
 * Takes installed dependencies from the cache, or installs and keeps them there. The key covers everything that
 * decides what is installed; where something else may decide it (no lock file, scripts of the project itself), nothing is
 * kept, because a stale dependency would look like a behaviour of the change. The cache is copied from, never linked to.
 */
export async function installThroughCache(request: CachedInstall): Promise<InstallOutcome> {
  const keyed = await keyOf(request);
  if (keyed.kind === 'unsure') {
    await request.install();
    return { kind: 'installed', notCached: keyed.why };
  }
  const entry = join(request.cacheFolder, `install-${keyed.key}`);
  const earlier = underWay.get(entry) ?? Promise.resolve();
  const work = earlier.catch(() => {}).then(() => restoreOrInstall(entry, request));
  underWay.set(entry, work);
  try {
    return await work;
  } finally {
    if (underWay.get(entry) === work) underWay.delete(entry);
  }
}

async function restoreOrInstall(entry: string, request: CachedInstall): Promise<InstallOutcome> {
  if (await restore(entry, request.folder)) return { kind: 'restored' };
  await request.install();
  const notCached = await keep(entry, request).catch((error: Error) => error.message);
  return { kind: 'installed', notCached };
}

type Key = { readonly kind: 'key'; readonly key: string } | { readonly kind: 'unsure'; readonly why: string };

async function keyOf({ folder, command, directory, platform }: CachedInstall): Promise<Key> {
  const files = (await listFiles(folder)).filter((path) =>
    [...lockFiles, ...settingsFiles].includes(basename(path)),
  );
  if (!files.some((path) => lockFiles.includes(basename(path))))
    return { kind: 'unsure', why: 'there is no lock file' };
  const hash = createHash('sha256').update(JSON.stringify([1, command, directory, platform]));
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

/** An entry that cannot be copied is thrown away, and installing for real takes its place. */
async function restore(entry: string, folder: string): Promise<boolean> {
  const list = await readFile(join(entry, 'folders.json'), 'utf8').catch(() => null);
  if (list === null) return false;
  const paths = (JSON.parse(list) as readonly string[]).map((path) => join(folder, path));
  const clear = () => Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })));
  try {
    await clear();
    for (const [index, path] of paths.entries()) await copyTree(join(entry, String(index)), path);
    return true;
  } catch {
    await clear();
    await rm(entry, { recursive: true, force: true });
    return false;
  }
}

/** Under a name of its own first: an entry is there whole or not at all. Answers why nothing was kept, or null. */
async function keep(entry: string, { folder, cacheFolder }: CachedInstall): Promise<string | null> {
  const paths = await dependencyFolders(folder);
  if (paths.length === 0) return 'the install left no folder of dependencies';
  await mkdir(cacheFolder, { recursive: true });
  const draft = await mkdtemp(join(cacheFolder, 'draft-'));
  try {
    for (const [index, path] of paths.entries()) await copyTree(path, join(draft, String(index)));
    await writeFile(join(draft, 'folders.json'), JSON.stringify(paths.map((path) => relative(folder, path))));
    await rename(draft, entry);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
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

async function dependencyFolders(folder: string): Promise<readonly string[]> {
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
