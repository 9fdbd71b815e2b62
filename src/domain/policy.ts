import * as z from 'zod';
import { costSettings } from './cost.ts';
import { divergenceKind, severity } from './divergence.ts';
import { isolationLevel } from './isolation.ts';
import { provenanceVerdict } from './provenance.ts';
import { severityRule } from './severity-rule.ts';

/** Who may approve. A person counts as senior when any one of the sources names them. */
export const seniors = z.strictObject({
  users: z.array(z.string()).readonly().describe('Logins.'),
  teams: z.array(z.string()).readonly().describe('`organisation/team`; needs a token that may read members.'),
  roles: z.array(z.string()).readonly().describe('Repository roles, e.g. `maintain`, `admin`.'),
});
export type Seniors = z.infer<typeof seniors>;

/** When a rule applies; every condition given must hold. */
export const condition = z.strictObject({
  provenance: z
    .array(provenanceVerdict)
    .readonly()
    .optional()
    .describe('The change has one of these provenances.'),
  findings: z
    .enum(['counted', 'none'])
    .optional()
    .describe('Whether counted findings exist (of `severity` or worse).'),
  severity: severity.optional().describe('Only findings of this severity or worse are looked at.'),
  paths: z.array(z.string()).readonly().optional().describe('Globs: a changed file matches one of them.'),
  routes: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('Globs over route templates: a counted finding is on one.'),
});
export type Condition = z.infer<typeof condition>;

/** What must be true to merge. */
export const requirement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('approvals'),
    count: z.int().min(1).max(6).describe('How many different seniors must approve.'),
  }),
  z.strictObject({ kind: z.literal('block') }),
]);
export type Requirement = z.infer<typeof requirement>;

export const rule = z.strictObject({
  name: z.string().describe('Shown wherever the rule is applied.'),
  when: condition.describe('When it applies.'),
  require: requirement.describe('What it then asks for.'),
});
export type Rule = z.infer<typeof rule>;

/** A written excuse for one place. Paths are exact patterns; nothing is matched by substring. */
export const ignoreRule = z.strictObject({
  route: z.string().describe('Route template, exact, or `*` for every route.'),
  pattern: z.string().describe('Place pattern, exact; a whole body cannot be ignored.'),
  kind: divergenceKind
    .optional()
    .describe(
      'The one kind it excuses; without it, values alone and nothing that comes, goes or changes type.',
    ),
  reason: z.string().describe('Why the difference is excused.'),
  owner: z.string().describe('Who answers for it.'),
  expires: z.iso.date().describe('Last day on which it holds.'),
});
export type IgnoreRule = z.infer<typeof ignoreRule>;

/** A written rule by which recorded requests are not replayed: those of one route, or one exchange. Exact; nothing is matched by a part. */
export type LeaveOutRule = {
  readonly route?: string;
  readonly exchange?: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds. */
  readonly expires: string;
};

export const policy = z.strictObject({
  seniors: seniors.describe('Who may approve.'),
  unknownProvenance: z.enum(['as-unknown', 'as-ai']).describe('How a change without any sign is treated.'),
  minimumFidelity: z.number().min(0).max(1).describe('Below this share the verdict is inconclusive.'),
  minimumCompleteness: z
    .number()
    .min(0)
    .max(1)
    .describe('Below this share the verdict is inconclusive; not applied when unknown.'),
  minimumExercised: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of changed executable lines that the replay must reach; 0 still asks for one line.'),
  minimumUpstreamMatch: z
    .number()
    .min(0)
    .max(1)
    .describe('Share of the outbound calls of the baseline that the recording must answer.'),
  minimumIsolation: isolationLevel.describe(
    'Where the instances are shut in less far, the verdict is inconclusive; not applied to services that already ran, unless it asks for more than the default.',
  ),
  excludeContributors: z
    .boolean()
    .describe('Whether authors, committers and co-authors of the change may not approve.'),
  rules: z.array(rule).readonly().describe('All matching rules apply; the strictest requirement wins.'),
  ignores: z.array(ignoreRule).readonly().describe('Written excuses.'),
  severities: z
    .partialRecord(severityRule, severity)
    .describe('What the repository rates otherwise, by the name of the rule.'),
  cost: costSettings.describe('From what difference on a cost is a finding.'),
});
export type Policy = z.infer<typeof policy>;

/** A policy with where it came from and its digest; approvals are bound to that digest. */
export type PolicyInForce = {
  readonly policy: Policy;
  /** e.g. `.github/shadowgate.yml at 3f2a91c` or `built-in default`. */
  readonly source: string;
  readonly digest: string;
};
