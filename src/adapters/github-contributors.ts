import * as z from 'zod';
import type { GitHubClient } from './github-client.ts';
import type { PullRequestOnGitHub } from './github-pull-request.ts';

/** Who took part in a change, so that their approval of it does not count; and who could not be found out. */
export type Contributors = {
  readonly excluded: readonly { readonly user: string; readonly why: string }[];
  readonly warnings: readonly string[];
};

const account = z.object({ login: z.string() }).nullish();
const identity = z.object({ email: z.string().nullish() }).nullish();
const commitsAnswer = z.array(
  z.object({
    sha: z.string(),
    author: account,
    committer: account,
    commit: z.object({ message: z.string(), author: identity, committer: identity }),
  }),
);
type CommitAnswer = z.infer<typeof commitsAnswer>[number];

const activityAnswer = z.array(
  z.object({ after: z.string(), actor: z.object({ login: z.string() }).nullable() }),
);

type Part = {
  readonly user: string | null;
  readonly why: string;
  readonly email?: string | null | undefined;
};

/** GitHub's own account on commits made in its web pages; it is nobody who could have reviewed. */
const webCommitter = 'web-flow';

/**
 * Used before approvals are counted. Author e-mails can be forged and co-author trailers are text, so this
 * can name too many people, never too few of those whom GitHub itself knows: opener, matched authors, pusher.
 */
export async function readContributors(
  client: GitHubClient,
  facts: PullRequestOnGitHub,
): Promise<Contributors> {
  const { number, author } = facts.pullRequest;
  const commits = await client.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/commits',
    parameters: { pull_number: number },
    answer: commitsAnswer,
  });
  const parts = [
    { user: author, why: `opened pull request #${number}` },
    ...commits.flatMap(partsInCommit),
    await lastPusher(client, facts),
  ];
  return { excluded: oncePerUser(parts), warnings: [...new Set(parts.flatMap(warningOf))] };
}

/** The login inside an address that GitHub gives out to hide the real one: `ID+login@users.noreply.host`. */
export function loginOfNoreplyAddress(email: string): string | null {
  return /^(?:\d+\+)?([a-z\d][a-z\d-]*(?:\[bot\])?)@users\.noreply\.[a-z\d.-]+$/i.exec(email)?.[1] ?? null;
}

/** Addresses in `Co-authored-by:` lines, wherever in the message they stand. */
export function coAuthorAddresses(message: string): readonly string[] {
  return [...message.matchAll(/^\s*co-authored-by:[^<\n]*<([^<>\s]+)>/gim)].map((match) => match[1] ?? '');
}

function partsInCommit({ sha, author, committer, commit }: CommitAnswer): readonly Part[] {
  const short = sha.slice(0, 8);
  const committedOnGitHub = committer?.login === webCommitter;
  const written = partOf(author?.login, commit.author?.email, `wrote commit ${short}`);
  const committed = partOf(committer?.login, commit.committer?.email, `committed ${short}`);
  const helped = coAuthorAddresses(commit.message).map((email) =>
    partOf(undefined, email, `is a co-author of commit ${short}`),
  );
  return committedOnGitHub ? [written, ...helped] : [written, committed, ...helped];
}

function partOf(login: string | undefined, email: string | null | undefined, why: string): Part {
  return { user: login ?? (email ? loginOfNoreplyAddress(email) : null), why, email };
}

/** Unlike the addresses in commits, the actor of a push is known to GitHub itself. */
async function lastPusher(client: GitHubClient, facts: PullRequestOnGitHub): Promise<Part> {
  const why = 'pushed the head commit';
  const [owner, repo] = facts.headRepository?.name.split('/') ?? [];
  if (!owner || !repo) return { user: null, why };
  const pushes = await client.askOptional({
    route: 'GET /repos/{owner}/{repo}/activity',
    parameters: { owner, repo, ref: `refs/heads/${facts.pullRequest.headBranch}`, per_page: 100 },
    answer: activityAnswer,
    absentOn: [403, 404],
  });
  return { user: pushes?.find((push) => push.after === facts.headSha)?.actor?.login ?? null, why };
}

/** First reason wins: the opener is named as the opener, not for each of two hundred commits. */
function oncePerUser(parts: readonly Part[]): Contributors['excluded'] {
  const reasons = new Map<string, { user: string; why: string }>();
  for (const { user, why } of parts) {
    if (user !== null && !reasons.has(user.toLowerCase())) reasons.set(user.toLowerCase(), { user, why });
  }
  return [...reasons.values()];
}

/** The address itself stays out of the warning: logs are public. `noreply@…` of a tool is no person. */
function warningOf({ user, why, email }: Part): readonly string[] {
  if (user !== null || /^no-?reply@/i.test(email ?? '')) return [];
  return [`GitHub knows no account of the one who ${why}: that person could not be excluded from approving.`];
}
