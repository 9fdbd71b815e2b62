import type { Evidence } from '../domain/evidence.ts';
import type { Policy, Rule } from '../domain/policy.ts';
import type { RuleOutcome } from '../domain/verdict.ts';
import { checkConditions } from './rule-conditions.ts';

/**
 * Asks every rule of the policy whether it applies. A rule that does not is listed with the condition that failed,
 * never left out: a rule that quietly drops out of the list is how changes merge unapproved.
 */
export function matchRules(evidence: Evidence, policy: Policy): readonly RuleOutcome[] {
  return policy.rules.map((rule) => {
    const checks = checkConditions(rule.when, evidence, policy);
    const failed = checks.filter(({ holds }) => !holds);
    const decisive = failed.length > 0 ? failed : checks;
    const why = decisive.map((check) => check.why).join(', and ');
    return {
      rule: rule.name,
      applies: failed.length === 0,
      why: why === '' ? 'it has no condition' : why,
      require: rule.require,
    };
  });
}

/**
 * Rules that the replay decides: all their other conditions hold, and they ask for something. Where there is none,
 * a gap in the evidence could not have changed the verdict.
 */
export function rulesThatHangOnReplay(evidence: Evidence, policy: Policy): readonly Rule[] {
  return policy.rules.filter((rule) => {
    const checks = checkConditions(rule.when, evidence, policy);
    const open = checks.some(({ hangsOnReplay }) => hangsOnReplay);
    return (
      rule.require.kind !== 'none' && open && checks.every((check) => check.holds || check.hangsOnReplay)
    );
  });
}
