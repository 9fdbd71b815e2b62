import * as z from 'zod';

/** How near the replay came to changed lines that it never ran, and which request to look at. */
export const nearestRequest = z.strictObject({
  lines: z.array(z.int().positive()).min(1).readonly().describe('The lines, of one branch of one function.'),
  function: z.string().describe('The function they stand in; `(module)` outside any.'),
  came: z
    .enum(['guard', 'function', 'file', 'nowhere'])
    .describe(
      'What ran at least: the guard, which went the other way, the function, or something of the file.',
    ),
  guard: z
    .strictObject({
      line: z.int().positive().describe('Where the guard stands.'),
      source: z.string().max(100).describe('Its head, cut.'),
    })
    .nullable()
    .describe('The innermost guard around them that ran; null where none did.'),
  exchangeId: z.string().nullable().describe('A request that came there; null where none is known.'),
  route: z.string().nullable().describe('Its route.'),
});
export type NearestRequest = z.infer<typeof nearestRequest>;

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
        nearest: z.array(nearestRequest).readonly().optional().describe('How near the replay came to them.'),
      }),
    )
    .readonly()
    .describe('Such lines that no replayed exchange reached.'),
  ai: z
    .strictObject({
      changedLines: z.int().positive().describe('Changed lines of the candidate that can be executed.'),
      executedLines: z.int().nonnegative().describe('Of these, executed.'),
    })
    .optional()
    .describe('The same of lines that commits with signs of AI help wrote; absent where there are none.'),
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
