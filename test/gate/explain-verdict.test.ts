import { expect, test } from '@jest/globals';
import * as explain from '../../src/gate/explain-verdict.ts';
import {
  aCluster,
  anEvidence,
  aPolicy,
  aProvenance,
  aQuietEvidence,
  evidenceDigest,
} from '../support/builders.ts';

const asking = {
  rule: 'critical',
  applies: true,
  why: 'it changes src/pricing.js',
  require: { kind: 'approvals', count: 2 },
} as const;
const context = { evidence: anEvidence(), evidenceDigest, policy: aPolicy() };

test('a missing approval says who may give it, on which commit, for which evidence', () => {
  expect(explain.approvalMissing(asking, 1, context)).toEqual({
    code: 'approval-missing',
    text: 'The rule “critical” asks for the approval of 2 seniors, and 1 of them has approved: it changes src/pricing.js.',
    remedy:
      'Ask one more senior to look at the evidence and approve commit 9bc01d2 (sara, a member of acme/seniors or someone with the role maintain or admin); the approval covers evidence 9f86d081884c.',
  });
  expect(explain.approvalMissing(asking, 0, context).remedy).toMatch(/^Ask 2 seniors to look at/);
});

test('without a commit there is nothing to approve', () => {
  const comparison = { ...context, evidence: anEvidence({ head: null }) };
  expect(explain.approvalMissing(asking, 0, comparison).remedy).toContain('only a commit can be approved');
});

test.each([
  [
    'stale evidence',
    explain.staleEvidence(anEvidence(), `sha256:${'00'.repeat(32)}`),
    'policy 5f5f5f5f5f5f, and policy 000000000000',
  ],
  [
    'a candidate that does not start',
    explain.candidateDoesNotStart(
      anEvidence({
        clusters: [
          aCluster({ kind: 'start-failed', example: { ...aCluster().example, candidate: 'exit code 1' } }),
        ],
      }),
    ),
    'The service does not start with the change. exit code 1',
  ],
  [
    'a rule that blocks',
    explain.ruleBlocks(asking),
    'The rule “critical” blocks: it changes src/pricing.js.',
  ],
  ['changes requested', explain.changesRequested(['sara', 'kim']), 'sara, kim asked for changes.'],
])('%s says what is the case and what to do', (_name, reason, text) => {
  expect(reason.text).toContain(text);
  expect(reason.remedy).toMatch(/^[A-Z].*\.$/);
});

test.each([
  [
    'no sign',
    explain.notAiAssisted(aQuietEvidence({ provenance: aProvenance({ verdict: 'unknown' }) })),
    'The change shows no sign of AI assistance.',
  ],
  [
    'no sign, with differences',
    explain.notAiAssisted(anEvidence({ provenance: aProvenance({ verdict: 'unknown' }) })),
    'The change shows no sign of AI assistance; the report lists 1 difference.',
  ],
  [
    'no commits',
    explain.notAiAssisted(aQuietEvidence({ provenance: null })),
    'Two builds were compared, not commits, so the policy asks for nothing.',
  ],
  [
    'no commit at all',
    explain.notAiAssisted(aQuietEvidence({ provenance: aProvenance({ verdict: 'unknown', commits: [] }) })),
    'There is no commit between base and head, so nothing was judged.',
  ],
  [
    'a bot',
    explain.notAiAssisted(aQuietEvidence({ provenance: aProvenance({ verdict: 'bot' }) })),
    'The change was made by a bot, not with AI assistance.',
  ],
  [
    'nothing counted',
    explain.noCountedFinding(aQuietEvidence()),
    'Before and after the change the service answered alike in 312 replayed exchanges, which executed 57 of 71 changed lines.',
  ],
  [
    'no rule',
    explain.noRuleApplies(anEvidence()),
    'No rule of the policy asks for anything; the report lists 1 difference.',
  ],
  [
    'approved',
    explain.approved(
      [
        { kind: 'counted', user: 'sara', reviewId: '1', reason: '' },
        { kind: 'dismissed', user: 'kim', reviewId: '2', reason: '' },
      ],
      anEvidence(),
      evidenceDigest,
    ),
    'sara approved commit 9bc01d2 with evidence 9f86d081884c.',
  ],
])('%s passes, and asks for nothing', (_name, reason, text) => {
  expect(reason).toMatchObject({ text, remedy: '' });
});

test('lines nobody could observe are said to be unknown', () => {
  const exercise = { known: false, changedLines: 0, executedLines: 0, neverExecuted: [], exchanges: 0 };
  expect(explain.noCountedFinding(aQuietEvidence({ exercise, bound: null })).text).toContain('is not known');
});
