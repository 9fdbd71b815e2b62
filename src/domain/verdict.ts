import * as z from 'zod';
import { requirement } from './policy.ts';

/** A review as the code host has it, or as `shadowgate approve` wrote it on one machine. */
export const review = z.strictObject({
  id: z.string().describe('Id at its source.'),
  user: z.string().describe('Login.'),
  userIsBot: z.boolean().describe('Whether the account is a bot.'),
  role: z
    .string()
    .nullable()
    .describe('Role in the repository, e.g. `maintain`; null when it has none or it is unknown.'),
  teams: z
    .array(z.string())
    .readonly()
    .describe('Teams named in the policy of which the user is known to be a member.'),
  state: z
    .enum(['approved', 'changes-requested', 'commented', 'dismissed', 'pending'])
    .describe('What the review says.'),
  commit: z.string().nullable().describe('The commit that was reviewed.'),
  submittedAt: z.string().describe('ISO 8601.'),
  evidenceDigest: z.string().nullable().describe('The evidence it names, when it names one.'),
  policyDigest: z.string().nullable().describe('The policy it names, when it names one.'),
});
export type Review = z.infer<typeof review>;

const judgedReview = {
  user: z.string().describe('Login of who gave it.'),
  reviewId: z.string().describe('The review.'),
  reason: z.string().describe('Why it counts, or why it does not.'),
};

/** What became of a review that approves. Dismissals are kept and shown, each with its reason. */
export const approval = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('counted'), ...judgedReview }),
  z.strictObject({ kind: z.literal('dismissed'), ...judgedReview }),
]);
export type Approval = z.infer<typeof approval>;

export const reasonCode = z.enum([
  'not-ai-assisted',
  'no-counted-finding',
  'no-rule-applies',
  'approved',
  'approval-missing',
  'changes-requested',
  'rule-blocks',
  'nothing-replayed',
  'nothing-exercised',
  'exercise-too-low',
  'fidelity-too-low',
  'isolation-too-low',
  'completeness-too-low',
  'upstream-match-too-low',
  'recording-damaged',
  'candidate-does-not-start',
  'candidate-ended',
  'replay-incomplete',
  'state-unread',
  'evidence-stale',
  'head-shared',
]);

export const reason = z.strictObject({
  code: reasonCode.describe('For programs.'),
  text: z.string().describe('What is the case, in one sentence.'),
  remedy: z
    .string()
    .describe('What to do now, in one imperative sentence; empty when there is nothing to do.'),
});
export type Reason = z.infer<typeof reason>;

export const ruleOutcome = z.strictObject({
  rule: z.string().describe('Name of the rule.'),
  applies: z.boolean().describe('Whether its conditions held.'),
  why: z.string().describe('Which condition decided that.'),
  require: requirement.describe('What the rule asks for when it applies.'),
});
export type RuleOutcome = z.infer<typeof ruleOutcome>;

export const verdict = z.strictObject({
  kind: z
    .enum(['passed', 'awaiting-approval', 'blocked', 'inconclusive'])
    .describe('Inconclusive is never green.'),
  reasons: z.array(reason).readonly().describe('Why, most important first; never empty.'),
  rules: z.array(ruleOutcome).readonly().describe('Every rule of the policy, also those that do not apply.'),
  approvals: z.array(approval).readonly().describe('Every approving review, counted or dismissed.'),
  head: z.string().nullable().describe('The commit this holds for.'),
  evidenceDigest: z.string().describe('The evidence this rests on.'),
  policyDigest: z.string().describe('The policy this rests on.'),
});
export type Verdict = z.infer<typeof verdict>;
