import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

const largestSource = 1_000_000;

/** The end of the name of a file that is read as code: of the languages whose programs are looked into, and of no other. */
export const sourceName = /\.(?:[cm]?[jt]sx?|py)$/;

/** Used for a path that an instance named, which may be anything: only a source file inside the build is read; else null. */
export async function readBuildSource(folder: string, path: string): Promise<string | null> {
  try {
    const real = await realpath(join(folder, path));
    if (!real.startsWith(`${folder}${sep}`) || !sourceName.test(real)) return null;
    const { size } = await stat(real);
    return size > largestSource ? null : await readFile(real, 'utf8');
  } catch {
    return null;
  }
}
