import * as z from 'zod';
import { severity } from '../domain/divergence.ts';
import { isolationLevel } from '../domain/isolation.ts';
import { provenanceVerdict } from '../domain/provenance.ts';
import { defaultPolicy } from './default-policy.ts';
import { add, glob, share, words } from './written-values.ts';

const login = z
  .string()
  .max(100)
  .superRefine((name, context) => {
    if (name.startsWith('@')) add(context, 'a login is written without @', `write ${name.slice(1)}`, name);
    else if (!/^[A-Za-z0-9](?:[A-Za-z0-9-_]*)(?:\[bot\])?$/.test(name)) {
      add(context, 'not a login', 'write the name of an account, such as sara', name);
    }
  });
const team = z
  .string()
  .max(200)
  .superRefine((name, context) => {
    if (!/^[A-Za-z0-9][\w-]*\/[A-Za-z0-9][\w-]*$/.test(name)) {
      add(context, 'not a team', 'write organisation/team, such as acme/seniors', name);
    }
  });

const condition = z.strictObject({
  provenance: z.array(provenanceVerdict).min(1).readonly().optional(),
  findings: z.enum(['counted', 'none']).optional(),
  severity: severity.optional(),
  paths: z.array(glob).min(1).max(200).readonly().optional(),
  routes: z.array(glob).min(1).max(200).readonly().optional(),
});

const requirementWord = z.enum(['none', 'block']);
const requirementCount = z.strictObject({ approvals: z.int().min(1).max(6) });

/** `none`, `block` or `{approvals: 1}`. The shape is chosen first, so that a mistake is told within that shape. */
const requirement = z.unknown().transform((written, context) => {
  const chosen = typeof written === 'object' && written !== null ? requirementCount : requirementWord;
  const parsed = chosen.safeParse(written);
  if (!parsed.success) {
    for (const { message: _, ...issue } of parsed.error.issues) {
      context.issues.push({ ...issue, path: [...issue.path], input: written } as z.core.$ZodRawIssue);
    }
    return z.NEVER;
  }
  return typeof parsed.data === 'string'
    ? { kind: parsed.data }
    : { kind: 'approvals' as const, count: parsed.data.approvals };
});

const rule = z.strictObject({ name: words, when: condition, require: requirement });
const names = <Schema extends z.ZodType<string>>(each: Schema) =>
  z.array(each).max(200).readonly().default([]);

/** What must be true to merge, and who may say so; the meaning of each is in src/domain/policy.ts. */
export const policy = z.strictObject({
  seniors: z
    .strictObject({ users: names(login), teams: names(team), roles: names(words) })
    .default(defaultPolicy.seniors),
  'unknown-provenance': z.enum(['as-unknown', 'as-ai']).default(defaultPolicy.unknownProvenance),
  'minimum-fidelity': share.prefault(defaultPolicy.minimumFidelity),
  'minimum-completeness': share.prefault(defaultPolicy.minimumCompleteness),
  'minimum-exercised': share.prefault(defaultPolicy.minimumExercised),
  'minimum-upstream-match': share.prefault(defaultPolicy.minimumUpstreamMatch),
  'exclude-contributors': z.boolean().default(defaultPolicy.excludeContributors),
  'minimum-isolation': isolationLevel.default(defaultPolicy.minimumIsolation),
  rules: z.array(rule).max(100).readonly().default(defaultPolicy.rules),
});
