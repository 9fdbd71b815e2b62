import * as z from 'zod';
import { divergenceKind, place, shownValue } from './divergence.ts';
import { serviceName } from './service.ts';

/** Why a difference stands although values vary at its place: noise that was learned is held to what was learned. */
export const noiseRefusal = z.enum([
  'other-form',
  'structural',
  'array-length',
  'root-value',
  'over-broad',
  'order-ambiguous',
  'unresolved',
  'broken-relation',
  'systematic',
]);
export type NoiseRefusal = z.infer<typeof noiseRefusal>;

/** One difference of those that share a place, so that a reader can see what was hidden. */
const noiseExample = z.strictObject({
  exchangeId: z.string().describe('The exchange that shows it; empty where none is known to.'),
  place: place.describe('Where, exactly.'),
  baseline: shownValue.nullable().describe('What the baseline had there.'),
  candidate: shownValue.nullable().describe('What the candidate had there.'),
});
export type NoiseExample = z.infer<typeof noiseExample>;

const refusedNoise = z.strictObject({
  refusal: noiseRefusal.describe('The rule that refused it.'),
  reason: z.string().describe('What was broken, in words.'),
  findings: z.int().positive().describe('How many findings stand for that.'),
  example: noiseExample.describe('The first of them.'),
});

/** What was learned of one place of a route, what it excused as noise, and what it did not. */
export const noiseReport = z.strictObject({
  service: serviceName,
  route: z.string().describe('Route template.'),
  pattern: place.describe('Place pattern.'),
  kind: divergenceKind.describe('Kind of divergence.'),
  learned: z.string().describe('What may vary there, e.g. `uuid`.'),
  samples: z
    .int()
    .nonnegative()
    .describe(
      'Answers of the unchanged build that showed the place varying; 0 where no variation was needed.',
    ),
  varied: z.int().nonnegative().describe('Exchanges in which those answers differ there.'),
  compared: z.int().nonnegative().describe('Exchanges of the route in which they were compared.'),
  findings: z.int().nonnegative().describe('How many findings it excused.'),
  example: noiseExample.nullable().describe('The first that it excused; null where it excused none.'),
  refused: z.array(refusedNoise).readonly().describe('What stands although the place varies, and why.'),
});
export type NoiseReport = z.infer<typeof noiseReport>;
