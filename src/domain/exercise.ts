import * as z from 'zod';

/** How far the replay reached into the change: what of it ran, and what nobody could tell. */
export const exercise = z.strictObject({
  known: z.boolean().describe('False when no agent could tell; then nothing below is proven.'),
  changedLines: z
    .int()
    .nonnegative()
    .describe('Lines that can be executed: changed ones of the candidate, and removed ones of the baseline.'),
  executedLines: z.int().nonnegative().describe('Of these, executed by at least one replayed exchange.'),
  neverExecuted: z
    .array(
      z.strictObject({
        file: z.string().describe('Path at head; at base for removed lines.'),
        lines: z.array(z.int().positive()).readonly().describe('Line numbers, counted from 1.'),
        removed: z
          .literal(true)
          .optional()
          .describe('Whether these are lines of the base file that are gone.'),
      }),
    )
    .readonly()
    .describe('Such lines that no replayed exchange reached.'),
  unseen: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('Changed files of which no agent could tell, as behind a build step or in another language.'),
  exchanges: z
    .int()
    .nonnegative()
    .describe('Replayed exchanges known to have reached a changed line; a lower bound.'),
});
export type Exercise = z.infer<typeof exercise>;
