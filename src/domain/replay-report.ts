import * as z from 'zod';

/** When requests leave: at the distances of the recording, or as soon as those are answered that they must wait for. */
export const replayTiming = z.enum(['recorded', 'as-fast-as-possible']);
export type ReplayTiming = z.infer<typeof replayTiming>;

/** How far starts were behind the schedule that the recording gives; a start that was early is not behind at all. */
export const replayLag = z.strictObject({
  exchanges: z.int().nonnegative().describe('Exchanges that were sent.'),
  medianMs: z.number().nonnegative().describe('Half of them were at most so far behind.'),
  p95Ms: z.number().nonnegative().describe('95 % of them were at most so far behind.'),
  maxMs: z.number().nonnegative().describe('The one that was furthest behind.'),
  boundMs: z.number().positive().describe('What is counted as late.'),
  shareOver: z.number().min(0).max(1).describe('Share of them that was late.'),
});
export type ReplayLag = z.infer<typeof replayLag>;

/** What became of values that responses of the recording issued and later requests carry. */
export const followedValues = z.strictObject({
  substituted: z.int().nonnegative().describe('Values in place of which each instance was sent its own.'),
  unresolved: z
    .int()
    .nonnegative()
    .describe('Values that went to an instance as recorded, since it had issued none in their place.'),
  examples: z
    .array(z.string())
    .readonly()
    .describe('Some of them in words, unresolved ones first; all are in `values.ndjson`. Untrusted.'),
});

/** How the exchanges of the observe run were sent: in which order, when, and how far from the recording. */
export const replayReport = z.strictObject({
  timing: replayTiming.describe('Whether the distances of the recording were kept.'),
  speed: z
    .number()
    .positive()
    .describe('By what recorded distances were divided; 1 unless timing is `recorded`.'),
  concurrency: z.int().positive().describe('Exchanges under way at the same time, at most.'),
  seed: z
    .int()
    .nonnegative()
    .describe('From which the order of the instances was drawn; the same for the same recording.'),
  askedFirst: z
    .record(z.string(), z.int().nonnegative())
    .describe('How many exchanges went to each instance first.'),
  pauses: z
    .strictObject({
      kept: z.int().nonnegative().describe('Exchanges that waited.'),
      totalMs: z.number().nonnegative().describe('What they waited together.'),
      boundMs: z.number().nonnegative().describe('What was kept of a longer pause.'),
    })
    .describe('Recorded pauses between a write and what follows in its session.'),
  lag: replayLag.describe('How far behind the recorded schedule.'),
  values: followedValues.describe('Values that were carried from responses to later requests.'),
});
export type ReplayReport = z.infer<typeof replayReport>;
