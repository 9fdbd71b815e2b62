import * as z from 'zod';
import { serviceName } from './service.ts';

/** What every event of the request flow has. */
const flowPlace = {
  exchangeId: z.string().max(200).describe('During which exchange; empty for work outside any.'),
  sequence: z
    .int()
    .nonnegative()
    .describe('Order among all hits and events of the instance; of spans, among its spans by their start.'),
};

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

export type SpanEvent = z.infer<typeof spanEvent>;

/** Sorts of events of the request flow; calls are told by agents as `outbound-call`. */
const flowKind = z.enum(['call', 'query', 'span', 'file', 'process']);
const flowChange = z.enum(['added', 'removed', 'repeated', 'changed', 'moved']);

/** How the flow of one exchange differs between baseline and candidate in one thing. */
const flowDifference = z.strictObject({
  exchangeId: z.string().describe('The exchange.'),
  kind: flowKind.describe('What sort of event.'),
  change: flowChange.describe(
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

/** What the evidence says of the request flow of the observe run, beside the findings it led to. */
export const flowReport = z
  .strictObject({
    service: serviceName,
    exchanges: z.int().nonnegative().describe('Exchanges whose flow was compared and not empty.'),
    unsettled: z
      .int()
      .nonnegative()
      .describe('Exchanges of which not every event is known to be their own; not compared.'),
    events: z
      .strictObject({
        queries: z.int().nonnegative().describe('Queries.'),
        files: z.int().nonnegative().describe('Changes to files.'),
        processes: z.int().nonnegative().describe('Programs that were started.'),
      })
      .describe('What the baseline did, calls aside.'),
    newTargets: z
      .array(z.string())
      .readonly()
      .describe('Tables, collections and keys that only the candidate asks for.'),
    goneTargets: z
      .array(z.string())
      .readonly()
      .describe('Tables, collections and keys that only the baseline asks for.'),
    varying: z
      .int()
      .nonnegative()
      .describe('Sorts of differences that two runs of the baseline show as well; left out.'),
    notCounted: z
      .array(
        z.strictObject({
          kind: flowKind.describe('What sort of event.'),
          change: flowChange.describe('How it differs.'),
          shape: z.string().describe('What was done, without what varies; untrusted.'),
          times: flowDifference.shape.times,
          exchanges: z.int().positive().describe('In how many exchanges.'),
        }),
      )
      .readonly()
      .describe('Differences that are no findings: reworded, or read once more or less.'),
  })
  .describe('Queries, files and programs beside the answers; absent where none were seen.');
export type FlowReport = z.infer<typeof flowReport>;
