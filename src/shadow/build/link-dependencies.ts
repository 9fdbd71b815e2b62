import type { Dirent } from 'node:fs';
import { mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

const dependencyFolders: ReadonlySet<string> = new Set(['node_modules', '.venv']);

/** Whether a folder holds installed dependencies: large, the same for all instances of a build, and not copied. */
export function holdsDependencies(entry: Dirent): boolean {
  return entry.isDirectory() && dependencyFolders.has(entry.name);
}

/**
 * Puts the installed dependencies of a build at the disposal of an instance by a link. A folder that leads back into
 * the sources (packages of a workspace) is rebuilt entry by entry, so that an instance runs its own copy of those and
 * not the build's.
 */
export async function linkDependencies(source: string, target: string): Promise<void> {
  if (await staysInside(source)) return symlink(source, target);
  const entries = await readdir(source, { withFileTypes: true });
  await mkdir(target);
  await Promise.all(
    entries.map((entry) => linkEntry(entry, join(source, entry.name), join(target, entry.name))),
  );
}

async function linkEntry(entry: Dirent, source: string, target: string): Promise<void> {
  if (entry.isSymbolicLink()) return symlink(await readlink(source), target);
  if (!entry.isDirectory() || !entry.name.startsWith('@')) return symlink(source, target);
  await mkdir(target);
  const members = await readdir(source, { withFileTypes: true });
  await Promise.all(
    members.map((member) => linkEntry(member, join(source, member.name), join(target, member.name))),
  );
}

/** Whether no link in a folder of dependencies, or in a scope of it, leads out of them. */
export async function staysInside(dependencies: string): Promise<boolean> {
  const entries = await readdir(dependencies, { withFileTypes: true });
  const scopes = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('@'));
  const folders = [dependencies, ...scopes.map((scope) => join(dependencies, scope.name))];
  const leads = await Promise.all(folders.map((folder) => leadsOutside(folder, dependencies)));
  return !leads.includes(true);
}

async function leadsOutside(folder: string, dependencies: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink());
  const ends = await Promise.all(links.map((entry) => readlink(join(folder, entry.name))));
  return ends.some((end) => relative(dependencies, resolve(folder, end)).startsWith('..'));
}
