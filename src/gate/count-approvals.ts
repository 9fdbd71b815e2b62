import type { Evidence } from '../domain/evidence.ts';
import type { Policy } from '../domain/policy.ts';
import type { Approval, Review } from '../domain/verdict.ts';
import { recogniseSenior, sameLogin } from './recognise-senior.ts';

export type ApprovalRequest = {
  readonly reviews: readonly Review[];
  readonly policy: Policy;
  /** The commit under judgement; null when there is none to approve. */
  readonly head: string | null;
  readonly evidence: Pick<Evidence, 'completedAt'>;
  readonly evidenceDigest: string;
  readonly policyDigest: string;
  /** Who may not approve because they took part in the change, each with what they did. */
  readonly excluded: readonly { readonly user: string; readonly why: string }[];
};

/**
 * Says of every approving review whether it counts, and if not, why not. It counts when a senior who took no part
 * in the change gave it on exactly this commit, after this evidence existed, and took nothing back since. A later
 * comment takes nothing back; a later request for changes, a dismissal or a newer approval does.
 */
export function countApprovals(request: ApprovalRequest): readonly Approval[] {
  const ordered = inOrder(request.reviews);
  return ordered.flatMap((review, index): Approval[] => {
    if (review.state !== 'approved' && review.state !== 'dismissed') return [];
    const later = ordered.slice(index + 1).filter(({ user }) => sameLogin(user, review.user));
    const objection = objectionTo(review, later, request);
    const entry = { user: review.user, reviewId: review.id };
    if (objection !== null) return [{ kind: 'dismissed', ...entry, reason: objection }];
    const { why } = recogniseSenior(review, request.policy.seniors);
    return [{ kind: 'counted', ...entry, reason: `approved ${short(request.head)} as a senior (${why})` }];
  });
}

/** Seniors whose last word on the change is a request for changes. It stands on any commit until they take it back. */
export function seniorsAskingForChanges(reviews: readonly Review[], policy: Policy): readonly string[] {
  const ordered = inOrder(reviews);
  const last = ordered.filter(
    (review, index) =>
      isDecisive(review) &&
      !ordered.slice(index + 1).some((later) => isDecisive(later) && sameLogin(later.user, review.user)),
  );
  return last
    .filter((review) => review.state === 'changes-requested' && !review.userIsBot)
    .filter((review) => recogniseSenior(review, policy.seniors).senior)
    .map(({ user }) => user);
}

/** By time; what has no readable time stays last, where it cannot hide behind a later review. */
function inOrder(reviews: readonly Review[]): readonly Review[] {
  const time = (review: Review) => {
    const parsed = Date.parse(review.submittedAt);
    return Number.isNaN(parsed) ? Number.POSITIVE_INFINITY : parsed;
  };
  return reviews.toSorted((a, b) => (time(a) === time(b) ? 0 : time(a) - time(b)));
}

function isDecisive({ state }: Review): boolean {
  return state === 'approved' || state === 'changes-requested' || state === 'dismissed';
}

function objectionTo(review: Review, later: readonly Review[], request: ApprovalRequest): string | null {
  return (
    objectionToState(review, later) ??
    objectionToPerson(review, request) ??
    objectionToCommit(review, request.head) ??
    objectionToTime(review, request.evidence.completedAt) ??
    objectionToDigest('evidence', review.evidenceDigest, request.evidenceDigest) ??
    objectionToDigest('policy', review.policyDigest, request.policyDigest)
  );
}

function objectionToState(review: Review, later: readonly Review[]): string | null {
  if (review.state === 'dismissed') return 'the review was dismissed on the code host';
  const decisive = later.findLast(isDecisive);
  switch (decisive?.state) {
    case 'changes-requested':
      return 'they asked for changes afterwards';
    case 'dismissed':
      return 'a later review of theirs was dismissed';
    case 'approved':
      return 'they approved again later; only that review is looked at';
    default:
      return null;
  }
}

function objectionToPerson(review: Review, { policy, excluded }: ApprovalRequest): string | null {
  if (review.userIsBot) return 'is a bot, and only people approve';
  const exclusion = excluded.find(({ user }) => sameLogin(user, review.user));
  if (policy.excludeContributors && exclusion) return `took part in the change: ${exclusion.why}`;
  const { senior, why } = recogniseSenior(review, policy.seniors);
  return senior ? null : why;
}

function objectionToCommit({ commit }: Review, head: string | null): string | null {
  if (head === null)
    return 'there is no commit to approve, because folders or running services were compared';
  if (commit === null) return `names no commit; the pull request is at ${short(head)}`;
  return commit === head ? null : `was on ${short(commit)}, the pull request is now at ${short(head)}`;
}

/** Code hosts tell times by the whole second; such a time is compared by the second, lest the same second be early. */
function objectionToTime({ submittedAt }: Review, completedAt: string): string | null {
  const submitted = Date.parse(submittedAt);
  const completed = Date.parse(completedAt);
  if (Number.isNaN(submitted) || Number.isNaN(completed)) return 'its time cannot be read';
  const granule = submitted % 1000 === 0 ? 1000 : 1;
  if (submitted >= Math.floor(completed / granule) * granule) return null;
  return `was given at ${submittedAt}, before the evidence existed (${completedAt})`;
}

/** A digest may be named by its first 12 hex digits or more. */
function objectionToDigest(what: string, named: string | null, current: string): string | null {
  if (named === null) return null;
  const wanted = hexOf(named);
  if (wanted.length >= 12 && hexOf(current).startsWith(wanted)) return null;
  return `names ${what} ${wanted.slice(0, 12)}, and the current one is ${hexOf(current).slice(0, 12)}`;
}

function hexOf(digest: string): string {
  return digest.toLowerCase().replace(/^sha256:/, '');
}

function short(sha: string | null): string {
  return sha === null ? 'no commit' : sha.slice(0, 7);
}
