import type { Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Every path below a folder, with what changes when its content does. Folders end in `/`. */
export type TreeSnapshot = ReadonlyMap<string, string>;

/** Paths from the folder: what came or changed, a whole new folder as one path, and what is gone. */
export type TreeChanges = { readonly paths: readonly string[]; readonly removed: readonly string[] };

/** Taken before a step and after it, to know what the step wrote. Reads no content: a write shows in the time of change. */
export async function snapshotTree(
  folder: string,
  skip: (entry: Dirent) => boolean = () => false,
): Promise<TreeSnapshot> {
  const found = new Map<string, string>();
  await walk({ root: folder, skip, found }, '');
  return found;
}

/** Whether a path of a snapshot is no folder. */
export function isFile(path: string): boolean {
  return !path.endsWith('/');
}

/** What a step did between two snapshots. */
export function treeChanges(before: TreeSnapshot, after: TreeSnapshot): TreeChanges {
  const removed = topmost([...before.keys()].filter((path) => !after.has(path)));
  const changed = [...after].filter(([path, state]) => before.get(path) !== state).map(([path]) => path);
  return { paths: topmost(changed), removed };
}

type Walk = {
  readonly root: string;
  readonly skip: (entry: Dirent) => boolean;
  readonly found: Map<string, string>;
};

async function walk(walked: Walk, below: string): Promise<void> {
  const { root, skip, found } = walked;
  const entries = await readdir(join(root, below), { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      if (skip(entry)) return;
      const path = join(below, entry.name);
      if (entry.isDirectory()) {
        found.set(`${path}/`, 'folder');
        return walk(walked, path);
      }
      const { ctimeNs, size, ino, mode } = await lstat(join(root, path), { bigint: true });
      found.set(path, `${ino} ${size} ${mode} ${ctimeNs}`);
    }),
  );
}

/** A folder that is new, or gone, stands for all below it. */
function topmost(paths: readonly string[]): readonly string[] {
  const folders = new Set(paths.filter((path) => !isFile(path)));
  const isBelow = (path: string) => {
    for (let at = path.lastIndexOf('/', path.length - 2); at > 0; at = path.lastIndexOf('/', at - 1))
      if (folders.has(path.slice(0, at + 1))) return true;
    return false;
  };
  return paths
    .filter((path) => !isBelow(path))
    .map((path) => path.replace(/\/$/, ''))
    .toSorted();
}
