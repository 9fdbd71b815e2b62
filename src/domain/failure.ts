import * as z from 'zod';
import { throwFrame } from './runtime-snapshot.ts';

/** An error that one build threw in an exchange and the other not, with the state of both as near to it as was captured. */
export const failure = z.strictObject({
  role: z.enum(['baseline', 'candidate']).describe('Which build threw it.'),
  error: z.string().describe('Class and message, redacted; untrusted.'),
  at: z.string().describe('Nearest frame inside the repository, `file:line`, or empty.'),
  told: z.boolean().describe('Whether it was printed or left uncaught; else it was caught in silence.'),
  frames: z
    .array(throwFrame)
    .readonly()
    .describe('Frames inside the repository at the throw, innermost first; only in evidence traces.')
    .optional(),
  otherAt: z
    .string()
    .nullable()
    .describe('Where the state of the other build was captured, `file:line`; null where it was not.'),
  variables: z
    .array(
      z.strictObject({
        name: z.string().describe('Name of the variable.'),
        baseline: z.string().nullable().describe('What it held in the baseline, as text; untrusted.'),
        candidate: z.string().nullable().describe('What it held in the candidate, as text; untrusted.'),
      }),
    )
    .readonly()
    .describe('Those that differ first. Null where a side did not capture it.'),
});
export type Failure = z.infer<typeof failure>;
