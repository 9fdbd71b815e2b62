import type { Evidence } from '../domain/evidence.ts';
import type { PolicyInForce, Requirement } from '../domain/policy.ts';
import type { Approval, Reason, Review, RuleOutcome, Verdict } from '../domain/verdict.ts';
import { countApprovals, seniorsAskingForChanges } from './count-approvals.ts';
import { evidenceGaps } from './evidence-gaps.ts';
import * as explain from './explain-verdict.ts';
import { matchRules, rulesThatHangOnReplay } from './match-rules.ts';
import { effectiveProvenance } from './rule-conditions.ts';

export type VerdictRequest = {
  readonly evidence: Evidence;
  readonly evidenceDigest: string;
  readonly policy: PolicyInForce;
  readonly reviews: readonly Review[];
  /** Who may not approve because they took part in the change, each with what they did. */
  readonly excluded: readonly { readonly user: string; readonly why: string }[];
};

/**
 * The decision, in this order: what cannot be decided, what is forbidden, what is still asked for, and only then
 * `passed`. A gap in the evidence counts where a rule that could apply hangs on the replay (docs/decisions/0002).
 */
export function decideVerdict(request: VerdictRequest): Verdict {
  const { evidence, evidenceDigest, policy } = request;
  const rules = matchRules(evidence, policy.policy);
  const approvals = countApprovals({
    ...request,
    policy: policy.policy,
    head: evidence.head,
    policyDigest: policy.digest,
  });
  return {
    ...decide(request, rules, approvals),
    rules,
    approvals,
    head: evidence.head,
    evidenceDigest,
    policyDigest: policy.digest,
  };
}

type Decision = Pick<Verdict, 'kind' | 'reasons'>;

function decide(
  request: VerdictRequest,
  rules: readonly RuleOutcome[],
  approvals: readonly Approval[],
): Decision {
  const { evidence, policy } = request;
  const blocking = blockingReasons(request, rules);
  const gaps = startFailed(evidence) || ended(evidence) ? [] : evidenceGaps(evidence, policy.policy);
  const gapsMatter = rulesThatHangOnReplay(evidence, policy.policy).length > 0;
  const undecided = [...staleness(request), ...(gapsMatter ? gaps : [])];
  if (undecided.length > 0) return { kind: 'inconclusive', reasons: [...undecided, ...blocking] };
  if (blocking.length > 0) return { kind: 'blocked', reasons: blocking };
  const missing = missingApprovals(request, rules, approvals);
  if (missing.length > 0) return { kind: 'awaiting-approval', reasons: missing };
  return { kind: 'passed', reasons: [...passingReasons(request, rules, approvals), ...gaps] };
}

function staleness({ evidence, policy }: VerdictRequest): readonly Reason[] {
  return evidence.policyDigest === policy.digest ? [] : [explain.staleEvidence(evidence, policy.digest)];
}

function blockingReasons(
  { evidence, policy, reviews }: VerdictRequest,
  rules: readonly RuleOutcome[],
): readonly Reason[] {
  const objecting = seniorsAskingForChanges(reviews, policy.policy);
  return [
    ...(startFailed(evidence) ? [explain.candidateDoesNotStart(evidence)] : []),
    ...(ended(evidence) ? [explain.candidateEnded(evidence)] : []),
    ...rules.filter(({ applies, require }) => applies && require.kind === 'block').map(explain.ruleBlocks),
    ...(objecting.length > 0 ? [explain.changesRequested(objecting)] : []),
  ];
}

function startFailed(evidence: Evidence): boolean {
  return evidence.clusters.some(({ kind }) => kind === 'start-failed');
}

/** What a service does not live to answer is no proof of anything, whoever made the change. */
function ended(evidence: Evidence): boolean {
  return explain.endOf(evidence) !== undefined;
}

type Asking = RuleOutcome & { readonly require: Extract<Requirement, { kind: 'approvals' }> };

/** Each rule that asks for approvals is held against the same people: the one that asks for most decides. */
function missingApprovals(
  request: VerdictRequest,
  rules: readonly RuleOutcome[],
  approvals: readonly Approval[],
): readonly Reason[] {
  const given = seniorsWhoApproved(approvals).length;
  return rules
    .filter(asksForApprovals)
    .filter(({ require }) => require.count > given)
    .toSorted((a, b) => b.require.count - a.require.count)
    .map((rule) => explain.approvalMissing(rule, given, { ...request, policy: request.policy.policy }));
}

function asksForApprovals(outcome: RuleOutcome): outcome is Asking {
  return outcome.applies && outcome.require.kind === 'approvals';
}

function seniorsWhoApproved(approvals: readonly Approval[]): readonly string[] {
  const users = approvals.filter(({ kind }) => kind === 'counted').map(({ user }) => user.toLowerCase());
  return [...new Set(users)];
}

function passingReasons(
  { evidence, evidenceDigest, policy }: VerdictRequest,
  rules: readonly RuleOutcome[],
  approvals: readonly Approval[],
): readonly Reason[] {
  if (rules.some(asksForApprovals)) return [explain.approved(approvals, evidence, evidenceDigest)];
  const provenance = effectiveProvenance(evidence, policy.policy);
  const notAi = provenance === 'ai' || provenance === 'mixed' ? [] : [explain.notAiAssisted(evidence)];
  if (evidence.clusters.length > 0) return notAi.length > 0 ? notAi : [explain.noRuleApplies(evidence)];
  return evidence.plan.exchanges > 0 ? [...notAi, explain.noCountedFinding(evidence)] : notAi;
}
