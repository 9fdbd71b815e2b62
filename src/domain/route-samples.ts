import * as z from 'zod';
import { serviceName } from './service.ts';

/** How much was seen of one route, which is how much the silence about it is worth. */
export const routeSamples = z.strictObject({
  service: serviceName,
  route: z.string().describe('Route template.'),
  exchanges: z.int().nonnegative().describe('Exchanges in which baseline and candidate were compared.'),
  paired: z
    .int()
    .nonnegative()
    .describe('Of those, how many had at least two answers of the unchanged build to compare.'),
  answers: z
    .int()
    .nonnegative()
    .describe('Answers of the unchanged build to one request, over all runs: the fewest of any exchange.'),
  varying: z.int().nonnegative().describe('Place patterns at which those answers differ.'),
  standing: z.int().nonnegative().describe('Exchanges with a counted finding.'),
  bound: z
    .number()
    .nullable()
    .describe('At most this share of such requests differ (95 %): 3/exchanges; null where a finding counts.'),
  noiseBound: z
    .number()
    .nullable()
    .describe('A place that never varied varies in at most this share (95 %): 3/paired; null where unknown.'),
});
export type RouteSamples = z.infer<typeof routeSamples>;
