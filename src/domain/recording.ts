import * as z from 'zod';
import { conversationMessage } from './conversation.ts';

/** A header line as it was on the wire: name with its case, value untouched. Order and repetition are kept. */
export const headerLine = z.tuple([z.string(), z.string()]).readonly();
export type HeaderLine = z.infer<typeof headerLine>;
export type HeaderLines = readonly HeaderLine[];

/** The values of all lines of that name, in order; the name in lower case. */
export function headerValues(lines: HeaderLines, name: string): readonly string[] {
  let values: string[] | null = null;
  for (const [line, value] of lines) {
    if (line.length !== name.length || line.toLowerCase() !== name) continue;
    values ??= [];
    values.push(value);
  }
  return values ?? none;
}

const none: readonly string[] = [];

/** The value of the first line of that name, for headers of which only one is allowed; the name in lower case. */
export function headerOf(lines: HeaderLines, name: string): string | undefined {
  return lines.find(([line]) => line.toLowerCase() === name)?.[1];
}

/** Everything of an exchange but its bodies: the JSON head of one record in a recording. */
export const exchangeHead = z.strictObject({
  id: z.string().min(1).max(64).describe('Unique in the recording, e.g. `x000042`.'),
  session: z
    .string()
    .describe(
      'Exchanges of one client that must keep their order: a keyed token of cookie, credential or connection.',
    ),
  startedAt: z.number().describe('When the request arrived, in milliseconds since 1970, UTC.'),
  durationMs: z
    .number()
    .nonnegative()
    .describe('From the arrival of the request to the end of the response.'),
  method: z.string().describe('Request method, as sent.'),
  target: z.string().describe('Request target as sent: path and query, still encoded.'),
  requestHeaders: z.array(headerLine).readonly().describe('Request header lines, redacted.'),
  status: z.int().min(0).max(999).describe('Response status; 0 when no response came (see `failure`).'),
  responseHeaders: z.array(headerLine).readonly().describe('Response header lines, redacted.'),
  failure: z.string().optional().describe('Why the service gave no whole response, when it gave none.'),
  truncated: z
    .enum(['request', 'response', 'both'])
    .optional()
    .describe('Which body is not whole, because it passed the size limit or the connection broke.'),
  redacted: z
    .boolean()
    .optional()
    .describe('Whether a value inside a body or the target was replaced by a token.'),
  messages: z
    .array(conversationMessage)
    .readonly()
    .optional()
    .describe('What was said after an upgrade to WebSocket, both sides, in the order in which it passed.'),
  largeResponse: z
    .strictObject({
      length: z.int().nonnegative().describe('Bytes of it.'),
      digest: z.string().describe('SHA-256 of them, in hex.'),
    })
    .optional()
    .describe(
      'Of a response body that was too long to be kept: what is known of it; the body is then empty.',
    ),
  endless: z
    .strictObject({
      lastByteMs: z.number().nonnegative().describe('When its last byte came, in ms after the request.'),
    })
    .optional()
    .describe(
      'Of a stream of records that its client left while it went on: the response body is its beginning, in whole records.',
    ),
  httpVersion: z
    .enum(['1.0', '1.1', '2'])
    .optional()
    .describe('What the client spoke; absent where whoever recorded it could not tell.'),
  requestTrailers: z
    .array(headerLine)
    .readonly()
    .optional()
    .describe('Header lines behind the request body, redacted; absent when there were none.'),
  responseTrailers: z
    .array(headerLine)
    .readonly()
    .optional()
    .describe('Header lines behind the response body, redacted; absent when there were none.'),
});
export type ExchangeHead = z.infer<typeof exchangeHead>;

/** One request with the one response it got. Bodies are the bytes of the wire, still content-encoded. */
export type Exchange = ExchangeHead & {
  readonly requestBody: Uint8Array;
  readonly responseBody: Uint8Array;
};

/** How long a recorded call may answer again: while its session, its connection or its exchange is replayed. */
const callLifetime = z.enum(['session', 'connection', 'exchange']);

/** Everything of a recorded call but its bodies: the JSON head of one record in a block of calls. */
export const recordedCallHead = z.strictObject({
  id: z.string().min(1).max(64).describe('Unique among the calls of the recording, e.g. `c000042`.'),
  exchangeId: z.string().max(64).describe('The exchange the service made it for; empty when unknown.'),
  session: z.string().describe('The session of that exchange; empty when unknown.'),
  startedAt: z.number().describe('When the service made the call, in milliseconds since 1970, UTC.'),
  durationMs: z.number().nonnegative().describe('From the arrival of the call to the end of the answer.'),
  method: z.string().describe('Request method, as sent.'),
  url: z.string().describe('Absolute URL, http or https, still encoded, redacted.'),
  requestHeaders: z.array(headerLine).readonly().describe('Request header lines, redacted.'),
  status: z.int().min(0).max(999).describe('Response status; 0 when no response came (see `failure`).'),
  responseHeaders: z.array(headerLine).readonly().describe('Response header lines, redacted.'),
  failure: z.string().optional().describe('Why there was no whole response, when there was none.'),
  truncated: z.enum(['request', 'response', 'both']).optional().describe('Which body is not whole.'),
  redacted: z.boolean().optional().describe('Whether a value in a body or the URL was replaced by a token.'),
  lifetime: callLifetime.describe('How long it may answer again under replay.'),
});
export type RecordedCallHead = z.infer<typeof recordedCallHead>;

/** A call that the recorded service made to another, with its answer. Bodies are the bytes of the wire. */
export type RecordedCall = RecordedCallHead & {
  readonly requestBody: Uint8Array;
  readonly responseBody: Uint8Array;
};

/** What a recording says of itself before its first exchange. */
export const recordingHeader = z.strictObject({
  createdAt: z.string().describe('When recording began, ISO 8601.'),
  recorder: z.string().describe('What wrote it, e.g. `shadowgate 0.1.0` or `import har`.'),
  service: z.string().optional().describe('Name of the recorded service, when given.'),
  keyId: z.string().describe('Which redaction key made the tokens: first 8 hex digits of its SHA-256.'),
});
export type RecordingHeader = z.infer<typeof recordingHeader>;

/** What became of the calls that the recorded service made; none of it counts for completeness. */
export const callCounters = z.strictObject({
  seen: z.int().nonnegative().describe('Calls that reached the recorder and could be looked into.'),
  recorded: z.int().nonnegative().describe('Calls written.'),
  truncated: z.int().nonnegative().describe('Calls written with a body that is not whole.'),
  dropped: z.int().nonnegative().describe('Calls seen and not written, for any reason.'),
  unseen: z
    .array(
      z.strictObject({
        host: z.string().describe('Name and port that the service asked to be connected to.'),
        connections: z.int().positive().describe('Connections to it.'),
      }),
    )
    .readonly()
    .describe('Encrypted connections that passed and could not be looked into, by host.'),
});
export type CallCounters = z.infer<typeof callCounters>;

/** Counters kept while recording; `completeness` in every report comes from them. */
export const recordingCounters = z.strictObject({
  seen: z.int().nonnegative().describe('Requests that reached the recorder.'),
  recorded: z.int().nonnegative().describe('Exchanges written.'),
  truncated: z.int().nonnegative().describe('Exchanges written with a body that is not whole.'),
  dropped: z.int().nonnegative().describe('Requests seen and not written, for any reason.'),
  calls: callCounters.optional().describe('Of outbound calls; absent when none were recorded on purpose.'),
});
export type RecordingCounters = z.infer<typeof recordingCounters>;

/** A recording as read: its header, what is known of its completeness, and where reading had to stop. */
export type RecordingSummary = {
  readonly header: RecordingHeader;
  /** Format version found in the file, before migration. */
  readonly version: number;
  readonly exchanges: number;
  /** Outbound calls of the service that stand in the file. */
  readonly calls: number;
  /** Absent when the file has no end mark (the recorder was cut off). */
  readonly counters?: RecordingCounters;
  /** Share of production requests that are whole in the recording, 0 to 1; absent when it cannot be known. */
  readonly completeness?: number;
  /** `sha256:` and hex, over the bytes of the file. */
  readonly digest: string;
  /** In words, when the file ended before its end mark: what was kept and what was lost. */
  readonly damage?: string;
};
