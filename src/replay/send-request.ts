import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import type { Failed, FailureReason, Responded } from '../domain/observation.ts';
import type { HeaderLine, HeaderLines } from '../domain/recording.ts';
import type { Connection, Connections } from './connections.ts';
import { type SentRequest, sentHeaders, unsendable } from './sent-request.ts';

/** Longest response body that is kept, in bytes as sent. */
export const longestResponse = 64 * 1024 * 1024;

export type SendOptions = {
  readonly connections: Connections;
  /** Whether the request may change state, as the plan says: it is then never sent twice. */
  readonly writes: boolean;
  /** Deadline of this exchange. */
  readonly timeoutMs: number;
  /** Aborted when the run ends early; its reason says why in words. */
  readonly ending: AbortSignal;
  /** Id of the exchange for the agent, or null when none is loaded. */
  readonly tag: string | null;
  readonly maximumBodyBytes?: number;
  /** Called when the request leaves a second time. */
  readonly onSentAgain?: () => void;
};

/**
 * Sends one request to one instance. Redirects are not followed, bodies stay encoded, and every failure is data. Never rejects.
 *
 * A service may close an idle connection at any time, also just as a request leaves on it (RFC 9112 section 9.3.1). That is no fault of the
 * build and must not look like one. So a request that reads, lost on a connection that had answered before and without a byte
 * of an answer, is sent once more, on a new connection; lost there too, it is reported. One that writes is never repeated, since the
 * service may have carried it out (RFC 9110 section 9.2.2): it always gets a new connection, which no service takes for idle, and
 * what is lost on it is reported at once. A service that drops a request on purpose thus sees a write once and a read at most twice.
 */
export async function sendRequest(request: SentRequest, options: SendOptions): Promise<Responded | Failed> {
  const refusal = unsendable(request);
  if (refusal !== null)
    return { kind: 'failed', reason: 'not-sent', detail: `not sent: ${refusal}`, durationMs: 0 };
  const { connections, writes, timeoutMs } = options;
  const startedAt = performance.now();
  const connection = writes ? connections.takeNew() : connections.take();
  const receivedBefore = connection.received();
  const outcome = await sendOn(connection, request, options);
  const isLost = outcome.kind === 'failed' && outcome.reason === 'connection-lost';
  const isAnsweredInPart = connection.received() !== receivedBefore;
  if (!isLost || receivedBefore === 0 || isAnsweredInPart) return outcome;
  options.onSentAgain?.();
  const timeLeftMs = Math.max(1, Math.ceil(timeoutMs - (performance.now() - startedAt)));
  return sendOn(connections.takeNew(), request, { ...options, timeoutMs: timeLeftMs });
}

/** `durationMs` of the outcome counts from here: an attempt that was lost says nothing of how fast the service is. */
function sendOn(
  connection: Connection,
  request: SentRequest,
  options: SendOptions,
): Promise<Responded | Failed> {
  return new Promise((resolve) => {
    const collector = new ResponseCollector(options, (outcome) => {
      if (outcome.kind === 'responded') connection.release();
      else connection.end();
      resolve(outcome);
    });
    try {
      connection.dispatcher.dispatch(dispatchOptions(request, options.tag), collector);
    } catch (error) {
      collector.onResponseError(undefined, error);
    }
  });
}

function dispatchOptions(request: SentRequest, tag: string | null): Dispatcher.DispatchOptions {
  const { buffer, byteOffset, byteLength } = request.body;
  return {
    path: request.target,
    method: request.method as Dispatcher.HttpMethod,
    headers: sentHeaders(request.headers, tag).flat(),
    body: byteLength === 0 ? null : Buffer.from(buffer, byteOffset, byteLength),
  };
}

type Settle = (outcome: Responded | Failed) => void;

/** Gathers one response and settles once. Trailers are not kept: nothing compares them yet. */
class ResponseCollector implements Dispatcher.DispatchHandler {
  private readonly startedAt = performance.now();
  private readonly chunks: Buffer[] = [];
  private readonly settle: Settle;
  private readonly options: SendOptions;
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | null = null;
  private status = 0;
  private headers: HeaderLines = [];
  private length = 0;
  private settled = false;

  constructor(options: SendOptions, settle: Settle) {
    this.options = options;
    this.settle = settle;
    this.timer = setTimeout(
      () => this.giveUp('timed-out', `no whole response within ${options.timeoutMs} ms`),
      options.timeoutMs,
    );
    setMaxListeners(0, options.ending);
    options.ending.addEventListener('abort', this.onEnding);
    if (options.ending.aborted) this.onEnding();
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.settled) controller.abort(new Error('given up before it was sent'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headerLinesOf(controller.rawHeaders);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const longest = this.options.maximumBodyBytes ?? longestResponse;
    this.length += chunk.byteLength;
    if (this.length <= longest) this.chunks.push(chunk);
    else this.giveUp('response-too-large', `the body is longer than ${longest} bytes`);
  }

  onResponseEnd(): void {
    const { status, headers } = this;
    this.end({
      kind: 'responded',
      status,
      headers,
      body: Buffer.concat(this.chunks),
      durationMs: this.elapsed(),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: unknown): void {
    const { reason, detail } = describeFailure(error);
    this.end({ kind: 'failed', reason, detail, durationMs: this.elapsed() });
  }

  private readonly onEnding = (): void => {
    this.giveUp('timed-out', String(this.options.ending.reason));
  };

  private giveUp(reason: FailureReason, detail: string): void {
    this.end({ kind: 'failed', reason, detail, durationMs: this.elapsed() });
    this.controller?.abort(new Error(detail));
  }

  private end(outcome: Responded | Failed): void {
    if (this.settled) return;
    this.settled = true;
    clearTimeout(this.timer);
    this.options.ending.removeEventListener('abort', this.onEnding);
    this.chunks.length = 0;
    this.settle(outcome);
  }

  private elapsed(): number {
    return performance.now() - this.startedAt;
  }
}

/** Raw header lines arrive as one flat list of names and values, one byte a character. */
function headerLinesOf(raw: Dispatcher.DispatchController['rawHeaders']): HeaderLines {
  if (!Array.isArray(raw)) return [];
  const texts = raw.map((part) => (typeof part === 'string' ? part : part.toString('latin1')));
  const lines: HeaderLine[] = [];
  for (let at = 0; at + 1 < texts.length; at += 2) lines.push([texts[at] ?? '', texts[at + 1] ?? '']);
  return lines;
}

/** Codes of node:net and undici, whose parser errors have a name alone. What ends a response early is a lost connection. */
function describeFailure(error: unknown): { readonly reason: FailureReason; readonly detail: string } {
  const {
    name = '',
    code = '',
    message = '',
  } = (error ?? {}) as Readonly<Record<string, string | undefined>>;
  const detail = [code, message].filter((part) => part !== '').join(': ');
  const isUnparsable = name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW';
  if (isUnparsable && !message.includes('EOF')) return { reason: 'malformed-response', detail };
  switch (code) {
    case 'ECONNREFUSED':
      return { reason: 'connection-refused', detail };
    case 'UND_ERR_CONNECT_TIMEOUT':
      return { reason: 'timed-out', detail };
    case 'UND_ERR_INVALID_ARG':
    case 'UND_ERR_NOT_SUPPORTED':
      return { reason: 'not-sent', detail: `not sent: ${message}` };
    default:
      return { reason: 'connection-lost', detail };
  }
}
