import { describe, expect, test } from '@jest/globals';
import { defaultPolicy, policyInForce } from '../../src/config/default-policy.ts';
import { policy } from '../../src/domain/policy.ts';

describe('defaultPolicy', () => {
  test('is a policy by the domain', () => {
    expect(policy.parse(defaultPolicy)).toEqual(defaultPolicy);
  });

  test('asks something of AI-assisted changes only', () => {
    for (const rule of defaultPolicy.rules) expect(rule.when.provenance).toEqual(['ai', 'mixed']);
  });
});

describe('policyInForce', () => {
  test('the digest does not depend on the order of keys, and depends on everything else', () => {
    const { rules, ...rest } = defaultPolicy;
    const reordered = { rules, ...rest };
    const digest = policyInForce(defaultPolicy, 'a').digest;
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(policyInForce(reordered, 'b').digest).toBe(digest);
    expect(policyInForce({ ...defaultPolicy, minimumFidelity: 0.81 }, 'a').digest).not.toBe(digest);
    expect(policyInForce({ ...defaultPolicy, rules: rules.toReversed() }, 'a').digest).not.toBe(digest);
  });

  test('an absent condition and one that is undefined are the same policy', () => {
    const rule = { name: 'a', when: { findings: 'counted' as const }, require: { kind: 'block' as const } };
    const spelledOut = { ...rule, when: { ...rule.when, paths: undefined } };
    expect(policyInForce({ ...defaultPolicy, rules: [spelledOut] }, 'a').digest).toBe(
      policyInForce({ ...defaultPolicy, rules: [rule] }, 'a').digest,
    );
  });
});
