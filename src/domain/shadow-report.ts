import * as z from 'zod';
import { instanceDeterminism } from './determinism.ts';
import { isolationReport } from './isolation.ts';
import { instanceRole } from './observation.ts';
import { serviceName } from './service.ts';
import { telemetryReport } from './telemetry.ts';
import { upstreamReport } from './upstream.ts';

/** One instance as the evidence names it: a reader must be able to tell what ran, and how much of it was held still. */
export const instanceReport = z.strictObject({
  service: serviceName,
  role: instanceRole.describe('Which instance.'),
  source: z.string().describe('What it was built from, e.g. `rev:3f2a91c…`, `url:http://127.0.0.1:4000`.'),
  startMs: z.int().nonnegative().describe('From spawn to ready; 0 for a service that already ran.'),
  agent: z.enum(['connected', 'absent']).describe('Whether the agent was loaded into it.'),
  determinism: instanceDeterminism.optional().describe('What was held still in it.'),
});
export type InstanceReport = z.infer<typeof instanceReport>;

/** What the evidence says of the state of the instances: how much was compared, and what silence proves nothing. */
export const stateReport = z.strictObject({
  units: z.int().nonnegative().describe('Tables, key spaces and folders of the baseline that were compared.'),
  rowsCompared: z.int().nonnegative().describe('Rows, keys and files of the baseline in them.'),
  unread: z
    .array(z.string())
    .readonly()
    .describe('What of the state could not be compared, and why: its silence proves nothing.'),
});
export type StateReport = z.infer<typeof stateReport>;

/** Where the instances ran: how far they were shut in, what answered their calls, and what had to be assumed. */
export const shadowReport = z.strictObject({
  ...isolationReport,
  instances: z.array(instanceReport).readonly().describe('The instances of the observe run.'),
  assumptions: z.array(z.string()).readonly().describe('What was found out rather than configured.'),
  upstream: upstreamReport.optional(),
  telemetry: telemetryReport.optional(),
});
