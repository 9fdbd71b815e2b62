import { expect, test } from '@jest/globals';
import { matchRules, rulesThatHangOnReplay } from '../../src/gate/match-rules.ts';
import { anEvidence, aPolicy, aProvenance, aQuietEvidence, aRule } from '../support/builders.ts';

const byPath = aRule({ name: 'by path', when: { paths: ['infra/**'] }, require: { kind: 'block' } });
const always = aRule({ name: 'always', when: {}, require: { kind: 'none' } });

test('every rule is listed, in order, with the condition that decided it', () => {
  const policy = aPolicy({ rules: [aRule({ name: 'a' }), byPath, always] });
  expect(matchRules(anEvidence(), policy)).toEqual([
    {
      rule: 'a',
      applies: true,
      why: 'the change is AI-assisted, and the replay shows 1 counted difference',
      require: { kind: 'approvals', count: 1 },
    },
    { rule: 'by path', applies: false, why: 'it changes nothing under infra/**', require: { kind: 'block' } },
    { rule: 'always', applies: true, why: 'it has no condition', require: { kind: 'none' } },
  ]);
});

test('all conditions must hold, and each one that does not is named', () => {
  const human = aQuietEvidence({ provenance: aProvenance({ verdict: 'unknown' }) });
  const [outcome] = matchRules(human, aPolicy({ rules: [aRule()] }));
  expect(outcome?.applies).toBe(false);
  expect(outcome?.why).toBe(
    'the change shows no sign of AI assistance, and the rule is for ai or mixed, and the replay shows no counted difference',
  );
});

test.each([
  ['an AI-assisted change under a rule on findings', aQuietEvidence(), aRule(), 1],
  ['the same once findings are there', anEvidence(), aRule(), 1],
  ['a change without sign under a rule for AI', aQuietEvidence({ provenance: null }), aRule(), 0],
  ['a rule that only looks at paths', aQuietEvidence(), byPath, 0],
  ['a rule that asks for nothing', aQuietEvidence(), aRule({ require: { kind: 'none' } }), 0],
])('%s', (_name, evidence, rule, number) => {
  expect(rulesThatHangOnReplay(evidence, aPolicy({ rules: [rule] }))).toHaveLength(number);
});
