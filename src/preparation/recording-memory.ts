import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { cacheFolderOf } from './cache-folder.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Recordings, newest first. Of older ones a capture asks for `--recording`. */
const shape = z.strictObject({
  version: z.literal(1),
  recordings: z.array(z.strictObject({ digest: z.string(), path: z.string() })).readonly(),
});
type Remembered = z.infer<typeof shape>['recordings'];
const mostRecordings = 200;

/**
 * Used by a gate that was given its recording as a file, so that who asks again need not name it again. It stays on this machine, beside the
 * cached builds: evidence is shared, and says nothing of where files lie. That it cannot be written costs that comfort alone.
 */
export async function rememberRecording(
  environment: Environment,
  digest: string,
  path: string,
): Promise<void> {
  const folder = cacheFolderOf(environment);
  const draft = `${fileIn(folder)}-${randomBytes(4).toString('hex')}`;
  const others = (await readAll(folder)).filter((one) => one.digest !== digest);
  const recordings = [{ digest, path: resolve(path) }, ...others].slice(0, mostRecordings);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(draft, JSON.stringify({ version: 1, recordings }), { mode: 0o600 });
    await rename(draft, fileIn(folder));
  } catch {
    await rm(draft, { force: true }).catch(() => {});
  }
}

/** Where the recording with that digest lay when a gate on this machine read it; null when none did. It may be gone by now, or another. */
export async function recallRecording(environment: Environment, digest: string): Promise<string | null> {
  const all = await readAll(cacheFolderOf(environment));
  return all.find((one) => one.digest === digest)?.path ?? null;
}

async function readAll(folder: string): Promise<Remembered> {
  try {
    return shape.parse(JSON.parse(await readFile(fileIn(folder), 'utf8'))).recordings;
  } catch {
    return [];
  }
}

function fileIn(folder: string): string {
  return join(folder, 'recordings.json');
}
