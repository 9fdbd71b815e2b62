import * as z from 'zod';
import { commitSha } from '../domain/change.ts';
import { GateError } from '../errors.ts';
import type { GitHubClient } from './github-client.ts';

const fileAnswer = z.object({
  type: z.literal('file'),
  encoding: z.literal('base64'),
  content: z.string(),
});

/** Used to pin the base branch once, so that everything read from it afterwards is of one commit. */
export async function tipOf(client: GitHubClient, branch: string): Promise<string> {
  const answer = await client.askOptional({
    route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
    parameters: { ref: `heads/${branch}` },
    answer: z.object({ object: z.object({ type: z.literal('commit'), sha: commitSha }) }),
  });
  if (answer) return answer.object.sha;
  throw new GateError({
    code: 'github-failed',
    message: `${client.repository} has no branch ${branch} that this token can see.`,
    remedy: 'Check the base branch of the pull request, and that the token has `contents: read`.',
  });
}

/**
 * Used to read the policy without a checkout: the text of a file at a commit, null when it is not there.
 * Files above 1 MB, folders and links are refused: GitHub gives no content for them.
 */
export async function readFileAt(client: GitHubClient, sha: string, path: string): Promise<string | null> {
  const answer = await client.askOptional({
    route: 'GET /repos/{owner}/{repo}/contents/{path}',
    parameters: { path, ref: sha },
    answer: fileAnswer,
  });
  return answer && Buffer.from(answer.content, 'base64').toString('utf8');
}
