import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { GateError } from '../errors.ts';
import type { GitCommand } from './git-command.ts';

/**
 * Writes the files of a commit into an empty folder, through an index of its own: nothing is registered in the
 * repository, nothing of git lies in the folder, and base and head can be written side by side. Filters that the
 * person's own settings install (git-lfs, say) run as in any checkout; hooks do not.
 */
export async function checkOutCommit(git: GitCommand, sha: string, folder: string): Promise<void> {
  const target = resolve(folder);
  await makeEmptyFolder(target);
  const gitFolder = (await git.text(['rev-parse', '--absolute-git-dir'])).replace(/\n$/, '');
  await withScratchFolder(dirname(target), async (scratch) => {
    const index = join(scratch, 'index');
    const there = git.within(target, { GIT_DIR: gitFolder, GIT_WORK_TREE: target, GIT_INDEX_FILE: index });
    await there.text(['read-tree', sha]);
    await there.text(['checkout-index', '--all', '--force']);
  });
}

/**
 * A folder below `parent` that is gone when `use` is done, whatever comes of it, and also when the process is ended meanwhile. One
 * that is killed leaves it: where that matters, `parent` is a folder that the next start sweeps away.
 */
export async function withScratchFolder<T>(parent: string, use: (folder: string) => Promise<T>): Promise<T> {
  const scratch = await makeScratchFolder(parent);
  const removeAtExit = () => rmSync(scratch, { recursive: true, force: true });
  process.once('exit', removeAtExit);
  try {
    return await use(scratch);
  } finally {
    process.off('exit', removeAtExit);
    await rm(scratch, { recursive: true, force: true });
  }
}

async function makeScratchFolder(parent: string): Promise<string> {
  return await mkdtemp(join(parent, 'shadowgate-git-')).catch((cause: Error) => {
    throw new GateError({
      code: 'folder-not-writable',
      message: `No folder for temporary files can be made in ${parent} (${cause.message}).`,
      remedy: 'Free space there, or point TMPDIR at a folder that can be written to.',
      cause,
    });
  });
}

async function makeEmptyFolder(folder: string): Promise<void> {
  const entries = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .catch((cause: unknown) => {
      throw notWritable(folder, 'it cannot be made', cause);
    });
  if (entries.length > 0) throw notWritable(folder, `it holds ${JSON.stringify(entries[0])}`, undefined);
}

function notWritable(folder: string, why: string, cause: unknown): GateError {
  return new GateError({
    code: 'folder-not-writable',
    message: `The folder ${folder} cannot take the files of a commit: ${why}.`,
    remedy: 'Name a folder that is empty, or that does not exist yet, and can be written.',
    cause,
  });
}
