import * as z from 'zod';
import { GateError } from '../errors.ts';
import type { GitHubClient } from './github-client.ts';
import { readHeadSha } from './github-pull-request.ts';

/** The one commit status that is the gate. No job and no check may bear this name: GitHub would require both. */
const statusContext = 'shadowgate';

type StatusState = 'success' | 'pending' | 'failure' | 'error';

export type StatusToPost = {
  /** The commit that was judged: never "whatever is the head now". */
  readonly sha: string;
  readonly state: StatusState;
  /** Cut to the 140 characters that GitHub takes. */
  readonly description: string;
  readonly targetUrl?: string;
  /** Given, its head is read right before posting, and a note tells when it has moved on. */
  readonly pullRequestNumber?: number;
};

export type PostedStatus = { readonly posted: boolean; readonly note: string | null };

const maximumDescription = 140;

const statusesAnswer = z.array(
  z.object({
    context: z.string(),
    state: z.enum(['success', 'pending', 'failure', 'error']),
    description: z.string().nullable(),
    target_url: z.string().nullable(),
    creator: z.object({ login: z.string() }).nullable(),
  }),
);
export type StatusOnGitHub = z.infer<typeof statusesAnswer>[number];

/**
 * Used for every state of the gate. Posts only when the status in force is not already exactly this one and
 * ours: GitHub keeps 1,000 statuses for a commit and context and then refuses, and somebody else's status is replaced.
 */
export async function postStatus(client: GitHubClient, status: StatusToPost): Promise<PostedStatus> {
  const wanted = {
    state: status.state,
    description: cutDescription(status.description),
    target_url: status.targetUrl ?? null,
  };
  const [current, ownLogin] = await Promise.all([latestStatus(client, status.sha), client.ownLogin()]);
  const note = status.pullRequestNumber === undefined ? null : await headNote(client, status);
  if (current && isSame(current, wanted, ownLogin)) return { posted: false, note };
  await client.ask({
    route: 'POST /repos/{owner}/{repo}/statuses/{sha}',
    parameters: { sha: status.sha, context: statusContext, ...wanted },
    answer: z.object({ context: z.string(), state: z.literal(status.state) }),
  });
  return { posted: true, note };
}

/** The status in force, whoever posted it; contexts differ from each other by more than case. */
export async function latestStatus(client: GitHubClient, sha: string): Promise<StatusOnGitHub | null> {
  const statuses = await client.list({
    route: 'GET /repos/{owner}/{repo}/commits/{ref}/statuses',
    parameters: { ref: sha },
    answer: statusesAnswer,
  });
  return statuses.find(({ context }) => context.toLowerCase() === statusContext) ?? null;
}

function isSame(
  current: StatusOnGitHub,
  wanted: Pick<StatusOnGitHub, 'state' | 'description' | 'target_url'>,
  ownLogin: string,
): boolean {
  return (
    current.creator?.login === ownLogin &&
    current.state === wanted.state &&
    current.description === wanted.description &&
    current.target_url === wanted.target_url
  );
}

async function headNote(
  client: GitHubClient,
  { sha, pullRequestNumber }: StatusToPost,
): Promise<string | null> {
  if (pullRequestNumber === undefined) return null;
  const head = await readHeadSha(client, pullRequestNumber);
  if (head === sha) return null;
  return `Pull request #${pullRequestNumber} has moved on to ${head.slice(0, 8)}; the status was posted on ${sha.slice(0, 8)}, which was judged.`;
}

/** An empty description would leave a person with a colour and no reason. */
function cutDescription(description: string): string {
  if (description.trim() === '') {
    throw new GateError({
      code: 'github-failed',
      message: 'A commit status without a description was about to be posted.',
      remedy: 'Report this: every verdict has a reason.',
    });
  }
  const characters = [...description];
  if (characters.length <= maximumDescription) return description;
  return `${characters.slice(0, maximumDescription - 1).join('')}…`;
}
