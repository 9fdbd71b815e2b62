import * as z from 'zod';
import { allocationEvent, instancesEvent } from './allocation.ts';
import type { CompiledScript } from './compiled-script.ts';
import { fileEvent, flowUnsettled, processEvent, queryEvent, spanEvent } from './flow.ts';
import { instanceRole } from './observation.ts';

/** Why a value, or a part of it, was not captured. */
export const notCaptured = z.enum([
  'depth',
  'fields',
  'items',
  'length',
  'size',
  'getter',
  'proxy',
  'redacted',
  'not-in-scope',
  'not-initialised',
  'budget',
  'heavy-class',
]);

const valueType = z.enum([
  'undefined',
  'null',
  'boolean',
  'number',
  'bigint',
  'string',
  'symbol',
  'function',
  'object',
  'array',
  'map',
  'set',
  'date',
  'error',
  'bytes',
  'reference',
  'not-captured',
]);

/**
 * A value inside a running program, as the agent captured it without calling any of the program's own code.
 * Cut parts carry size and digest, so that a difference beyond the cut is still seen.
 */
export type CapturedValue = {
  readonly type: z.infer<typeof valueType>;
  readonly text?: string | undefined;
  readonly class?: string | undefined;
  readonly length?: number | undefined;
  readonly digest?: string | undefined;
  readonly fields?: Readonly<Record<string, CapturedValue>> | undefined;
  readonly items?: readonly CapturedValue[] | undefined;
  readonly reason?: z.infer<typeof notCaptured> | undefined;
};

export const capturedValue: z.ZodType<CapturedValue> = z.lazy(() =>
  z.looseObject({
    type: valueType.describe('What kind of value it is.'),
    text: z
      .string()
      .optional()
      .describe('As text: all digits of a number (`-0`, `NaN` too), head of a string, name of a function.'),
    class: z.string().optional().describe('Name of its class.'),
    length: z.number().optional().describe('Full length of a string, array, map, set or buffer.'),
    digest: z.string().optional().describe('SHA-256 of what was cut, first 16 hex digits.'),
    fields: z.record(z.string(), capturedValue).optional().describe('Own data properties.'),
    items: z.array(capturedValue).readonly().optional().describe('Elements, in order.'),
    reason: notCaptured.optional().describe('Why it, or the rest of it, was not captured.'),
  }),
);

/** Where the agent captures, in one build. Lines and columns count from 1. */
export const probe = z.strictObject({
  id: z.string().describe('Same id for the aligned place in the other build.'),
  file: z.string().describe('Path from the repository root.'),
  line: z.int().positive().describe('Line of the statement before which state is captured.'),
  column: z.int().positive().describe('Column of that statement.'),
  names: z
    .array(z.string())
    .readonly()
    .describe('Variables captured: in scope, initialised, and referred to.'),
  statement: z
    .string()
    .describe('Source text of the changed statement the probe stands for, cut to 200 characters.'),
  statementLine: z.int().positive().describe('Line of that changed statement.'),
  moment: z
    .enum(['entry', 'before', 'after', 'catch'])
    .optional()
    .describe(
      'Whether state is seen at the entry of a function, before or after the statement, or in a catch block.',
    ),
  lastLine: z
    .int()
    .positive()
    .optional()
    .describe('Last line at which the probe may bind; further down it would see another scope.'),
  expressions: z
    .record(z.string(), z.string())
    .optional()
    .describe('Further values by name, as expressions that run no code of the service, e.g. `return`.'),
  inputs: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('Those of the captured names that the statement reads.'),
  defines: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('Those of the captured names that the statement gives a value.'),
  calls: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('What the statement itself calls, in a word each: `escapeHtml`.'),
  aliases: z
    .record(z.string(), z.string())
    .optional()
    .describe('At head only: what a renamed variable was called at base.'),
});
export type Probe = z.infer<typeof probe>;

export const probeState = z.strictObject({
  probeId: z.string().describe('The probe.'),
  role: instanceRole.describe('In which instance.'),
  state: z.enum(['bound', 'slid', 'unbound', 'disarmed']).describe('What became of it.'),
  hits: z.int().nonnegative().describe('How often it was passed while armed.'),
  note: z
    .string()
    .optional()
    .describe('Why it is unbound, to which line it slid, or after how many hits it was disarmed.'),
});
export type ProbeState = z.infer<typeof probeState>;

/** One capture at one probe, during one exchange. */
export const hit = z.strictObject({
  probeId: z.string().describe('Where.'),
  exchangeId: z.string().describe('During which exchange; empty for work outside any.'),
  occurrence: z.int().nonnegative().describe('How many hits of this probe in this exchange came before.'),
  sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
  values: z.record(z.string(), capturedValue).describe('What each variable held.'),
});
export type Hit = z.infer<typeof hit>;

/** Variables of one function of the service through which an error was thrown, at the moment of the throw. */
export const throwFrame = z.strictObject({
  at: z.string().max(4_200).describe('Where it stood, `file:line`.'),
  column: z.int().positive().optional().describe('Its column, from 1, where it is known.'),
  function: z.string().max(200).describe('Name of the function; empty where it has none.'),
  values: z.record(z.string(), capturedValue).describe('What its variables held.'),
  reason: notCaptured.optional().describe('Why nothing was captured.'),
});
export type ThrowFrame = z.infer<typeof throwFrame>;

/** What else was seen of the instance: its request flow, errors that were thrown, memory at the end of an exchange. */
export const runtimeEvent = z.discriminatedUnion('kind', [
  queryEvent,
  spanEvent,
  fileEvent,
  processEvent,
  flowUnsettled,
  z.strictObject({
    kind: z.literal('outbound-call'),
    exchangeId: z.string().describe('During which exchange; empty for work outside any.'),
    sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
    method: z.string().describe('Method of the call.'),
    url: z.string().describe('Origin and path; the query is redacted like a recording.'),
    status: z.int().optional().describe('Status it got, absent when it failed.'),
  }),
  z.strictObject({
    kind: z.literal('error'),
    exchangeId: z.string().describe('During which exchange; empty for work outside any.'),
    sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
    class: z.string().describe('Class of the error.'),
    message: z.string().describe('Its message, cut and redacted.'),
    at: z.string().describe('Top frame inside the repository, `file:line`, or empty.'),
    column: z.int().positive().optional().describe('Its column, from 1, where it is known.'),
    caught: z.boolean().describe('Whether the program went on by itself.'),
  }),
  z.strictObject({
    kind: z.literal('throw'),
    exchangeId: z.string().describe('During which exchange.'),
    sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
    class: z.string().describe('Class of the error.'),
    message: z.string().describe('Its message, cut and redacted.'),
    at: z.string().describe('Nearest frame inside the repository, `file:line`, or empty.'),
    column: z.int().positive().optional().describe('Its column, from 1, where it is known.'),
    frames: z.array(throwFrame).max(20).readonly().describe('Frames inside the repository, innermost first.'),
  }),
  z.strictObject({
    kind: z.literal('throws-unwatched'),
    exchangeId: z.string().describe('Of which exchange not every throw was seen.'),
    sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
  }),
  z.strictObject({
    kind: z.literal('memory'),
    exchangeId: z.string().describe('During which exchange; empty for work outside any.'),
    sequence: z.int().nonnegative().describe('Order among all hits and events of the instance.'),
    heapUsed: z.number().describe('Bytes.'),
    rss: z.number().describe('Bytes.'),
    external: z
      .number()
      .optional()
      .describe('Bytes outside the heap that objects on it hold, as buffers do.'),
    point: z
      .int()
      .nonnegative()
      .optional()
      .describe('Which point of the run, when the gate asked; absent at the end of an exchange.'),
    collected: z.boolean().optional().describe('Whether garbage was collected first.'),
    handles: z
      .record(z.string().max(100), z.int().nonnegative())
      .optional()
      .describe('What keeps the process alive, counted by sort, e.g. `Timeout`.'),
  }),
  allocationEvent,
  instancesEvent,
]);
export type RuntimeEvent = z.infer<typeof runtimeEvent>;

/** Lines of one file that ran while one exchange was answered, nothing else being under way. */
export type ReachedLines = {
  readonly exchangeId: string;
  readonly path: string;
  readonly lines: readonly number[];
};

/** Everything the agent reported of one instance in one run. */
export type RuntimeSnapshot = {
  readonly role: z.infer<typeof instanceRole>;
  readonly agent: 'connected' | 'absent';
  /** What the agent is written in, as it says; absent where none connected. */
  readonly language?: string;
  readonly hits: readonly Hit[];
  readonly events: readonly RuntimeEvent[];
  readonly probes: readonly ProbeState[];
  /** Lines of changed files that ran at least once, per path from the repository root; from block coverage. */
  readonly executedLines: Readonly<Record<string, readonly number[]>>;
  /** Lines of those files that ran during single exchanges; absent where that was not asked for. */
  readonly reached?: readonly ReachedLines[];
  /** Wanted files that ran as another text than theirs; absent where none did. Untrusted. */
  readonly compiled?: readonly CompiledScript[];
  /** Records that the agent could not deliver; never silent. */
  readonly dropped: number;
  /** What of the agent did not work, or not alone, in its words; absent where all did. Untrusted. */
  readonly degraded?: readonly string[];
};
