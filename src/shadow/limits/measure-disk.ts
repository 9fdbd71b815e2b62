import { type Dirent, lstatSync, readdirSync, statfsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as yieldToOthers } from 'node:timers/promises';

export type DiskMeter = {
  /** Bytes that were free where the folders are; infinite where the system does not say. */
  freeBytes(): number;
  /** Walks the folders: what was added since the first walk, with what these processes hold open and have unlinked. */
  added(pids: readonly number[]): Promise<number>;
};

/** No file takes less, whatever is in it: a million empty ones fill a disk too. */
const leastFileBytes = 4096;

/** The walk runs beside a replay: so long it may keep the thread to itself. */
const sliceMs = 4;

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

/**
 * What vanishes meanwhile weighs nothing; links are not followed. One call after the other in slices: side by side, the same
 * calls cost ten times as much of the processor.
 */
async function walkAll(folders: readonly string[]): Promise<number> {
  const waiting = [...folders];
  let bytes = 0;
  let sliceEnds = performance.now() + sliceMs;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      bytes += weightOf(path);
      if (performance.now() < sliceEnds) continue;
      await yieldToOthers();
      sliceEnds = performance.now() + sliceMs;
    }
  }
  return bytes;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function weightOf(path: string): number {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found === undefined ? 0 : Math.max(leastFileBytes, found.blocks * 512);
  } catch {
    return 0;
  }
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
