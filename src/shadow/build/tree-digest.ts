import { createHash, hash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** What a tree holds: one digest over every path, mode, link and byte, and the bytes of its files. */
export type TreeDigest = { readonly digest: string; readonly bytes: number };

/** Files read at the same time; each is held whole while it is hashed. */
const filesAtOnce = 16;

/**
 * Used to tell that a cache entry is still what was put there: half a copy, a full disk and somebody's edit all change
 * it. Times are left out, since they are set anew by every copy.
 */
export async function digestTree(folder: string): Promise<TreeDigest> {
  const entries = (await listEntries(folder, '')).toSorted(({ path: a }, { path: b }) => (a < b ? -1 : 1));
  const lines: string[] = new Array(entries.length).fill('');
  let bytes = 0;
  let next = 0;
  const work = async () => {
    for (let index = next++; index < entries.length; index = next++) {
      const entry = entries[index];
      if (entry === undefined) return;
      const described = await describeEntry(folder, entry);
      lines[index] = described.line;
      bytes += described.bytes;
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, work));
  const whole = createHash('sha256');
  for (const line of lines) whole.update(`${line}\n`);
  return { digest: `sha256:${whole.digest('hex')}`, bytes };
}

type Entry = { readonly path: string; readonly dirent: Dirent };

async function listEntries(root: string, below: string): Promise<readonly Entry[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const nested = await Promise.all(
    entries.map(async (dirent) => {
      const path = join(below, dirent.name);
      const inside = dirent.isDirectory() ? await listEntries(root, path) : [];
      return [{ path, dirent }, ...inside];
    }),
  );
  return nested.flat();
}

async function describeEntry(
  root: string,
  { path, dirent }: Entry,
): Promise<{ line: string; bytes: number }> {
  const whole = join(root, path);
  if (dirent.isDirectory()) return { line: JSON.stringify(['folder', path]), bytes: 0 };
  if (dirent.isSymbolicLink())
    return { line: JSON.stringify(['link', path, await readlink(whole)]), bytes: 0 };
  const [content, { mode }] = await Promise.all([readFile(whole), lstat(whole)]);
  const line = JSON.stringify(['file', path, mode & 0o777, hash('sha256', content)]);
  return { line, bytes: content.length };
}
