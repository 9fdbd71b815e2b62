import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { stateUnavailable } from './state-unavailable.ts';

/** A file that fills a state, with its path as the reader knows it. */
export type SeedFile = { readonly path: string; readonly absolute: string };

/** The files that one step of a seed names in the base revision: itself, or all that lie in a folder, by name. */
export async function findSeedFiles(seedFolder: string, path: string): Promise<readonly SeedFile[]> {
  const root = await realpath(seedFolder);
  const absolute = await realpath(join(root, path)).catch(() => null);
  if (absolute === null || relative(root, absolute).startsWith('..')) {
    throw stateUnavailable(
      `The seed ${path} is not in the sources of the baseline.`,
      'Name a file or folder of the base revision as `seed`, from the root of the repository.',
    );
  }
  if (!(await stat(absolute)).isDirectory()) return [{ path, absolute }];
  const entries = await readdir(absolute, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  return names.toSorted().map((name) => ({ path: join(path, name), absolute: join(absolute, name) }));
}

/** The same with their text. */
export async function readSeedFiles(
  seedFolder: string,
  path: string,
): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const files = await findSeedFiles(seedFolder, path);
  return Promise.all(
    files.map(async (file) => ({ path: file.path, text: await readFile(file.absolute, 'utf8') })),
  );
}
