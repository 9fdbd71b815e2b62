import * as z from 'zod';

/** What one function of the service allocated during one exchange, with what it called outside the service. */
const functionAllocation = z.strictObject({
  file: z.string().max(4_096).describe('Path from the repository root.'),
  function: z.string().max(200).describe('Its name; empty where it has none.'),
  line: z.int().nonnegative().describe('Line at which it begins.'),
  bytes: z.number().nonnegative().describe('Bytes, as V8 estimates them from samples.'),
});
export type FunctionAllocation = z.infer<typeof functionAllocation>;

/** One exchange measured by itself, in a run in which they come one after the other. */
export const allocationEvent = z.strictObject({
  kind: z.literal('allocation'),
  exchangeId: z.string().describe('During which exchange.'),
  sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
  total: z.number().nonnegative().describe('Bytes that all functions allocated.'),
  functions: z.array(functionAllocation).max(60).readonly().describe('Those of the service, most first.'),
  delayMs: z.number().nonnegative().describe('For how long the event loop was held up at most.'),
  handles: z
    .record(z.string().max(100), z.int().nonnegative())
    .describe('What was open when it was over, counted by sort, e.g. `Timeout`.'),
  spentMs: z.number().nonnegative().describe('What measuring took.'),
});
export type AllocationEvent = z.infer<typeof allocationEvent>;
