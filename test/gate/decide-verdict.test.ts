import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verdict as verdictSchema } from '../../src/domain/verdict.ts';
import { decideVerdict, type VerdictRequest } from '../../src/gate/decide-verdict.ts';
import {
  aCluster,
  anEvidence,
  aPolicyInForce,
  aProvenance,
  aQuietEvidence,
  aReview,
  aRule,
  evidenceDigest,
} from '../support/builders.ts';

function decide(overrides: Partial<VerdictRequest> = {}) {
  return decideVerdict({
    evidence: anEvidence(),
    evidenceDigest,
    policy: aPolicyInForce(),
    reviews: [],
    excluded: [],
    ...overrides,
  });
}

const human = aProvenance({ verdict: 'unknown', tools: [] });
const nothingReplayed = { exchanges: 0, routes: 0, leftOut: [] };
const lowFidelity = { share: 0.2, compared: 300, examples: [] };
const notStarting = aCluster({ kind: 'start-failed', severity: 'breaking' });
const twoSeniors = aPolicyInForce({
  rules: [aRule(), aRule({ name: 'two', require: { kind: 'approvals', count: 2 } })],
});
const blocking = aPolicyInForce({ rules: [aRule({ name: 'never', require: { kind: 'block' } })] });
const onlyPaths = aPolicyInForce({ rules: [aRule({ when: { paths: ['src/**'] } })] });
const wholeWorld = aPolicyInForce({ rules: [aRule({ when: { findings: 'counted' } })] });
const asking = aReview({ state: 'changes-requested' });
const kim = aReview({ id: '2', user: 'kim', role: 'admin' });

describe('the verdict', () => {
  test.each<[string, Partial<VerdictRequest>, string, string[]]>([
    ['AI-assisted, a difference, nobody approved', {}, 'awaiting-approval', ['approval-missing']],
    ['the same, approved by a senior', { reviews: [aReview()] }, 'passed', ['approved']],
    [
      'two rules, the strictest wins',
      { policy: twoSeniors, reviews: [aReview()] },
      'awaiting-approval',
      ['approval-missing'],
    ],
    ['two rules, two seniors', { policy: twoSeniors, reviews: [aReview(), kim] }, 'passed', ['approved']],
    [
      'one senior twice is one',
      { policy: twoSeniors, reviews: [aReview(), aReview({ id: '3', user: 'Sara' })] },
      'awaiting-approval',
      ['approval-missing'],
    ],
    [
      'an approval that is dismissed',
      { reviews: [aReview({ commit: 'f'.repeat(40) })] },
      'awaiting-approval',
      ['approval-missing'],
    ],
    [
      'a candidate that did not live through the replay, whoever made the change and whatever was not sent',
      {
        evidence: anEvidence({
          provenance: human,
          clusters: [aCluster({ kind: 'process-ended', pattern: 'process', severity: 'breaking' })],
          plan: { exchanges: 312, routes: 3, leftOut: [], notSent: 200 },
        }),
      },
      'blocked',
      ['candidate-ended'],
    ],
    ['AI-assisted, no difference', { evidence: aQuietEvidence() }, 'passed', ['no-counted-finding']],
    [
      'not AI-assisted, a difference',
      { evidence: anEvidence({ provenance: human }) },
      'passed',
      ['not-ai-assisted'],
    ],
    [
      'not AI-assisted, no difference',
      { evidence: aQuietEvidence({ provenance: human }) },
      'passed',
      ['not-ai-assisted', 'no-counted-finding'],
    ],
    [
      'treated as AI-assisted',
      { evidence: anEvidence({ provenance: null }), policy: aPolicyInForce({ unknownProvenance: 'as-ai' }) },
      'awaiting-approval',
      ['approval-missing'],
    ],
    ['no rule asks for anything', { policy: aPolicyInForce({ rules: [] }) }, 'passed', ['no-rule-applies']],
    ['a rule that blocks', { policy: blocking, reviews: [aReview()] }, 'blocked', ['rule-blocks']],
    ['a senior asks for changes', { reviews: [asking] }, 'blocked', ['changes-requested']],
    [
      'a senior asks for changes of a quiet change',
      { evidence: aQuietEvidence(), reviews: [asking] },
      'blocked',
      ['changes-requested'],
    ],
    [
      'somebody else asks for changes',
      { evidence: aQuietEvidence(), reviews: [aReview({ user: 'jo', state: 'changes-requested' })] },
      'passed',
      ['no-counted-finding'],
    ],
    [
      'a candidate that does not start',
      { evidence: anEvidence({ clusters: [notStarting], plan: nothingReplayed }) },
      'blocked',
      ['candidate-does-not-start'],
    ],
    [
      'the same, not AI-assisted',
      { evidence: anEvidence({ provenance: human, clusters: [notStarting], plan: nothingReplayed }) },
      'blocked',
      ['candidate-does-not-start'],
    ],
  ])('%s', (_name, overrides, kind, codes) => {
    const verdict = decide(overrides);
    expect([verdict.kind, verdict.reasons.map(({ code }) => code)]).toEqual([kind, codes]);
    expect(verdictSchema.parse(verdict)).toEqual(verdict);
  });
});

describe('inconclusive', () => {
  test.each<[string, Partial<VerdictRequest>, string[]]>([
    ['nothing replayed', { evidence: aQuietEvidence({ plan: nothingReplayed }) }, ['nothing-replayed']],
    ['too little fidelity', { evidence: aQuietEvidence({ fidelity: lowFidelity }) }, ['fidelity-too-low']],
    [
      'an approval does not help',
      { evidence: anEvidence({ fidelity: lowFidelity }), reviews: [aReview()] },
      ['fidelity-too-low'],
    ],
    [
      'a block is told beside it',
      { evidence: anEvidence({ fidelity: lowFidelity }), policy: blocking },
      ['fidelity-too-low', 'rule-blocks'],
    ],
    [
      'a rule for everybody, not AI-assisted',
      { evidence: aQuietEvidence({ provenance: human, plan: nothingReplayed }), policy: wholeWorld },
      ['nothing-replayed'],
    ],
    [
      'another policy than the evidence names',
      { policy: { ...aPolicyInForce(), digest: `sha256:${'00'.repeat(32)}` } },
      ['evidence-stale'],
    ],
    [
      'the same, not AI-assisted',
      {
        evidence: anEvidence({ provenance: human }),
        policy: { ...aPolicyInForce(), digest: `sha256:${'00'.repeat(32)}` },
      },
      ['evidence-stale'],
    ],
  ])('%s', (_name, overrides, codes) => {
    const verdict = decide(overrides);
    expect([verdict.kind, verdict.reasons.map(({ code }) => code)]).toEqual(['inconclusive', codes]);
  });

  test.each<[string, Partial<VerdictRequest>, string, string[]]>([
    [
      'not AI-assisted under rules for AI',
      { evidence: aQuietEvidence({ provenance: human, plan: nothingReplayed }) },
      'passed',
      ['not-ai-assisted', 'nothing-replayed'],
    ],
    [
      'a rule that only looks at paths',
      { evidence: aQuietEvidence({ plan: nothingReplayed }), policy: onlyPaths },
      'awaiting-approval',
      ['approval-missing'],
    ],
  ])('a gap that no rule hangs on is told, and decides nothing: %s', (_name, overrides, kind, codes) => {
    const verdict = decide(overrides);
    expect([verdict.kind, verdict.reasons.map(({ code }) => code)]).toEqual([kind, codes]);
  });
});

test('what the verdict rests on is named in it', () => {
  const verdict = decide();
  expect(verdict.head).toBe(anEvidence().head);
  expect(verdict.evidenceDigest).toBe(evidenceDigest);
  expect(verdict.policyDigest).toBe(aPolicyInForce().digest);
});

test('laws: never without a reason, never passed while an AI-assisted difference is unapproved', () => {
  const review = fc.record({
    user: fc.constantFrom('sara', 'kim', 'jo'),
    state: fc.constantFrom(
      'approved' as const,
      'changes-requested' as const,
      'commented' as const,
      'dismissed' as const,
    ),
    commit: fc.constantFrom(anEvidence().head, 'f'.repeat(40), null),
    submittedAt: fc.constantFrom('2026-11-22T09:00:00Z', '2026-11-22T10:05:00Z', '2026-11-22T10:06:00Z'),
  });
  fc.assert(
    fc.property(fc.array(review, { maxLength: 6 }), (reviews) => {
      const verdict = decide({
        reviews: reviews.map((each, index) => aReview({ ...each, id: String(index) })),
      });
      expect(verdict.reasons.length).toBeGreaterThan(0);
      const counted = verdict.approvals.filter(({ kind }) => kind === 'counted');
      expect(verdict.kind === 'passed').toBe(
        counted.length > 0 && !verdict.reasons.some(({ code }) => code === 'changes-requested'),
      );
      expect(counted.every(({ user }) => user === 'sara')).toBe(true);
    }),
  );
});
