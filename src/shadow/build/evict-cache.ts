import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** How much the cache may hold, and for how long unused. */
export type CacheBounds = {
  readonly bytes: number;
  readonly ageMs: number;
  /** So long an entry is left alone after its last use: instances of a gate that runs may be linked to it. */
  readonly inUseMs: number;
  readonly draftAgeMs: number;
};

const dayMs = 86_400_000;
/** Room for about ten installs of a large project. */
const bounds: CacheBounds = {
  bytes: 5 * 1024 ** 3,
  ageMs: 30 * dayMs,
  inUseMs: dayMs / 8,
  draftAgeMs: dayMs,
};

/**
 * Used whenever something was kept: takes away what was not used for long, then what was used longest ago, until the
 * rest fits. An entry is renamed before it goes, so that no other gate begins to read one that is half gone; one
 * that reads it already finds the digest wrong and does its work anew.
 */
export async function evictOldEntries(
  cacheFolder: string,
  now: Date,
  { bytes, ageMs, inUseMs, draftAgeMs }: CacheBounds = bounds,
): Promise<void> {
  const entries = (await listEntries(cacheFolder)).toSorted((a, b) => b.usedAtMs - a.usedAtMs);
  let held = 0;
  for (const entry of entries) {
    const age = now.getTime() - entry.usedAtMs;
    if (entry.isDraft) {
      if (age > draftAgeMs) await evict(entry.path);
      continue;
    }
    held += entry.bytes;
    if (age > ageMs || (held > bytes && age > inUseMs)) await evict(entry.path);
  }
}

type Entry = {
  readonly path: string;
  readonly isDraft: boolean;
  readonly usedAtMs: number;
  readonly bytes: number;
};

async function listEntries(cacheFolder: string): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for (const space of ['baseline', 'candidate']) {
    const folder = join(cacheFolder, space);
    for (const name of await readdir(folder).catch(() => [])) {
      const entry = await describeEntry(join(folder, name), !/^(install|build)-/.test(name));
      if (entry !== null) found.push(entry);
    }
  }
  return found;
}

/** Null when another gate took it away in the meantime. */
async function describeEntry(path: string, isDraft: boolean): Promise<Entry | null> {
  const marker = isDraft ? path : join(path, 'entry.json');
  const found = await stat(marker).catch(() => null);
  if (found === null) return isDraft ? null : { path, isDraft: true, usedAtMs: 0, bytes: 0 };
  const text = isDraft ? '{}' : await readFile(marker, 'utf8').catch(() => '{}');
  return { path, isDraft, usedAtMs: found.mtimeMs, bytes: bytesIn(text) };
}

/** What cannot be read counts nothing here, and is thrown away when it is asked for. */
function bytesIn(text: string): number {
  const bytes = /"bytes":(\d+)/.exec(text)?.[1];
  return bytes === undefined ? 0 : Number(bytes);
}

async function evict(path: string): Promise<void> {
  const gone = `${path}-gone-${randomBytes(4).toString('hex')}`.replace(/\/(install|build)-/, '/draft-');
  try {
    await rename(path, gone);
    await rm(gone, { recursive: true, force: true });
  } catch {
    // Another gate was quicker.
  }
}
