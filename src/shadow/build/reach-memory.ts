import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** What decides which lines a route runs: the service as it was before the change, and what is sent to it. */
export type ReachKey = {
  readonly recordingDigest: string;
  /** Path of the file at base, from the root. */
  readonly path: string;
  /** Its text at base. */
  readonly baseline: string;
};

/** Lines of the file that ran, by route. */
export type RememberedReach = Readonly<Record<string, readonly number[]>>;

const shape = z.strictObject({
  version: z.literal(1),
  routes: z.record(z.string(), z.array(z.int().positive()).readonly()),
});
/** Files that are kept; the rest goes, oldest first. */
const mostFiles = 2_000;

/** What was remembered of a file of the baseline; null when nothing was, or it cannot be read. */
export async function recallReach(cacheFolder: string, key: ReachKey): Promise<RememberedReach | null> {
  try {
    return shape.parse(JSON.parse(await readFile(fileOf(cacheFolder, key), 'utf8'))).routes;
  } catch {
    return null;
  }
}

/**
 * Keeps it for the next gate of a change to the same file, beside the builds. A cache that cannot be written costs the cache alone. What
 * stands in it decides which exchanges come first, never what is found in them.
 */
export async function rememberReach(
  cacheFolder: string,
  key: ReachKey,
  routes: RememberedReach,
): Promise<void> {
  const file = fileOf(cacheFolder, key);
  const draft = `${file}-${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(join(cacheFolder, 'reach'), { recursive: true, mode: 0o700 });
    await writeFile(draft, JSON.stringify({ version: 1, routes }), { mode: 0o600 });
    await rename(draft, file);
    await forgetOldest(join(cacheFolder, 'reach'));
  } catch {
    await rm(draft, { force: true }).catch(() => {});
  }
}

function fileOf(cacheFolder: string, { recordingDigest, path, baseline }: ReachKey): string {
  const decisive = JSON.stringify([1, recordingDigest, path, baseline]);
  const digest = createHash('sha256').update(decisive).digest('hex').slice(0, 32);
  return join(cacheFolder, 'reach', `${digest}.json`);
}

async function forgetOldest(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.length <= mostFiles) return;
  const dated = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), at: (await stat(join(folder, name))).mtimeMs })),
  );
  const oldest = dated.toSorted((a, b) => a.at - b.at).slice(0, names.length - mostFiles);
  for (const { path } of oldest) await rm(path, { force: true });
}
