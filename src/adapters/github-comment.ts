import * as z from 'zod';
import { GateError } from '../errors.ts';
import type { GitHubClient } from './github-client.ts';

/** First line of the report; only tells our comments from others of ours. Nothing is ever read from a comment. */
export const commentMarker = '<!-- shadowgate:report -->';

export type CommentOutcome = { readonly kind: 'created' | 'updated' | 'unchanged'; readonly url: string };

/** GitHub counts characters and answers 422 above this, on creation and on update alike. */
const maximumCharacters = 65_536;

const commentAnswer = z.object({
  id: z.int(),
  html_url: z.string(),
  body: z.string().nullish(),
  user: z.object({ login: z.string() }).nullable(),
});
type CommentAnswer = z.infer<typeof commentAnswer>;

/**
 * Used once a verdict stands: one comment a pull request, rewritten in place. It is ours when it begins with the
 * marker AND was written by the account of this token: anybody can paste a marker.
 */
export async function upsertComment(
  client: GitHubClient,
  number: number,
  body: string,
): Promise<CommentOutcome> {
  assertPostable(body);
  const comments = await client.list({
    route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { issue_number: number },
    answer: z.array(commentAnswer),
  });
  const ownLogin = await client.ownLogin();
  const ours = comments.find((comment) => isOurs(comment, ownLogin));
  if (!ours) return createComment(client, number, body);
  if (ours.body === body) return { kind: 'unchanged', url: ours.html_url };
  const updated = await client.ask({
    route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
    parameters: { comment_id: ours.id, body },
    answer: commentAnswer,
  });
  return { kind: 'updated', url: updated.html_url };
}

async function createComment(client: GitHubClient, number: number, body: string): Promise<CommentOutcome> {
  const created = await client.ask({
    route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    parameters: { issue_number: number, body },
    answer: commentAnswer,
    repeatable: false,
  });
  return { kind: 'created', url: created.html_url };
}

function isOurs({ body, user }: CommentAnswer, ownLogin: string): boolean {
  return user?.login === ownLogin && (body ?? '').startsWith(commentMarker);
}

function assertPostable(body: string): void {
  const characters = [...body].length;
  if (characters <= maximumCharacters && body.startsWith(commentMarker)) return;
  throw new GateError({
    code: 'github-failed',
    message: `The report to be posted as a comment has ${characters} characters (GitHub takes ${maximumCharacters}) or lacks its marker.`,
    remedy: 'Report this: the report should have been fitted before it got here.',
  });
}
