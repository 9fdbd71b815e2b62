import { mkdir, mkdtemp, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import { copyPath, copyTree } from './copy-tree.ts';
import { evictOldEntries } from './evict-cache.ts';
import { digestTree } from './tree-digest.ts';

/**
 * Whose code wrote an entry. What was kept while a candidate was prepared is never given to a baseline: its install
 * scripts may have written what they liked. The other way round does no harm.
 */
export type CacheSpace = 'baseline' | 'candidate';

/** Where something is kept, and under which key. */
export type CachePlace = {
  readonly cacheFolder: string;
  readonly space: CacheSpace;
  /** E.g. `install-0f3a…`: a kind, and a digest of everything that decides the content. */
  readonly name: string;
};

/** What is put away: paths below a folder that take the place of what stands there, and paths that are to be gone. */
export type CachedPaths = { readonly paths: readonly string[]; readonly removed: readonly string[] };

const inside = z.string().refine((path) => !isAbsolute(path) && !path.split('/').includes('..'));

/** `entry.json`, written last: what the files beside it must be. */
const description = z.strictObject({
  version: z.literal(1),
  digest: z.string(),
  bytes: z.int().nonnegative(),
  paths: z.array(inside).readonly(),
  removed: z.array(inside).readonly(),
});

/** Folders of the entries that a space may read, its own last. */
export function entriesFor({ cacheFolder, space, name }: CachePlace): readonly string[] {
  const spaces: readonly CacheSpace[] = space === 'baseline' ? ['baseline'] : ['baseline', 'candidate'];
  return spaces.map((each) => join(cacheFolder, each, name));
}

/**
 * Puts an entry into a folder; false when there is none. It is copied beside its place first and held against its
 * digest there, so that a damaged one changes nothing; that one is thrown away.
 */
export async function restoreEntry(place: CachePlace, folder: string): Promise<boolean> {
  for (const entry of entriesFor(place)) if (await restoreFrom(entry, folder)) return true;
  return false;
}

async function restoreFrom(entry: string, folder: string): Promise<boolean> {
  const text = await readFile(join(entry, 'entry.json'), 'utf8').catch(() => null);
  if (text === null) return false;
  const staging = await mkdtemp(`${folder}-restore-`);
  try {
    const whole = await copyWhole(entry, text, join(staging, 'files')).catch(() => null);
    if (whole === null) await rm(entry, { recursive: true, force: true });
    else await moveInto(folder, join(staging, 'files'), whole);
    return whole !== null;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function copyWhole(entry: string, text: string, copy: string): Promise<CachedPaths> {
  await copyTree(join(entry, 'files'), copy);
  const what = await checkWhole(text, copy);
  await markUsed(entry);
  return what;
}

async function checkWhole(text: string, files: string): Promise<CachedPaths> {
  const { digest, ...what } = description.parse(JSON.parse(text));
  if ((await digestTree(files)).digest !== digest) throw new Error('The digest differs.');
  return what;
}

/** Eviction goes by it. */
async function markUsed(entry: string): Promise<void> {
  const now = new Date();
  await utimes(join(entry, 'entry.json'), now, now);
}

async function moveInto(folder: string, copy: string, { paths, removed }: CachedPaths): Promise<void> {
  for (const path of [...removed, ...paths])
    await rm(join(folder, path), { recursive: true, force: true, maxRetries: 3 });
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await rename(join(copy, path), join(folder, path));
  }
}

/**
 * Links paths of an entry into a folder, in place of copying them: for what nobody writes into. Its digest is checked
 * first, so that what a service wrote there in an earlier gate, which it could where nothing shuts it in, is not used
 * again. Answers the folder that the links lead into; null when there is no such entry, or it is not to be linked.
 */
export async function linkEntry(
  place: CachePlace,
  folder: string,
  mayLink: (path: string) => Promise<boolean>,
): Promise<string | null> {
  for (const entry of entriesFor(place)) {
    const files = join(entry, 'files');
    const text = await readFile(join(entry, 'entry.json'), 'utf8').catch(() => null);
    const read = text === null ? null : await checkWhole(text, files).catch(() => null);
    if (text !== null && read === null) await rm(entry, { recursive: true, force: true });
    if (read === null || read.removed.length > 0) continue;
    const may = await Promise.all(read.paths.map((path) => mayLink(join(files, path))));
    if (may.includes(false)) continue;
    await markUsed(entry);
    await linkPaths(files, folder, read.paths);
    return files;
  }
  return null;
}

/** Links paths below one folder to the same places below another, in place of what stands there. */
async function linkPaths(files: string, folder: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await rm(join(folder, path), { recursive: true, force: true, maxRetries: 3 });
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(files, path), join(folder, path));
  }
}

/**
 * Keeps paths of a folder. Written under a name of its own first and renamed when it is whole: gates side by side
 * never see half an entry, and the first of two wins. Old entries make room.
 */
export async function keepEntry(place: CachePlace, folder: string, what: CachedPaths): Promise<void> {
  const { cacheFolder, space, name } = place;
  await mkdir(join(cacheFolder, space), { recursive: true, mode: 0o700 });
  const draft = await mkdtemp(join(cacheFolder, space, 'draft-'));
  try {
    const files = join(draft, 'files');
    await mkdir(files);
    for (const path of what.paths) {
      await mkdir(dirname(join(files, path)), { recursive: true });
      await copyPath(join(folder, path), join(files, path));
    }
    const described = { version: 1 as const, ...(await digestTree(files)), ...what };
    await writeFile(join(draft, 'entry.json'), JSON.stringify(described));
    await rename(draft, join(cacheFolder, space, name)).catch(unlessThere);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await evictOldEntries(cacheFolder, new Date());
}

/** Another gate was quicker, with the same content. */
function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
}
