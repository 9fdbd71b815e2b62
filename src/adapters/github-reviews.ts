import * as z from 'zod';
import type { Review } from '../domain/verdict.ts';
import type { GitHubClient } from './github-client.ts';

export type ReviewsOnGitHub = {
  /** In the order in which they were submitted. */
  readonly reviews: readonly Review[];
  /** What could not be found out about the reviewers. */
  readonly warnings: readonly string[];
};

const reviewsAnswer = z.array(
  z.object({
    id: z.int(),
    user: z.object({ login: z.string(), type: z.string() }).nullable(),
    body: z.string().nullish(),
    state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
    commit_id: z.string().nullish(),
    submitted_at: z.string().optional(),
  }),
);
type ReviewAnswer = z.infer<typeof reviewsAnswer>[number];

const stateOf = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
  PENDING: 'pending',
} as const satisfies Record<ReviewAnswer['state'], Review['state']>;

/**
 * Used whenever a verdict is decided. Roles and teams are asked for only of people whose review decides
 * something; `author_association` is not used, as it hides private members.
 */
export async function readReviews(
  client: GitHubClient,
  number: number,
  teams: readonly string[],
): Promise<ReviewsOnGitHub> {
  const answers = await client.list({
    route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    parameters: { pull_number: number },
    answer: reviewsAnswer,
  });
  const deciders = [...new Set(answers.filter(decides).flatMap(({ user }) => user?.login ?? []))];
  const roles = new Map<string, string | null>();
  for (const user of deciders) roles.set(user, await roleOf(client, user));
  const membership = await readMembership(client, deciders, teams);
  const reviews = answers.map((answer) => {
    const user = answer.user?.login ?? 'ghost';
    return toReview(answer, { role: roles.get(user) ?? null, teams: membership.teamsOf.get(user) ?? [] });
  });
  return { reviews, warnings: membership.warnings };
}

function decides({ state, user }: ReviewAnswer): boolean {
  return user?.type === 'User' && (state === 'APPROVED' || state === 'CHANGES_REQUESTED');
}

function toReview(answer: ReviewAnswer, reviewer: Pick<Review, 'role' | 'teams'>): Review {
  return {
    id: String(answer.id),
    user: answer.user?.login ?? 'ghost',
    userIsBot: answer.user?.type !== 'User',
    ...reviewer,
    state: stateOf[answer.state],
    commit: answer.commit_id ?? null,
    submittedAt: answer.submitted_at ?? '',
    evidenceDigest: namedDigest('evidence', answer.body ?? ''),
    policyDigest: namedDigest('policy', answer.body ?? ''),
  };
}

/** A reviewer may write `evidence 3f2a91c04b7d` (12 digits or more) to approve exactly that and nothing newer. */
function namedDigest(what: 'evidence' | 'policy', body: string): string | null {
  return new RegExp(`\\b${what}:?\\s+\`?((?:sha256:)?[0-9a-f]{12,64})\\b`, 'i').exec(body)?.[1] ?? null;
}

/** Null for somebody without a role; some accounts (of tools) cannot be asked about and have none either. */
async function roleOf(client: GitHubClient, user: string): Promise<string | null> {
  const answer = await client.askOptional({
    route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    parameters: { username: user },
    answer: z.object({ permission: z.string(), role_name: z.string() }),
  });
  return answer && answer.permission !== 'none' ? answer.role_name : null;
}

async function readMembership(
  client: GitHubClient,
  users: readonly string[],
  teams: readonly string[],
): Promise<{ teamsOf: ReadonlyMap<string, readonly string[]>; warnings: readonly string[] }> {
  const teamsOf = new Map<string, string[]>(users.map((user) => [user, []]));
  const warnings: string[] = [];
  for (const team of users.length > 0 ? teams : []) {
    let members = 0;
    for (const user of users) {
      if (!(await isMember(client, user, team))) continue;
      teamsOf.get(user)?.push(team);
      members += 1;
    }
    if (members === 0) warnings.push(noMemberSeen(team));
  }
  return { teamsOf, warnings };
}

/** GitHub answers 403 or 404 alike to a token that may not look and for somebody who is not a member. */
async function isMember(client: GitHubClient, user: string, team: string): Promise<boolean> {
  const [org, slug] = team.split('/');
  const answer = await client.askOptional({
    route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
    parameters: { org, team_slug: slug, username: user },
    answer: z.object({ state: z.enum(['active', 'pending']) }),
    absentOn: [403, 404],
  });
  return answer?.state === 'active';
}

function noMemberSeen(team: string): string {
  return `No reviewer is known to be a member of ${team}; a token that may not read the organisation's members (GITHUB_TOKEN never may) sees nobody there.`;
}
