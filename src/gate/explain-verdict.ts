import type { Cluster } from '../domain/cluster.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Policy } from '../domain/policy.ts';
import type { Approval, Reason, RuleOutcome } from '../domain/verdict.ts';
import { countDifferences } from './count-differences.ts';
import { seniorsInWords } from './recognise-senior.ts';

/** The sentences of a verdict: what is the case, and what to do now. */

export function staleEvidence(evidence: Evidence, policyDigest: string): Reason {
  return {
    code: 'evidence-stale',
    text: `The evidence was gathered under policy ${hex(evidence.policyDigest)}, and policy ${hex(policyDigest)} is in force now.`,
    remedy: 'Run the replay again, so that the evidence rests on the policy in force.',
  };
}

export function candidateDoesNotStart(evidence: Evidence): Reason {
  const how = evidence.clusters.find(({ kind }) => kind === 'start-failed')?.example.candidate ?? '';
  return {
    code: 'candidate-does-not-start',
    text: `The service does not start with the change. ${how}`.trim(),
    remedy:
      'Correct the change until the service builds and starts; what that needs belongs in the settings at the base branch.',
  };
}

/** The cluster in which the candidate ended under the replay, if it did. */
export function endOf({ clusters }: Evidence): Cluster | undefined {
  const isEnd = (kind: string) => kind === 'limit-exceeded' || kind === 'process-ended';
  return clusters.find(({ kind, places }) => isEnd(kind) || places.some((place) => isEnd(place.kind)));
}

export function candidateEnded(evidence: Evidence): Reason {
  const cluster = endOf(evidence);
  const how = cluster?.pattern === 'process' ? `: it ${cluster.example.candidate ?? 'ended'}` : '';
  return {
    code: 'candidate-ended',
    text: `The service with the change did not live through the replay${how}.`,
    remedy:
      'Correct the change until the service answers the whole recording within its limits; the report names the exchange.',
  };
}

export function ruleBlocks({ rule, why }: RuleOutcome): Reason {
  return {
    code: 'rule-blocks',
    text: `The rule “${rule}” blocks: ${why}.`,
    remedy: 'Take back what the rule forbids, or change the rule on the base branch first.',
  };
}

export function changesRequested(users: readonly string[]): Reason {
  return {
    code: 'changes-requested',
    text: `${users.join(', ')} asked for changes.`,
    remedy: `Do what was asked, then have ${users.join(' and ')} approve or dismiss that review.`,
  };
}

/** Approvals that a rule asks for and that are not there yet; says who could give them, and for what exactly. */
export function approvalMissing(
  { rule, why, require }: RuleOutcome & { readonly require: { readonly kind: 'approvals' } },
  given: number,
  { evidence, evidenceDigest, policy }: { evidence: Evidence; evidenceDigest: string; policy: Policy },
): Reason {
  const missing = require.count - given;
  const have = given === 0 ? 'none has approved yet' : `${given} of them has approved`;
  return {
    code: 'approval-missing',
    text: `The rule “${rule}” asks for the approval of ${seniorsCounted(require.count)}, and ${have}: ${why}.`,
    remedy:
      evidence.head === null
        ? 'Judge commits with `shadowgate gate`: only a commit can be approved.'
        : `Ask ${seniorsMissing(missing, given)} to look at the evidence and approve commit ${evidence.head.slice(0, 7)} (${seniorsInWords(policy.seniors)}); the approval covers evidence ${hex(evidenceDigest)}.`,
  };
}

export function approved(approvals: readonly Approval[], evidence: Evidence, evidenceDigest: string): Reason {
  const users = approvals.filter(({ kind }) => kind === 'counted').map(({ user }) => user);
  return {
    code: 'approved',
    text: `${users.join(' and ')} approved commit ${evidence.head?.slice(0, 7) ?? 'unknown'} with evidence ${hex(evidenceDigest)}.`,
    remedy: '',
  };
}

export function notAiAssisted(evidence: Evidence): Reason {
  const { clusters } = evidence;
  const differences =
    clusters.length === 0 ? '' : `; the report lists ${countDifferences(clusters, 'difference')}`;
  return { code: 'not-ai-assisted', text: `${silence(evidence)}${differences}.`, remedy: '' };
}

function silence({ provenance }: Evidence): string {
  if (provenance === null) return 'Two builds were compared, not commits, so the policy asks for nothing';
  if (provenance.commits.length === 0)
    return 'There is no commit between base and head, so nothing was judged';
  return provenance.verdict === 'bot'
    ? 'The change was made by a bot, not with AI assistance'
    : 'The change shows no sign of AI assistance';
}

export function noCountedFinding({ plan, exercise }: Evidence): Reason {
  return {
    code: 'no-counted-finding',
    text: `Before and after the change the service answered alike in ${counted(plan.exchanges, 'replayed exchange')}${reached(exercise)}.`,
    remedy: '',
  };
}

function reached({ known, changedLines, executedLines }: Evidence['exercise']): string {
  if (!known) return '; which changed lines they executed is not known';
  return changedLines === 0
    ? ''
    : `, which executed ${executedLines} of ${counted(changedLines, 'changed line')}`;
}

export function noRuleApplies(evidence: Evidence): Reason {
  return {
    code: 'no-rule-applies',
    text: `No rule of the policy asks for anything; the report lists ${countDifferences(evidence.clusters, 'difference')}.`,
    remedy: '',
  };
}

function seniorsMissing(missing: number, given: number): string {
  if (given === 0) return seniorsCounted(missing);
  return missing === 1 ? 'one more senior' : `${missing} more seniors`;
}

function seniorsCounted(count: number): string {
  return count === 1 ? 'one senior' : `${count} seniors`;
}

function hex(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

function counted(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number} ${noun}s`;
}
