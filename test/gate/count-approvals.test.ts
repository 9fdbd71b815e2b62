import { describe, expect, test } from '@jest/globals';
import type { Review } from '../../src/domain/verdict.ts';
import { countApprovals, seniorsAskingForChanges } from '../../src/gate/count-approvals.ts';
import { anEvidence, aPolicy, aReview, evidenceDigest, headSha, policyDigest } from '../support/builders.ts';

const otherSha = '3f2a91c0000000000000000000000000000000aa';
const later = '2026-11-22T10:06:00Z';
const author = { user: 'Sara', why: 'author of the pull request' };

function count(reviews: readonly Review[], overrides: Partial<Parameters<typeof countApprovals>[0]> = {}) {
  return countApprovals({
    reviews,
    policy: aPolicy(),
    head: headSha,
    evidence: anEvidence(),
    evidenceDigest,
    policyDigest,
    excluded: [],
    ...overrides,
  });
}

test('a senior who approves this commit after the evidence existed counts', () => {
  expect(count([aReview()])).toEqual([
    {
      kind: 'counted',
      user: 'sara',
      reviewId: '1',
      reason: 'approved 9bc01d2 as a senior (named in the policy)',
    },
  ]);
});

describe('what still counts', () => {
  test.each([
    ['a comment afterwards', [aReview(), aReview({ id: '2', state: 'commented', submittedAt: later })]],
    ['a started review afterwards', [aReview(), aReview({ id: '2', state: 'pending', submittedAt: later })]],
    [
      'another person asking for changes',
      [aReview(), aReview({ id: '2', user: 'x', state: 'changes-requested', submittedAt: later })],
    ],
    ['the evidence named in full', [aReview({ evidenceDigest })]],
    ['the evidence named by 12 digits', [aReview({ evidenceDigest: '9F86D081884C' })]],
    ['the same second, as code hosts tell it', [aReview({ submittedAt: '2026-11-22T10:00:30Z' })]],
    [
      'a request for changes before',
      [aReview({ id: '2', state: 'changes-requested', submittedAt: '2026-11-22T10:04:00Z' }), aReview()],
    ],
  ])('%s', (_name, reviews) => {
    expect(count(reviews).filter(({ kind }) => kind === 'counted')).toHaveLength(1);
  });
});

describe('what does not, each with its reason', () => {
  test.each<[string, Partial<Review>, string]>([
    ['another commit', { commit: otherSha }, 'was on 3f2a91c, the pull request is now at 9bc01d2'],
    ['no commit', { commit: null }, 'names no commit; the pull request is at 9bc01d2'],
    [
      'too early',
      { submittedAt: '2026-11-22T09:59:00Z' },
      'was given at 2026-11-22T09:59:00Z, before the evidence existed (2026-11-22T10:00:30.250Z)',
    ],
    [
      'too early by a millisecond',
      { submittedAt: '2026-11-22T10:00:30.249Z' },
      'was given at 2026-11-22T10:00:30.249Z, before the evidence existed (2026-11-22T10:00:30.250Z)',
    ],
    ['no readable time', { submittedAt: 'yesterday' }, 'its time cannot be read'],
    [
      'other evidence',
      { evidenceDigest: 'sha256:0123456789abcdef' },
      'names evidence 0123456789ab, and the current one is 9f86d081884c',
    ],
    [
      'evidence named too shortly',
      { evidenceDigest: '9f86d0' },
      'names evidence 9f86d0, and the current one is 9f86d081884c',
    ],
    [
      'another policy',
      { policyDigest: `sha256:${'00'.repeat(32)}` },
      'names policy 000000000000, and the current one is 5f5f5f5f5f5f',
    ],
    ['a bot', { userIsBot: true }, 'is a bot, and only people approve'],
    [
      'no senior',
      { user: 'kim' },
      'is not a senior by the policy (sara, a member of acme/seniors or someone with the role maintain or admin); their role is write',
    ],
    ['dismissed', { state: 'dismissed' }, 'the review was dismissed on the code host'],
  ])('%s', (_name, overrides, reason) => {
    expect(count([aReview(overrides)])).toMatchObject([{ kind: 'dismissed', reason }]);
  });

  test.each<[string, Partial<Review>, string]>([
    ['asked for changes later', { state: 'changes-requested' }, 'they asked for changes afterwards'],
    ['a later review dismissed', { state: 'dismissed' }, 'a later review of theirs was dismissed'],
    [
      'approved again later',
      { state: 'approved' },
      'they approved again later; only that review is looked at',
    ],
  ])('%s', (_name, overrides, reason) => {
    const approvals = count([
      aReview({ id: '2', user: 'SARA', submittedAt: later, ...overrides }),
      aReview(),
    ]);
    expect(approvals[0]).toEqual({ kind: 'dismissed', user: 'sara', reviewId: '1', reason });
  });

  test('a dismissed request for changes does not revive an older approval', () => {
    const reviews = [aReview(), aReview({ id: '2', state: 'dismissed', submittedAt: later })];
    expect(count(reviews).map(({ kind }) => kind)).toEqual(['dismissed', 'dismissed']);
  });

  test('who took part in the change, unless the policy lets them', () => {
    expect(count([aReview()], { excluded: [author] })).toMatchObject([
      { kind: 'dismissed', reason: 'took part in the change: author of the pull request' },
    ]);
    const lenient = { excluded: [author], policy: aPolicy({ excludeContributors: false }) };
    expect(count([aReview()], lenient)).toMatchObject([{ kind: 'counted' }]);
    expect(count([aReview({ user: 'kim', role: 'admin' })], { excluded: [author] })).toMatchObject([
      { kind: 'counted' },
    ]);
  });

  test('anything, when there is no commit to approve', () => {
    expect(count([aReview({ commit: null })], { head: null })).toMatchObject([{ kind: 'dismissed' }]);
  });
});

test('approving twice is one approval', () => {
  const approvals = count([aReview(), aReview({ id: '2', submittedAt: later })]);
  expect(approvals.map(({ kind, reviewId }) => [kind, reviewId])).toEqual([
    ['dismissed', '1'],
    ['counted', '2'],
  ]);
});

describe('seniorsAskingForChanges', () => {
  const asking = (overrides: Partial<Review> = {}) => aReview({ state: 'changes-requested', ...overrides });

  test.each([
    ['a senior', [asking()], ['sara']],
    ['a senior on an older commit', [asking({ commit: otherSha })], ['sara']],
    [
      'a senior who commented since',
      [asking(), aReview({ state: 'commented', submittedAt: later })],
      ['sara'],
    ],
    ['a senior who approved since', [asking(), aReview({ submittedAt: later })], []],
    ['a senior whose request was dismissed', [aReview({ state: 'dismissed' })], []],
    ['somebody else', [asking({ user: 'kim' })], []],
    ['a bot with a role', [asking({ user: 'bot', role: 'admin', userIsBot: true })], []],
  ])('%s', (_name, reviews, expected) => {
    expect(seniorsAskingForChanges(reviews, aPolicy())).toEqual(expected);
  });
});
