import * as z from 'zod';
import { commitSha, type PullRequest } from '../domain/change.ts';
import { GateError } from '../errors.ts';
import type { GitHubClient } from './github-client.ts';

/** The pull request as the stages know it, and beside it what only talking to GitHub needs. */
export type PullRequestOnGitHub = {
  readonly pullRequest: PullRequest;
  readonly state: 'open' | 'closed';
  /** Tip of the head branch at the moment of reading; it moves with every push. */
  readonly headSha: string;
  /** Where the base branch stood when GitHub last looked; its tip may be ahead. Use `tipOf` for policy. */
  readonly baseSha: string;
  /** Null when the fork was deleted. */
  readonly headRepository: { readonly id: number; readonly name: string } | null;
  readonly fromFork: boolean;
};

/** At these counts GitHub cuts its lists without saying so; what was cut off could not be judged. */
const maximumCommits = 250;
const maximumFiles = 3_000;

const repositoryAnswer = z.object({ id: z.int(), full_name: z.string() });

const pullRequestAnswer = z.object({
  number: z.int(),
  state: z.enum(['open', 'closed']),
  title: z.string(),
  body: z.string().nullable(),
  user: z.object({ login: z.string(), type: z.string() }).nullable(),
  labels: z.array(z.object({ name: z.string() })),
  commits: z.int(),
  changed_files: z.int(),
  head: z.object({ ref: z.string(), sha: commitSha, repo: repositoryAnswer.nullable() }),
  base: z.object({ ref: z.string(), sha: commitSha, repo: repositoryAnswer }),
});
type PullRequestAnswer = z.infer<typeof pullRequestAnswer>;

/** Used at the start of a judgement. Throws when the pull request is larger than GitHub can list. */
export async function readPullRequest(client: GitHubClient, number: number): Promise<PullRequestOnGitHub> {
  const answer = await client.ask({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { pull_number: number },
    answer: pullRequestAnswer,
  });
  assertListable(answer);
  const { head, base } = answer;
  return {
    pullRequest: toPullRequest(answer),
    state: answer.state,
    headSha: head.sha,
    baseSha: base.sha,
    headRepository: head.repo && { id: head.repo.id, name: head.repo.full_name },
    fromFork: head.repo?.id !== base.repo.id,
  };
}

/** Used right before a verdict is posted: a push may have moved the head while the replay ran. */
export async function readHeadSha(client: GitHubClient, number: number): Promise<string> {
  const { head } = await client.ask({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    parameters: { pull_number: number },
    answer: z.object({ head: z.object({ sha: commitSha }) }),
  });
  return head.sha;
}

const openAnswer = z.array(z.object({ number: z.int(), head: z.object({ sha: commitSha }) }));

/**
 * Used before a status turns green: a status belongs to a commit, and every open pull request with this head takes it for
 * its own. The list of all open ones is read, because what GitHub associates with a commit leaves out forks.
 */
export async function openPullRequestsAt(client: GitHubClient, sha: string): Promise<readonly number[]> {
  const open = await client.list({
    route: 'GET /repos/{owner}/{repo}/pulls',
    parameters: { state: 'open' },
    answer: openAnswer,
  });
  return open.filter(({ head }) => head.sha === sha).map(({ number }) => number);
}

function toPullRequest(answer: PullRequestAnswer): PullRequest {
  return {
    number: answer.number,
    title: answer.title,
    body: answer.body ?? '',
    author: answer.user?.login ?? 'ghost',
    authorIsBot: answer.user?.type === 'Bot',
    headBranch: answer.head.ref,
    baseBranch: answer.base.ref,
    labels: answer.labels.map((label) => label.name),
  };
}

function assertListable({ number, commits, changed_files: files }: PullRequestAnswer): void {
  if (commits < maximumCommits && files < maximumFiles) return;
  throw new GateError({
    code: 'github-failed',
    message: `Pull request #${number} has ${commits} commits and ${files} changed files; GitHub lists at most ${maximumCommits} and ${maximumFiles}, and cuts the rest off silently.`,
    remedy: 'Split the pull request, or squash its commits.',
  });
}
