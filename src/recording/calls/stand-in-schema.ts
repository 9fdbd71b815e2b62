import * as z from 'zod';
import { type HeaderLines, headerLine, type RecordedCall, recordedCallHead } from '../../domain/recording.ts';

/** A body written by hand: one of three members. JSON is written as it is, without spaces. */
const writtenBody = z.unknown().transform((written, context): Uint8Array => {
  const entries = typeof written === 'object' && written !== null ? Object.entries(written) : [];
  const [name, value] = entries.length === 1 ? (entries[0] ?? []) : [];
  if (name === 'json') return Buffer.from(JSON.stringify(value));
  if (name === 'text' && typeof value === 'string') return Buffer.from(value);
  if (name === 'base64' && typeof value === 'string' && z.base64().safeParse(value).success) {
    return Buffer.from(value, 'base64');
  }
  context.addIssue('expected {"text": "…"}, {"json": …} or {"base64": "…"}, and nothing beside it');
  return z.NEVER;
});

/** Lines as they stand in a recording, or, since that is easier to write, an object of names and values. */
const writtenHeaders = z.unknown().transform((written, context): HeaderLines => {
  const lines = isObject(written) ? Object.entries(written) : written;
  const parsed = z.array(headerLine).safeParse(lines);
  if (parsed.success) return parsed.data;
  context.addIssue('expected {"name": "value"} or a list of [name, value]');
  return z.NEVER;
});

const callUrl = z
  .string()
  .refine(
    (url) => /^https?:\/\/[^/]/i.test(url) && URL.canParse(url),
    'expected an absolute http or https URL',
  );

/**
 * One line of a file of stand-ins: a call as `shadowgate inspect --json` prints it. Written by hand, three members
 * suffice: `method`, `url` and `status`; it then answers in every session, as often as it is asked.
 */
export const standInLine = z.strictObject({
  ...recordedCallHead.shape,
  kind: z.literal('call').optional(),
  id: recordedCallHead.shape.id.optional(),
  exchangeId: recordedCallHead.shape.exchangeId.default(''),
  session: recordedCallHead.shape.session.default(''),
  startedAt: recordedCallHead.shape.startedAt.default(0),
  durationMs: recordedCallHead.shape.durationMs.default(0),
  method: z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'expected a method, such as GET'),
  url: callUrl,
  requestHeaders: writtenHeaders.prefault([]),
  responseHeaders: writtenHeaders.prefault([]),
  lifetime: recordedCallHead.shape.lifetime.default('session'),
  requestBody: writtenBody.prefault({ text: '' }),
  responseBody: writtenBody.prefault({ text: '' }),
});

/** The call of a checked line; `id` for a line that gives itself none. */
export function callOfLine({ kind: _kind, ...line }: z.output<typeof standInLine>, id: string): RecordedCall {
  return { ...line, id: line.id ?? id };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
