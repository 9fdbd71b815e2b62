import * as z from 'zod';
import { divergenceKind, place } from './divergence.ts';
import { serviceName } from './service.ts';

/** What was excused as noise at one place of a route, and what was learned of it. */
export const noiseReport = z.strictObject({
  service: serviceName,
  route: z.string().describe('Route template.'),
  pattern: place.describe('Place pattern.'),
  kind: divergenceKind.describe('Kind of divergence.'),
  findings: z.int().positive().describe('How many findings it excused.'),
  learned: z.string().describe('What may vary there, e.g. `uuid`.'),
});
export type NoiseReport = z.infer<typeof noiseReport>;
