import * as z from 'zod';

/** What every event of the request flow has. */
const flowPlace = {
  exchangeId: z.string().max(200).describe('During which exchange; empty for work outside any.'),
  sequence: z
    .int()
    .nonnegative()
    .describe('Order among all hits and events of the instance; of spans, among its spans by their start.'),
};

/** A call to another service over HTTP. Agents send it as `outbound-call`; it is compared as part of the flow. */
export const callEvent = z.strictObject({
  kind: z.literal('call'),
  ...flowPlace,
  method: z.string().max(100).describe('Method of the call.'),
  url: z.string().max(8_192).describe('Origin and path; the query is redacted like a recording.'),
});

/**
 * A query to a database, whatever driver sent it. Literals are taken out of its text inside the process: they may be secrets,
 * and a value that is bound instead of written into the text is no difference.
 */
export const queryEvent = z.strictObject({
  kind: z.literal('query'),
  ...flowPlace,
  system: z
    .string()
    .max(40)
    .describe(
      'Sort of database, as OpenTelemetry names it: `postgresql`, `mysql`, `redis`, `mongodb`, `sqlite`.',
    ),
  text: z
    .string()
    .max(8_192)
    .describe('The query with `?` for every literal and placeholder; command and shape where it is no SQL.'),
  arguments: z
    .array(z.string().max(400))
    .max(100)
    .readonly()
    .describe('What stands for each `?`, in the order of the text, as text, cut and redacted.'),
  cut: z.boolean().optional().describe('True when the text or the arguments were too long to be sent whole.'),
});

/** A span of an instrumented service. Ids and times differ in every run and are not taken. */
export const spanEvent = z.strictObject({
  kind: z.literal('span'),
  ...flowPlace,
  name: z.string().max(400).describe('Name of the span.'),
  spanKind: z.enum(['internal', 'server', 'client', 'producer', 'consumer']).describe('Its kind.'),
  service: z.string().max(200).describe('`service.name` of its resource; empty where it has none.'),
  scope: z.string().max(200).describe('Name of the library that made it; empty where it has none.'),
  parent: z.string().max(400).describe('Name of the span it belongs under; empty for the outermost one.'),
  attributes: z
    .record(z.string().max(100), z.string().max(2_048))
    .describe(
      'Attributes that are stable and tell what was done, e.g. `db.statement`, `http.route`; redacted.',
    ),
  status: z.enum(['unset', 'ok', 'error']).describe('What the span says of how it ended.'),
});

/** Something done to the file system. Reading is no effect, and neither is the loading of modules. */
export const fileEvent = z.strictObject({
  kind: z.literal('file'),
  ...flowPlace,
  operation: z
    .enum(['write', 'append', 'rename', 'copy', 'link', 'remove', 'make-folder', 'remove-folder'])
    .describe('What was done.'),
  path: z
    .string()
    .max(4_200)
    .describe('From the folder of the instance; absolute where it lies outside; redacted.'),
  to: z.string().max(4_200).optional().describe('Where to, for `rename`, `copy` and `link`.'),
});

/** A program that was started. */
export const processEvent = z.strictObject({
  kind: z.literal('process'),
  ...flowPlace,
  command: z.string().max(4_200).describe('The program, or the whole line where a shell reads it; redacted.'),
  arguments: z.array(z.string().max(400)).max(100).readonly().describe('Its arguments, cut and redacted.'),
  shell: z.boolean().describe('Whether a shell reads the line.'),
});

/**
 * Of that exchange not every query is known to be its own, or it did more than is told. Drivers queue what exchanges that
 * run side by side ask of one connection.
 */
export const flowUnsettled = z.strictObject({ kind: z.literal('flow-unsettled'), ...flowPlace });

/** One thing that an instance did on the way to an answer, beside the answer. */
export const flowEvent = z.discriminatedUnion('kind', [
  callEvent,
  queryEvent,
  spanEvent,
  fileEvent,
  processEvent,
]);
export type FlowEvent = z.infer<typeof flowEvent>;
export type FlowKind = FlowEvent['kind'];
export type SpanEvent = z.infer<typeof spanEvent>;

/** How the flow of one exchange differs between baseline and candidate in one thing. */
export const flowDifference = z.strictObject({
  exchangeId: z.string().describe('The exchange.'),
  kind: z.enum(['call', 'query', 'span', 'file', 'process']).describe('What sort of event.'),
  change: z
    .enum(['added', 'removed', 'repeated', 'changed', 'moved'])
    .describe(
      '`repeated`: the same shape another number of times, an N+1 when it is more; `moved`: in another order.',
    ),
  writes: z.boolean().describe('Whether it changes something where it goes.'),
  target: z.string().describe('What it goes to: table, collection, key, host, path or program.'),
  shape: z.string().describe('The event without what varies from one to the next.'),
  times: z
    .strictObject({
      baseline: z.int().nonnegative().describe('How often the baseline did it in this exchange.'),
      candidate: z.int().nonnegative().describe('How often the candidate did.'),
    })
    .describe('How often it was done.'),
  baseline: z.string().nullable().describe('What the baseline did, as text; null where it did not.'),
  candidate: z.string().nullable().describe('What the candidate did, as text; null where it did not.'),
});
export type FlowDifference = z.infer<typeof flowDifference>;
