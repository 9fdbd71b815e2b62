import * as z from 'zod';
import { failure } from './failure.ts';
import { hit } from './runtime-snapshot.ts';

/** The earliest place in an evidence trace where the two states part. */
export const firstDivergence = z.strictObject({
  exchangeId: z.string().describe('The exchange it was found in.'),
  kind: z
    .enum(['value', 'branch', 'iterations', 'statement', 'moved', 'call', 'throw', 'unexplained'])
    .describe(
      'How the states part; `statement`: one build ran a statement that the other does not have; `moved`: both have it and ran it at different points.',
    ),
  file: z.string().describe('Path at head, from the repository root.'),
  baselineLine: z.int().positive().nullable().describe('Line of the statement in the base file.'),
  candidateLine: z.int().positive().nullable().describe('Line of the statement in the head file.'),
  baselineStatement: z
    .string()
    .nullable()
    .describe('Source of the statement at base, cut to 200 characters.'),
  candidateStatement: z
    .string()
    .nullable()
    .describe('Source of the statement at head, cut to 200 characters.'),
  isChanged: z
    .boolean()
    .describe('Whether that statement is part of the change; else it merely met what differs.'),
  variable: z
    .string()
    .nullable()
    .describe('Variable, with a path inside it, e.g. `cart.total`; null for control flow.'),
  baseline: z.string().nullable().describe('What it held in the baseline, as text, redacted; untrusted.'),
  candidate: z.string().nullable().describe('What it held in the candidate, as text, redacted; untrusted.'),
  equalInputs: z
    .array(
      z.strictObject({
        name: z.string().describe('Name of the variable.'),
        value: z.string().describe('What it held on both sides, as text; untrusted.'),
      }),
    )
    .readonly()
    .describe(
      'Variables the statement refers to that held the same on both sides: they pin the cause to it.',
    ),
  besides: z
    .array(
      z.strictObject({
        file: z.string().describe('Path at head, from the repository root.'),
        line: z.int().positive().describe('Line of the statement in the head file.'),
        variable: z.string().describe('Variable, with a path inside it.'),
        baseline: z.string().describe('What it held in the baseline, as text, redacted; untrusted.'),
        candidate: z.string().describe('What it held in the candidate, as text, redacted; untrusted.'),
      }),
    )
    .readonly()
    .optional()
    .describe(
      'Other statements that the change rewrote and that gave another value afterwards: some of what differs may come of them alone.',
    ),
  strikes: z
    .strictObject({
      condition: z.string().describe('An input and its value, e.g. `order.tier = "silver"`; untrusted.'),
      diverging: z.int().positive().describe('Exchanges that diverge there.'),
      alike: z.int().positive().describe('Exchanges that passed there alike.'),
    })
    .optional()
    .describe(
      'The one input, the same in both builds, that tells the requests that diverge from those that do not.',
    ),
});
export type FirstDivergence = z.infer<typeof firstDivergence>;

/** The aligned hits of baseline and candidate for one exchange. A side is null where only the other passed. */
export const evidenceTrace = z.strictObject({
  service: z.string().optional().describe('The service it belongs to, where there are several.'),
  exchangeId: z.string().describe('The exchange.'),
  pairs: z
    .array(
      z.strictObject({
        probeId: z.string().describe('The probe that both sides passed, or one did.'),
        baseline: hit.nullable().describe('What the baseline held; null where it did not pass.'),
        candidate: hit.nullable().describe('What the candidate held; null where it did not pass.'),
        equal: z.boolean().describe('Whether both held the same, as far as they do not vary by nature.'),
      }),
    )
    .readonly()
    .describe('Hits in the order of the baseline.'),
  firstDivergence: firstDivergence.nullable().describe('Null when the two traces agree.'),
  effects: firstDivergence
    .optional()
    .describe(
      'The changed statement under which one build asked, called, wrote or started something that the other did not; absent where it is the first divergence, or not known.',
    ),
  failures: z
    .array(failure)
    .readonly()
    .optional()
    .describe('Errors that only one build threw, with its variables; absent where there are none.'),
  perturbed: z.boolean().describe('Whether the probes changed a response; such a trace explains nothing.'),
});
export type EvidenceTrace = z.infer<typeof evidenceTrace>;
