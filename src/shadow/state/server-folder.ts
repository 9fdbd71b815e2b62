import { chmod, chown, lchown, mkdir, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Teardown } from '../processes/teardown.ts';
import { createWorkFolder } from '../processes/work-folder.ts';

/** Number of the user without rights on every Linux we know. */
export const nobody = 65_534;

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The folder of all servers of one kind in a gate, gone at its end. Its own, since a server that gave up being root
 * cannot enter the work folder; and not below a folder that only root may enter.
 */
export async function createServerFolder(teardown: Teardown): Promise<string> {
  const usual = tmpdir();
  const folder = await createWorkFolder(teardown, !isRoot() || (await isOpenToAll(usual)) ? usual : '/tmp');
  await makeServerFolder(folder, true);
  return folder;
}

async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  const above = dirname(folder);
  return (mode & 0o001) !== 0 && (above === folder || isOpenToAll(above));
}

/** A folder that the server may write although it does not run as root. */
export async function makeServerFolder(path: string, asNobody: boolean): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (asNobody && isRoot()) await openToDoors(path);
}

/** Hands over a whole tree, after it was copied. */
export async function giveToNobody(folder: string): Promise<void> {
  if (!isRoot()) return;
  await openToDoors(folder);
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    await lchown(join(entry.parentPath, entry.name), nobody, nobody);
  }
}

/**
 * The door of an instance with a network of its own is held by a root that has no power over files of others, so the
 * folder and the socket in it (which inherits the group) are its by their group.
 */
async function openToDoors(folder: string): Promise<void> {
  await chown(folder, nobody, process.getgid?.() ?? 0);
  await chmod(folder, 0o2710);
}
