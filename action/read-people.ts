import type { GitHub } from '../src/adapters/github.ts';
import type { PullRequestOnGitHub } from '../src/adapters/github-pull-request.ts';
import type { Policy } from '../src/domain/policy.ts';
import type { Review } from '../src/domain/verdict.ts';

export type People = {
  readonly reviews: readonly Review[];
  /** Who took part in the change, each with what they did. */
  readonly excluded: readonly { readonly user: string; readonly why: string }[];
  readonly warnings: readonly string[];
};

/** Used when evidence is there and approvals are to be counted; only teams that the policy names are looked into. */
export async function readPeople(
  github: GitHub,
  facts: PullRequestOnGitHub,
  policy: Policy,
): Promise<People> {
  const reviews = await github.readReviews(facts.pullRequest.number, policy.seniors.teams);
  const contributors = await github.contributors(facts);
  return {
    reviews: reviews.reviews,
    excluded: contributors.excluded,
    warnings: [...reviews.warnings, ...contributors.warnings],
  };
}
