import { type Dirent, statfsSync } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type DiskMeter = {
  /** Bytes that were free where the folders are; infinite where the system does not say. */
  freeBytes(): number;
  /** Walks the folders: what was added since the first walk, with what these processes hold open and have unlinked. */
  added(pids: readonly number[]): Promise<number>;
};

/** No file takes less, whatever is in it: a million empty ones fill a disk too. */
const leastFileBytes = 4096;

/** Files looked at side by side: the walk runs beside a replay and must not keep it from its files. */
const atOnce = 16;

/**
 * Measures how much a command writes below its folders. Counts blocks, not lengths, so that a file with holes weighs what it
 * takes. The first walk should begin as the command starts: what is there then is not the command's.
 */
export function createDiskMeter(folders: readonly string[]): DiskMeter {
  const atStart = walkAll(folders);
  return {
    freeBytes: () => freeBytesOf(folders[0]),
    async added(pids) {
      const [before, below, unlinked] = await Promise.all([atStart, walkAll(folders), unlinkedBytes(pids)]);
      return below + unlinked - before;
    },
  };
}

async function walkAll(folders: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const folder of folders) bytes += await walk(folder);
  return bytes;
}

/** What ends or vanishes meanwhile weighs nothing; links are not followed. */
async function walk(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  let bytes = 0;
  for (let at = 0; at < entries.length; at += atOnce) {
    const some = entries.slice(at, at + atOnce).filter((entry) => !entry.isDirectory());
    for (const weight of await Promise.all(some.map((entry) => weigh(join(folder, entry.name)))))
      bytes += weight;
  }
  for (const entry of entries)
    if (entry.isDirectory()) bytes += leastFileBytes + (await walk(join(folder, entry.name)));
  return bytes;
}

async function weigh(path: string): Promise<number> {
  const found = await lstat(path).catch(() => null);
  return found === null ? 0 : Math.max(leastFileBytes, found.blocks * 512);
}

/** Files that have no name any more and take their room until they are closed. */
async function unlinkedBytes(pids: readonly number[]): Promise<number> {
  const seen = new Map<number, number>();
  for (const pid of pids) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch((): string[] => []);
    for (const descriptor of descriptors) {
      const found = await stat(`/proc/${pid}/fd/${descriptor}`).catch(() => null);
      if (found?.isFile() && found.nlink === 0) seen.set(found.ino, found.blocks * 512);
    }
  }
  return [...seen.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function freeBytesOf(folder: string | undefined): number {
  if (folder === undefined) return Number.POSITIVE_INFINITY;
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
