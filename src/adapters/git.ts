import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Change, PullRequest } from '../domain/change.ts';
import { GateError } from '../errors.ts';
import { blameArguments, parseBlame } from './git-blame.ts';
import { checkOutCommit, withScratchFolder } from './git-checkout.ts';
import { type GitEnvironment, gitIn } from './git-command.ts';
import { logArguments, parseCommits } from './git-commits.ts';
import { diffArguments, parseDiff } from './git-diff.ts';
import {
  asCommit,
  assertHistory,
  assertWholeHistory,
  branchNamed,
  type GitFolder,
  mergeBaseOf,
  resolveRevision,
} from './git-history.ts';
import { blobAt, listTree, objectNamesAt } from './git-tree.ts';
import { assertCleanWorktree, openFolder } from './git-worktree.ts';

type ChangeRequest = {
  /** The merge base of the change, not the tip of the base branch. */
  readonly base: string;
  readonly head: string;
  readonly branch?: string;
  readonly pullRequest?: PullRequest;
  /** Where an empty folder may stand for the time of the reading; the system's folder for temporary files unless named. */
  readonly scratchFolder?: string;
};

/** One repository, read only: no method changes a branch, the index, the worktree or the object store. */
export type GitRepository = {
  readonly root: string;
  /** Full name of the commit; `revision-unknown` when there is none. */
  resolve(revision: string): Promise<string>;
  /** The branch that a revision names; null for a commit, a tag or a detached head. */
  branchNamed(revision: string): Promise<string | null>;
  mergeBase(a: string, b: string): Promise<string>;
  assertWhole(): Promise<void>;
  /** `dirty-worktree` when tracked files have uncommitted changes; untracked files do not count. */
  assertClean(): Promise<void>;
  readChange(request: ChangeRequest): Promise<Change>;
  /** Text at a revision, `null` when the path is absent or not a file. */
  readFile(sha: string, path: string): Promise<string | null>;
  readBytes(sha: string, path: string): Promise<Uint8Array | null>;
  /** Writes the files of a commit into an empty folder, without any data of git. */
  checkOut(sha: string, folder: string): Promise<void>;
  /** Names by content of what stands at paths of a revision; `.` is everything, `absent` where nothing stands. */
  objectNames(sha: string, paths: readonly string[]): Promise<readonly string[]>;
  /** Which commit of base..head wrote each line of a file at head, by line; lines that are older are left out. */
  blame(
    change: { readonly base: string; readonly head: string },
    path: string,
  ): Promise<ReadonlyMap<number, string>>;
  /** Every file at a revision, links included, submodules not. */
  listFiles(sha: string): Promise<readonly string[]>;
};

/** Used first in every command that looks at a change; fails with `git-missing` or `not-a-repository`. */
export async function openRepository(
  folder: string,
  environment: GitEnvironment = process.env,
): Promise<GitRepository> {
  const { root, bare } = await openFolder(folder, environment);
  const git = gitIn(root, environment);
  const here: GitFolder = { root, git };
  return {
    root,
    resolve: (revision) => resolveRevision(here, revision),
    branchNamed: (revision) => branchNamed(here, revision),
    mergeBase: (a, b) => mergeBaseOf(here, a, b),
    assertWhole: () => assertWholeHistory(here),
    assertClean: async () => (bare ? undefined : await assertCleanWorktree(here)),
    readChange: (request) => readChange(here, request),
    readFile: async (sha, path) => asText(await blobAt(here, await asCommit(here, sha), path)),
    readBytes: async (sha, path) => await blobAt(here, await asCommit(here, sha), path),
    checkOut: async (sha, target) => await checkOutCommit(git, await resolveRevision(here, sha), target),
    objectNames: async (sha, paths) => await objectNamesAt(here, await asCommit(here, sha), paths),
    blame: async ({ base, head }, path) => parseBlame(await git.text(blameArguments({ base, head, path }))),
    listFiles: async (sha) => await listTree(here, await asCommit(here, sha)),
  };
}

async function readChange(here: GitFolder, request: ChangeRequest): Promise<Change> {
  const { branch, pullRequest } = request;
  const [base, head] = [await resolveRevision(here, request.base), await resolveRevision(here, request.head)];
  await assertHistory(here, base, [head]);
  const [log, diff] = await Promise.all([
    here.git.text(logArguments(base, head)),
    readDiff(here, [base, head], request.scratchFolder ?? tmpdir()),
  ]);
  return {
    base,
    head,
    ...(branch === undefined ? {} : { branch }),
    ...(pullRequest === undefined ? {} : { pullRequest }),
    ...parsed(() => ({ commits: parseCommits(log), files: parseDiff(diff) })),
  };
}

/**
 * The diff is made in an empty worktree with an empty index, for git takes `.gitattributes` from these, and a change
 * that marks its sources as `-diff` must not hide its lines from the gate.
 */
async function readDiff(
  { git }: GitFolder,
  [base, head]: readonly [string, string],
  parent: string,
): Promise<string> {
  const gitFolder = (await git.text(['rev-parse', '--absolute-git-dir'])).replace(/\n$/, '');
  return await withScratchFolder(parent, async (scratch) => {
    const index = join(scratch, 'index');
    const there = git.within(scratch, { GIT_DIR: gitFolder, GIT_WORK_TREE: scratch, GIT_INDEX_FILE: index });
    return await there.text(diffArguments(base, head));
  });
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new GateError({
      code: 'git-failed',
      message: `The output of git was not understood: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: 'Report it with the output of `git --version`; nothing of the change was read.',
      cause,
    });
  }
}

const asText = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
