import { type ChangedPath, readChangedPaths, readMergeBase } from './github-change.ts';
import { connectClient } from './github-client.ts';
import { type CommentOutcome, upsertComment } from './github-comment.ts';
import { type Contributors, readContributors } from './github-contributors.ts';
import { type FoundEvidence, findEvidence } from './github-evidence.ts';
import { readFileAt, tipOf } from './github-files.ts';
import { openPullRequestsAt, type PullRequestOnGitHub, readPullRequest } from './github-pull-request.ts';
import type { RetryPorts } from './github-retry.ts';
import { type ReviewsOnGitHub, readReviews } from './github-reviews.ts';
import {
  latestStatus,
  type PostedStatus,
  postStatus,
  type StatusOnGitHub,
  type StatusToPost,
} from './github-status.ts';

/** Everything Shadowgate reads from and writes to one repository on GitHub. Failures are `github-failed`. */
export type GitHub = {
  readonly repository: string;
  readPullRequest(number: number): Promise<PullRequestOnGitHub>;
  /** Numbers of the open pull requests that have this commit as their head. */
  openPullRequestsAt(sha: string): Promise<readonly number[]>;
  changedPaths(number: number): Promise<readonly ChangedPath[]>;
  mergeBase(base: string, head: string): Promise<string>;
  /** `teams` as the policy names them; only these are asked about. */
  readReviews(number: number, teams: readonly string[]): Promise<ReviewsOnGitHub>;
  contributors(facts: PullRequestOnGitHub): Promise<Contributors>;
  tipOf(branch: string): Promise<string>;
  readFile(sha: string, path: string): Promise<string | null>;
  latestStatus(sha: string): Promise<StatusOnGitHub | null>;
  postStatus(status: StatusToPost): Promise<PostedStatus>;
  upsertComment(number: number, body: string): Promise<CommentOutcome>;
  findEvidence(head: {
    readonly sha: string;
    readonly repositoryId: number | null;
  }): Promise<FoundEvidence | null>;
};

/** Used by the shells, once a run. `repository` is `owner/name`, `apiUrl` the root of the REST API. */
export function connectGitHub(connection: {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: string;
  readonly ports?: RetryPorts;
}): GitHub {
  const client = connectClient(connection);
  return {
    repository: connection.repository,
    readPullRequest: (number) => readPullRequest(client, number),
    openPullRequestsAt: (sha) => openPullRequestsAt(client, sha),
    changedPaths: (number) => readChangedPaths(client, number),
    mergeBase: (base, head) => readMergeBase(client, base, head),
    readReviews: (number, teams) => readReviews(client, number, teams),
    contributors: (facts) => readContributors(client, facts),
    tipOf: (branch) => tipOf(client, branch),
    readFile: (sha, path) => readFileAt(client, sha, path),
    latestStatus: (sha) => latestStatus(client, sha),
    postStatus: (status) => postStatus(client, status),
    upsertComment: (number, body) => upsertComment(client, number, body),
    findEvidence: (head) => findEvidence(client, head),
  };
}
