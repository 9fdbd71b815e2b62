import * as z from 'zod';
import { commitSha } from '../domain/change.ts';
import type { GitHubClient } from './github-client.ts';

/**
 * What GitHub itself knows of a change. A verdict takes evidence that a run of the change's own workflow wrote, and holds
 * it against this.
 */
export type ChangedPath = {
  readonly path: string;
  /** Where a file that moved was before; null for any other. */
  readonly previousPath: string | null;
  readonly removed: boolean;
};

const filesAnswer = z.array(
  z.object({ filename: z.string(), status: z.string(), previous_filename: z.string().nullish() }),
);

/** Used in a verdict: every file of the pull request. Longer lists than GitHub gives out are refused before. */
export async function readChangedPaths(
  client: GitHubClient,
  number: number,
): Promise<readonly ChangedPath[]> {
  const files = await client.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
    parameters: { pull_number: number },
    answer: filesAnswer,
  });
  return files.map((file) => ({
    path: file.filename,
    previousPath: file.previous_filename ?? null,
    removed: file.status === 'removed',
  }));
}

/** Used in a verdict: the commit at which base and head part now. It moves when the pull request gets another base. */
export async function readMergeBase(client: GitHubClient, base: string, head: string): Promise<string> {
  const { merge_base_commit: found } = await client.ask({
    route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
    parameters: { basehead: `${base}...${head}`, per_page: 1 },
    answer: z.object({ merge_base_commit: z.object({ sha: commitSha }) }),
  });
  return found.sha;
}
