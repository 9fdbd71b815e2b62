import { setTimeout as delay } from 'node:timers/promises';
import { decodeContent } from '../../content-coding/decode-content.ts';
import { type HeaderLines, headerValues, type RecordedCall } from '../../domain/recording.ts';
import type { AnyResponse } from './accept-connections.ts';
import type { FoundAnswer } from './answer-book.ts';
import type { Replacement } from './score-call.ts';

type Matched = Extract<FoundAnswer, { kind: 'matched' }>;

/** Longest that a recorded answer is held back, whatever production took. */
const longestDelayMs = 30_000;
const mostDecoded = 16 * 1024 * 1024;

/** Headers that belong to the recorded connection, or that follow from how the body is sent now. */
const ofConnection =
  /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length)$/i;

export type AnswerTiming = { readonly latency: 'recorded' | 'none'; readonly signal: AbortSignal };

/** Gives a recorded answer. Where production got none, the connection is cut here as well. */
export async function writeAnswer(
  response: AnyResponse,
  { call, replacements }: Matched,
  { latency, signal }: AnswerTiming,
): Promise<void> {
  if (latency === 'recorded')
    await delay(Math.min(call.durationMs, longestDelayMs), undefined, { signal }).catch(() => {});
  if (call.failure !== undefined && (call.status === 0 || call.truncated !== undefined)) {
    if ('stream' in response) response.stream.close();
    else response.destroy();
    return;
  }
  const { headers, body } = answerWith(call, replacements);
  send(response, call.status, headers, body);
}

/** Says that nothing is recorded for a call, with what comes closest. Anything that reads it will see that it is ours. */
export function writeMiss(
  response: AnyResponse,
  {
    status,
    call,
    closest,
    differs,
  }: {
    readonly status: number;
    readonly call: string;
    readonly closest: string | null;
    readonly differs: readonly string[];
  },
): void {
  const body = Buffer.from(
    `${JSON.stringify({
      error: 'shadowgate-no-recorded-answer',
      message: 'The recording holds no answer to this outbound call.',
      call,
      closest,
      differs,
    })}\n`,
  );
  send(
    response,
    status,
    [
      ['content-type', 'application/json'],
      ['x-shadowgate-miss', '1'],
    ],
    body,
  );
}

function answerWith(
  call: RecordedCall,
  replacements: readonly Replacement[],
): { readonly headers: HeaderLines; readonly body: Uint8Array } {
  const headers = call.responseHeaders.filter(([name]) => !ofConnection.test(name));
  const replaced = replacements.length === 0 ? null : replaceIn(call, replacements);
  if (replaced === null) return { headers, body: call.responseBody };
  return { headers: headers.filter(([name]) => !/^content-encoding$/i.test(name)), body: replaced };
}

/** Shorter values stand in answers by accident. */
const shortestReplaced = 6;

/** Where production answered with the id that it was sent, this instance gets back the id that it sent itself. */
function replaceIn(call: RecordedCall, replacements: readonly Replacement[]): Uint8Array | null {
  const codings = headerValues(call.responseHeaders, 'content-encoding');
  const plain = decodeContent(call.responseBody, codings, mostDecoded);
  if (plain.kind === 'undecodable') return null;
  const bytes = Buffer.from(plain.bytes);
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return null;
  let written = text;
  for (const { recorded, live } of replacements.filter(({ recorded: one }) => one.length >= shortestReplaced))
    written = written.replaceAll(recorded, JSON.stringify(live).slice(1, -1));
  return written === text ? null : Buffer.from(written, 'utf8');
}

function send(response: AnyResponse, status: number, lines: HeaderLines, body: Uint8Array): void {
  const headers = new Map<string, string[]>();
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  response.statusCode = status;
  for (const [name, values] of headers)
    response.setHeader(name, values.length === 1 ? (values[0] ?? '') : values);
  const hasNoBody = status === 204 || status === 304 || response.req?.method === 'HEAD';
  if (!hasNoBody) response.setHeader('content-length', body.length);
  if (hasNoBody) response.end();
  else response.end(body);
}
