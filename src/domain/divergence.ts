import * as z from 'zod';

/**
 * Where something stands, as one string: `status`, `header.<lower-case name>`, `trailer.<lower-case name>`, `body` followed by a JSON Pointer
 * (`body/items/0/price`), `outbound`, `error`, `process`. What was done on the way to an answer stands at
 * `query/<system>/<table>`, `file/<path>`, `process/<program>`, and its order at `flow`. A header value with structure continues the same way
 * (`header.location/query/state`), and so does a value inside a JWT (`body/token/(jwt)/scope`). What an instance stored
 * stands at `state/<store>/<table>/<key>/<column>`, and a file or key at `state/<store>/<path or key>`. What an exchange costs stands at
 * `cost/<measure>`. A span stands at
 * `span/<name of its parent>/<kind and name>`, with `-` for no parent, and what differs in it below that.
 *
 * A body continues by its kind. Records of NDJSON and events of a stream count from 0 (`body/3/data/total`). Markup goes as
 * XPath does: names as they are written, `@` before an attribute, `text()`, and a number from 1 behind a name that has siblings of
 * its own (`body/html/body/div[2]/@class`); the pattern leaves the number out, which in XPath means all of them. JSON inside
 * a script stands below `(json)`, a field of a form at `input[@name=q]`. A part of a multipart body goes by its name, else by its index, with its headers at
 * `body/<part>/header.<name>`. Protobuf goes by the names of a descriptor (`body/0/lines/1/price`), without one by field numbers, each with an index
 * (`body/field-3/0`); a gRPC body by message before that. What a service says on a WebSocket counts from 0 as well (`body/3/price`), and how it ends stands at `body/(close)/code` and
 * `body/(close)/reason`.
 */
export const place = z.string().min(1);

/** One side of a divergence, cut to what a person can read; the digest still tells two long values apart. */
export const shownValue = z.strictObject({
  type: z
    .enum(['null', 'boolean', 'number', 'string', 'object', 'array', 'text', 'bytes', 'failure'])
    .describe('What kind of value it is; numbers keep their digits as text.'),
  text: z.string().max(400).describe('The value as text, cut to 400 characters; untrusted.'),
  length: z
    .int()
    .nonnegative()
    .describe('Length of the whole value: characters, elements, members or bytes.'),
  digest: z.string().optional().describe('SHA-256 of the whole value, when `text` is cut.'),
});
export type ShownValue = z.infer<typeof shownValue>;

export const divergenceKind = z.enum([
  'status-changed',
  'header-added',
  'header-removed',
  'header-changed',
  'content-kind-changed',
  'field-added',
  'field-removed',
  'value-changed',
  'type-changed',
  'element-added',
  'element-removed',
  'element-moved',
  'text-changed',
  'bytes-changed',
  'response-missing',
  'response-appeared',
  'outbound-call-added',
  'outbound-call-removed',
  'outbound-call-changed',
  'span-added',
  'span-removed',
  'span-repeated',
  'span-changed',
  'span-moved',
  'effect-repeated',
  'write-added',
  'write-removed',
  'write-changed',
  'writes-reordered',
  'process-added',
  'process-removed',
  'process-changed',
  'error-added',
  'error-removed',
  'row-added',
  'row-removed',
  'row-changed',
  'file-added',
  'file-removed',
  'file-changed',
  'key-added',
  'key-removed',
  'key-changed',
  'start-failed',
  'limit-exceeded',
  'process-ended',
  'latency-changed',
  'response-size-changed',
  'call-count-changed',
  'memory-retained',
  'allocation-grew',
  'handles-left-open',
  'event-loop-held-up',
]);
export type DivergenceKind = z.infer<typeof divergenceKind>;

/** One named difference between baseline and candidate. `null` on a side means: nothing is there. */
export const divergence = z.strictObject({
  kind: divergenceKind.describe('What sort of difference.'),
  place: place.describe('Where, exactly, indices included.'),
  pattern: place.describe(
    'Where, with `*` for array indices and for keys of map-like objects; in markup without numbers.',
  ),
  baseline: shownValue.nullable().describe('What the baseline had there.'),
  candidate: shownValue.nullable().describe('What the candidate had there.'),
  hunks: z
    .array(z.string())
    .readonly()
    .optional()
    .describe('For `text-changed` and `file-changed`: changed lines in unified form, bounded.'),
  note: z.string().optional().describe('What else must be known, e.g. that the list of differences was cut.'),
});
export type Divergence = z.infer<typeof divergence>;

export const severity = z.enum(['benign', 'risky', 'breaking']);
export type Severity = z.infer<typeof severity>;
export const severitiesInOrder = severity.options;

/** What became of a divergence, always with its reason. */
export const disposition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('counted').describe('It stands, and the policy is asked.'),
    reason: z.string().describe('Why it counts, e.g. how often it came back.'),
  }),
  z.strictObject({
    kind: z.literal('noise').describe('Baseline and secondary differ there too, within what was learned.'),
    reason: z
      .string()
      .describe('What was learned of the place, e.g. `uuid, differs in 40 of 40 baseline pairs`.'),
  }),
  z.strictObject({
    kind: z.literal('ignored').describe('A written rule excuses it.'),
    rule: z.string().describe('The reason that rule gives, and its owner.'),
  }),
  z.strictObject({
    kind: z
      .literal('flaky')
      .describe('It did not come back in the explain run; shown, never blocking by itself.'),
    reason: z.string().describe('In how many runs it was seen.'),
  }),
]);
export type Disposition = z.infer<typeof disposition>;

/** A divergence with its disposition. */
export const finding = z.strictObject({
  service: z.string().optional().describe('The service it belongs to, where there are several.'),
  id: z.string().describe('Stable within the evidence, e.g. `f0007`.'),
  exchangeId: z.string().describe('The exchange that shows it; empty where none is known to.'),
  route: z.string().describe('Route template of that exchange; `state` where none is known.'),
  divergence: divergence.describe('The difference itself.'),
  severity: severity.describe('How much it matters.'),
  severityRule: z.string().describe('Name of the rule that rated it.'),
  disposition: disposition.describe('What became of it, and why.'),
  follows: z.string().optional().describe('Id of the finding that this one is a mere consequence of.'),
});
export type Finding = z.infer<typeof finding>;
