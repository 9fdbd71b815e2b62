import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { type BuiltCode, readBuiltCode } from '../../../src/snapshots/built-code/read-built-code.ts';

/** A checkout with files of a build in it, for the length of one piece of work. */
export async function withFolder<T>(
  files: Readonly<Record<string, string>>,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sg-built-')));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same with a bundle that esbuild makes of `src/main.ts`, already read. */
export async function withBundle<T>(
  files: Readonly<Record<string, string>>,
  options: BuildOptions,
  work: (built: BuiltCode) => Promise<T>,
): Promise<T> {
  return withFolder(files, async (folder) => {
    await build({
      ...{ absWorkingDir: folder, entryPoints: ['src/main.ts'], outfile: 'dist/bundle.js', bundle: true },
      ...{ platform: 'node', sourcemap: true, logLevel: 'silent' },
      ...options,
    });
    return work(await readBuiltCode(folder));
  });
}
