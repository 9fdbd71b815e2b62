import * as z from 'zod';
import { serviceName } from './service.ts';

/**
 * What is measured of the cost of an exchange. `latency` in milliseconds and `response-bytes` in bytes on the wire;
 * `outbound-calls` in calls to other services; `memory` in bytes that are still held when garbage was collected, by the whole service.
 */
export const costMeasure = z.enum(['latency', 'response-bytes', 'outbound-calls', 'memory']);
export type CostMeasure = z.infer<typeof costMeasure>;

const amount = z.number().nullable();

/** One measure on one route, baseline against candidate, with what the machine alone makes of it. */
export const costRow = z.strictObject({
  service: serviceName,
  route: z.string().describe('Route template; `every route` for what is measured of the whole service.'),
  measure: costMeasure.describe('What was measured.'),
  pairs: z
    .int()
    .nonnegative()
    .describe('Exchanges that all instances answered alike; for `memory`, points of the run.'),
  baseline: amount.describe('Median of the baseline; for `memory`, growth per exchange.'),
  candidate: amount.describe('Median of the candidate; for `memory`, growth per exchange.'),
  estimate: amount.describe('By how much the candidate costs more (Hodges-Lehmann, of the pairs).'),
  interval: z
    .tuple([z.number(), z.number()])
    .nullable()
    .describe('Within which that lies, with the confidence of the settings.'),
  effect: amount.describe('Rank-biserial correlation: 1 when the candidate costs more in every pair.'),
  p: amount.describe('Wilcoxon signed-rank test of the pairs, two-sided.'),
  q: amount.describe('The same with false discoveries among all routes controlled (Benjamini-Hochberg).'),
  machine: amount.describe(
    'The same estimate for the secondary, which is the same build: what chance alone makes.',
  ),
  verdict: z.enum(['more', 'less', 'same', 'could-not-tell']).describe('What it comes to.'),
  reason: z.string().describe('Why, in words.'),
});
export type CostRow = z.infer<typeof costRow>;

/** From what difference on a cost is a finding. Settled by `compare.cost`; both bounds of a measure must be passed. */
export const costSettings = z.strictObject({
  enabled: z.boolean().describe('Whether cost is judged at all.'),
  confidence: z.number().min(0.5).max(0.9999).describe('Of every interval and test.'),
  minimumPairs: z
    .int()
    .min(6)
    .max(100_000)
    .describe('Exchanges of a route, below which nothing is said of it.'),
  latencyPercent: z.number().positive().describe('Of the latency of the baseline.'),
  latencyMs: z.number().positive().describe('Milliseconds an exchange.'),
  bytesPercent: z.number().positive().describe('Of the size of the response of the baseline.'),
  bytes: z.int().positive().describe('Bytes a response.'),
  callsPercent: z.number().positive().describe('Of the outbound calls of the baseline.'),
  calls: z.number().positive().describe('Outbound calls an exchange.'),
  memoryPercent: z.number().positive().describe('Of what the baseline holds.'),
  memory: z.int().positive().describe('Bytes over the whole run.'),
  allocationSeconds: z
    .number()
    .min(0)
    .max(3_600)
    .describe('What a run may replay in which exchanges are measured one by one; 0: there is none.'),
  allocationRequests: z
    .int()
    .min(10)
    .max(1_000)
    .describe(
      'Exchanges of a route, below which nothing is said of what single ones allocate or leave open.',
    ),
  allocationPercent: z.number().positive().describe('Of what a function of the baseline allocates.'),
  allocation: z.int().positive().describe('Bytes an exchange, of one function.'),
  loopDelayMs: z.number().positive().describe('Milliseconds for which an exchange holds the event loop up.'),
});
export type CostSettings = z.infer<typeof costSettings>;

/** What a gate does when nothing is settled. */
export const defaultCost: CostSettings = {
  enabled: true,
  confidence: 0.98,
  minimumPairs: 20,
  latencyPercent: 10,
  latencyMs: 2,
  bytesPercent: 10,
  bytes: 1024,
  callsPercent: 10,
  calls: 1,
  memoryPercent: 10,
  memory: 1_000_000,
  allocationSeconds: 20,
  allocationRequests: 30,
  allocationPercent: 30,
  allocation: 65_536,
  loopDelayMs: 20,
};
