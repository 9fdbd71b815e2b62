import { readFile } from 'node:fs/promises';
import { resolve as resolvePath } from 'node:path';
import { GateError } from '../errors.ts';
import { exitCodeOf, type GitCommand } from './git-command.ts';

/** A repository as its root folder and the way to ask git about it. */
export type GitFolder = { readonly root: string; readonly git: GitCommand };

const fullName = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Used on every revision that comes from outside, before git sees it as an argument: what begins with `-` would be
 * read as an option. Gives the full name of the commit.
 */
export async function resolveRevision({ git }: GitFolder, revision: string): Promise<string> {
  if (!isPlainRevision(revision)) throw revisionUnknown(revision, 'it is not the name of a revision');
  const found = await exitCodeOf(
    git.text(['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]),
    [1, 128],
  );
  if (typeof found === 'string' && fullName.test(found.trim())) return found.trim();
  throw revisionUnknown(revision, 'this repository has no such commit');
}

/** The branch that a revision names, `HEAD` included; null for a commit, a tag or a detached head. */
export async function branchNamed({ git }: GitFolder, revision: string): Promise<string | null> {
  if (!isPlainRevision(revision)) return null;
  const found = await exitCodeOf(
    git.text(['rev-parse', '--symbolic-full-name', '--verify', '--quiet', revision]),
    [1, 128],
  );
  const reference = typeof found === 'string' ? found.trim() : '';
  return /^refs\/(?:heads|remotes\/[^/]+)\/(.+)$/.exec(reference)?.[1] ?? null;
}

/** Used where a full name is expected but may come from a caller; saves a process when it is one. */
export async function asCommit(folder: GitFolder, revision: string): Promise<string> {
  return fullName.test(revision) ? revision : await resolveRevision(folder, revision);
}

/** The commit from which both sides parted. Never guessed: history that was not fetched is an error. */
export async function mergeBaseOf(folder: GitFolder, a: string, b: string): Promise<string> {
  const [first, second] = [await resolveRevision(folder, a), await resolveRevision(folder, b)];
  const found = await exitCodeOf(folder.git.text(['merge-base', first, second]), [1]);
  if (typeof found === 'string') {
    const base = found.trim();
    await assertHistory(folder, base, [first, second]);
    return base;
  }
  if (await isShallow(folder)) {
    throw shallowClone(`The commits at which ${short(first)} and ${short(second)} parted were not fetched.`);
  }
  throw new GateError({
    code: 'git-failed',
    message: `${short(first)} and ${short(second)} have no commit in common.`,
    remedy: 'Give two revisions of the same history as base and head.',
  });
}

/**
 * Used before a range of commits is read. In a shallow clone, commits whose parents were not fetched look like first
 * commits; when one of them lies in the range, the range is only a part of the change, and nothing is read.
 */
export async function assertHistory(folder: GitFolder, base: string, tips: readonly string[]): Promise<void> {
  if (!(await isShallow(folder))) return;
  const cut = await readShallowFile(folder);
  const range = await folder.git.text(['rev-list', ...tips, `^${base}`]);
  const reached = range.split('\n').find((sha) => cut.has(sha));
  if (reached === undefined) return;
  throw shallowClone(`History of ${short(reached)}, which belongs to the change, was not fetched.`);
}

/** Used where all of the history must be there, whatever the range. */
export async function assertWholeHistory(folder: GitFolder): Promise<void> {
  if (await isShallow(folder)) throw shallowClone(`The repository ${folder.root} is a shallow clone.`);
}

async function isShallow({ git }: GitFolder): Promise<boolean> {
  return (await git.text(['rev-parse', '--is-shallow-repository'])).trim() === 'true';
}

async function readShallowFile({ root, git }: GitFolder): Promise<ReadonlySet<string>> {
  const path = (await git.text(['rev-parse', '--git-path', 'shallow'])).replace(/\n$/, '');
  const text = await readFile(resolvePath(root, path), 'utf8');
  return new Set(text.split('\n').filter((line) => line !== ''));
}

function isPlainRevision(revision: string): boolean {
  return revision !== '' && !revision.startsWith('-') && !/\p{Cc}/u.test(revision);
}

function revisionUnknown(revision: string, why: string): GateError {
  return new GateError({
    code: 'revision-unknown',
    message: `The revision ${JSON.stringify(revision.slice(0, 200))} is unknown: ${why}.`,
    remedy:
      'Fetch it with `git fetch origin <branch>` (in a workflow: `fetch-depth: 0`), or correct the name.',
  });
}

function shallowClone(message: string): GateError {
  return new GateError({
    code: 'shallow-clone',
    message,
    remedy: 'Set `fetch-depth: 0` at actions/checkout, or run `git fetch --unshallow`.',
  });
}

const short = (sha: string): string => sha.slice(0, 12);
