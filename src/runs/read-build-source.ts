import { readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

const largestSource = 1_000_000;

/** Used for a path that an instance named, which may be anything: only a source file inside the build is read; else null. */
export async function readBuildSource(folder: string, path: string): Promise<string | null> {
  try {
    const real = await realpath(join(folder, path));
    if (!real.startsWith(`${folder}${sep}`) || !/\.(?:[cm]?[jt]sx?|py)$/.test(real)) return null;
    const { size } = await stat(real);
    return size > largestSource ? null : await readFile(real, 'utf8');
  } catch {
    return null;
  }
}
