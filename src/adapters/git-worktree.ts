import { stat } from 'node:fs/promises';
import { GateError } from '../errors.ts';
import { type GitCommand, type GitEnvironment, gitIn } from './git-command.ts';
import type { GitFolder } from './git-history.ts';

/** Finds the repository that a folder belongs to. A bare one has no worktree and is its own root. */
export async function openFolder(
  folder: string,
  environment: GitEnvironment,
): Promise<{ readonly root: string; readonly bare: boolean }> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw notARepository(folder, 'there is no such folder');
  const git = gitIn(folder, environment);
  const [bare, inWorktree] = await questions(git, folder);
  if (inWorktree === 'true') return { root: await line(git, '--show-toplevel'), bare: false };
  if (bare === 'true') return { root: await line(git, '--absolute-git-dir'), bare: true };
  throw notARepository(folder, 'it lies inside the data of a repository');
}

/** Used before two commits are judged: what is not committed would be left out, and the author should know. */
export async function assertCleanWorktree({ git }: GitFolder): Promise<void> {
  const output = await git.text([
    'status',
    '--porcelain=v1',
    '-z',
    '--untracked-files=no',
    '--ignore-submodules=dirty',
  ]);
  const files = changedPaths(output.split('\0'));
  if (files.length === 0) return;
  const named = files.slice(0, 5).join(', ');
  const more = files.length > 5 ? ` and ${files.length - 5} more` : '';
  throw new GateError({
    code: 'dirty-worktree',
    message: `Tracked files have changes that are not committed: ${named}${more}.`,
    remedy: 'Commit or stash them, or pass --allow-dirty to judge only what is committed.',
  });
}

/** Each entry is two letters, a blank and a path; a renamed file is followed by its old path as a field of its own. */
function changedPaths(fields: readonly string[]): readonly string[] {
  const paths: string[] = [];
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] ?? '';
    if (field === '') continue;
    paths.push(field.slice(3));
    if (/[RC]/.test(field.slice(0, 2))) index += 1;
  }
  return paths;
}

async function questions(git: GitCommand, folder: string): Promise<readonly string[]> {
  try {
    const answers = await git.text(['rev-parse', '--is-bare-repository', '--is-inside-work-tree']);
    return answers.trim().split('\n');
  } catch (error) {
    const unknown = error instanceof GateError && /not a git repository/i.test(error.message);
    throw unknown ? notARepository(folder, 'neither it nor a folder above it holds a repository') : error;
  }
}

const line = async (git: GitCommand, question: string): Promise<string> =>
  (await git.text(['rev-parse', question])).replace(/\n$/, '');

function notARepository(folder: string, why: string): GateError {
  return new GateError({
    code: 'not-a-repository',
    message: `${folder} is not a git repository: ${why}.`,
    remedy: 'Run Shadowgate inside a clone of the repository.',
  });
}
