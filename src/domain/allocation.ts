import * as z from 'zod';
import { serviceName } from './service.ts';

/** What one function of the service allocated during one exchange, with what it called outside the service. */
const functionAllocation = z.strictObject({
  file: z.string().max(4_096).describe('Path from the repository root.'),
  function: z.string().max(200).describe('Its name; empty where it has none.'),
  line: z.int().nonnegative().describe('Line at which it begins.'),
  column: z.int().nonnegative().optional().describe('Column of that line.'),
  bytes: z.number().nonnegative().describe('Bytes, as V8 estimates them from samples.'),
});
export type FunctionAllocation = z.infer<typeof functionAllocation>;

/** One exchange measured by itself, in a run in which they come one after the other. */
export const allocationEvent = z.strictObject({
  kind: z.literal('allocation'),
  exchangeId: z.string().describe('During which exchange.'),
  sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
  total: z
    .number()
    .nonnegative()
    .nullable()
    .describe('Bytes that were allocated in all; null where a collection made that unknown.'),
  functions: z
    .array(functionAllocation)
    .max(60)
    .readonly()
    .describe('Those of the service, most first; empty where only the sum was measured.'),
  delayMs: z.number().nonnegative().describe('For how long the event loop was held up at most.'),
  handles: z
    .record(z.string().max(100), z.int().nonnegative())
    .describe('What was open when it was over, counted by sort, e.g. `Timeout`.'),
  spentMs: z.number().nonnegative().describe('What measuring took.'),
});
export type AllocationEvent = z.infer<typeof allocationEvent>;

/** How many instances of the classes of a change were alive at the end of a run. */
export const instancesEvent = z.strictObject({
  kind: z.literal('instances'),
  exchangeId: z.string().describe('Empty: it belongs to no exchange.'),
  sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
  counts: z.record(z.string().max(200), z.int().nonnegative()).describe('Instances alive, by class.'),
  notCounted: z.array(z.string().max(200)).max(20).readonly().describe('Classes for which no time was left.'),
  pauseMs: z.number().nonnegative().describe('For how long the process stood still.'),
});
export type InstancesEvent = z.infer<typeof instancesEvent>;

/** What was measured of the exchanges of a route one by one. */
const measuredThing = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z
      .literal('function')
      .describe('Bytes that one function allocates, with what it calls outside the service.'),
    file: z.string().describe('Path from the repository root, at head.'),
    function: z.string().describe('Its name; empty for all functions of that file that have none.'),
    line: z.int().nonnegative().describe('Line at which it begins, at head.'),
    isChanged: z
      .boolean()
      .nullable()
      .describe('Whether the change touches it; null where that is not known.'),
  }),
  z.strictObject({
    kind: z
      .literal('all-functions')
      .describe('Bytes that an exchange allocates in all, Node and V8 included.'),
  }),
  z.strictObject({
    kind: z.literal('handles').describe('What an exchange leaves open.'),
    sort: z.string().describe('What is open, e.g. `Timeout`, `TCPSocketWrap`, `OpenFile`.'),
  }),
  z.strictObject({
    kind: z
      .literal('event-loop')
      .describe('Milliseconds for which an exchange holds the event loop up at most.'),
  }),
]);
export type MeasuredThing = z.infer<typeof measuredThing>;

const figure = z.number().nullable();

/** One comparison of the baseline with the candidate, over the exchanges of one route. */
export const allocationRow = z.strictObject({
  service: serviceName,
  route: z.string().describe('Route template.'),
  measured: measuredThing.describe('What was measured.'),
  exchanges: z.int().nonnegative().describe('Exchanges that were measured in all instances.'),
  baseline: figure.describe('Median of the baseline; of handles, growth per exchange.'),
  candidate: figure.describe('Median of the candidate; of handles, growth per exchange.'),
  estimate: figure.describe('By how much the candidate lies higher (Hodges-Lehmann).'),
  ratio: figure.describe('Baseline and estimate over the baseline; null where that has nothing.'),
  effect: figure.describe("Cliff's delta: 1 when every exchange costs more than every one of the baseline."),
  p: figure.describe('Mann-Whitney test, two-sided.'),
  q: figure.describe(
    'The same with false discoveries among all rows of its kind controlled (Benjamini-Hochberg).',
  ),
  verdict: z.enum(['more', 'less', 'same', 'could-not-tell']).describe('What it comes to.'),
  reason: z.string().describe('Why, in words.'),
});
export type AllocationRow = z.infer<typeof allocationRow>;

/** The run in which functions are profiled, of routes that may allocate more. */
const functionProfile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('not-needed').describe('No route may.') }),
  z.strictObject({
    kind: z.literal('measured'),
    routes: z.array(z.string()).readonly().describe('Routes with enough exchanges to be judged.'),
    exchanges: z.int().nonnegative().describe('Exchanges of them that were measured.'),
    seconds: z.number().nonnegative().describe('What the run took.'),
  }),
  z.strictObject({ kind: z.literal('not-measured'), reason: z.string().describe('Why, in words.') }),
]);
export type FunctionProfile = z.infer<typeof functionProfile>;

/** What a run came to in which exchanges were measured one by one; or why there was none. */
export const allocationReport = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('measured'),
    service: serviceName,
    routes: z.int().nonnegative().describe('Routes with enough exchanges to be judged.'),
    exchanges: z.int().nonnegative().describe('Exchanges that were measured.'),
    seconds: z.number().nonnegative().describe('What the run took.'),
    budgetSeconds: z.number().positive().describe('What it and the profiles were granted to replay.'),
    screen: z
      .strictObject({
        percent: z.number().positive().describe('Of what the baseline allocates for a request.'),
        bytes: z.int().positive().describe('More for each request.'),
      })
      .describe('From how much more on, in percent and bytes, a route is profiled.'),
    profile: functionProfile.describe('What was done about routes that may allocate more.'),
    percent: z.number().positive().describe('From how much more on a function is a finding, in percent.'),
    bytes: z.int().positive().describe('From how many bytes more a request on, besides.'),
    tooFew: z.int().nonnegative().describe('Routes with too few exchanges to be judged.'),
    rows: z
      .array(allocationRow)
      .readonly()
      .describe('What differs, and what the functions of each route come to.'),
  }),
  z.strictObject({
    kind: z.literal('not-measured'),
    service: serviceName,
    reason: z.string().describe('Why, in words.'),
  }),
]);
export type AllocationReport = z.infer<typeof allocationReport>;
