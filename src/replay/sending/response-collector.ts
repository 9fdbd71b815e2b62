import type { Dispatcher } from 'undici';
import type { Failed, FailureReason, Responded } from '../../domain/observation.ts';
import { recordStreamOf } from '../../domain/record-stream.ts';
import type { HeaderLine, HeaderLines } from '../../domain/recording.ts';
import type { StreamLimit } from '../streams/stream-limit.ts';
import { StreamReader } from '../streams/stream-reader.ts';
import { Patience } from './patience.ts';
import { type BodyBounds, ResponseBody } from './response-body.ts';

/** When a response is no longer waited for. */
export type ResponseLimits = BodyBounds & {
  /** Deadline of this exchange. */
  readonly timeoutMs: number;
  /** Aborted when the run ends early; its reason says why in words. */
  readonly ending: AbortSignal;
  /** For a response that never ends: how far it is read. */
  readonly stream?: StreamLimit | null;
};

/**
 * Made for each time that a request leaves: gathers the response, gives up when it takes too long or grows too large, and settles
 * once.
 */
export class ResponseCollector implements Dispatcher.DispatchHandler {
  private readonly startedAt = performance.now();
  private readonly body: ResponseBody;
  private readonly settle: (outcome: Responded | Failed) => void;
  private readonly limits: ResponseLimits;
  private readonly patience: Patience;
  private readonly isPatienceOwn: boolean;
  private controller: Dispatcher.DispatchController | null = null;
  private status = 0;
  private headers: HeaderLines = [];
  private settled = false;
  private reader: StreamReader | null = null;

  /** `patience` of the connection, where that lives longer than one response. */
  constructor(
    limits: ResponseLimits,
    settle: (outcome: Responded | Failed) => void,
    patience: Patience | null = null,
  ) {
    this.limits = limits;
    this.body = new ResponseBody(limits);
    this.settle = settle;
    this.isPatienceOwn = patience === null;
    this.patience = patience ?? new Patience();
    this.patience.begin(limits, this.onImpatient);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.settled) controller.abort(new Error('given up before it was sent'));
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headerLinesOf(controller.rawHeaders);
    const stream = recordStreamOf(this.headers);
    const { stream: limit = null } = this.limits;
    if (stream !== null && limit !== null) this.reader = new StreamReader(stream, limit, this.onEnough);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.body.add(chunk)) this.reader?.add(chunk);
    else this.giveUp('response-too-large', `the body is longer than ${this.body.mostBytes} bytes`);
    if (this.reader !== null && !this.body.isHeld) this.onEnough();
  }

  onResponseEnd({ rawTrailers }: Dispatcher.DispatchController): void {
    this.respond(this.body.finish(), headerLinesOf(rawTrailers));
  }

  private respond(body: Pick<Responded, 'body' | 'large'>, trailers: HeaderLines): void {
    const { status, headers } = this;
    this.end({ kind: 'responded', status, headers, ...body, trailers, durationMs: this.elapsed() });
  }

  /** The stream goes on; we leave it, as the client of the recording did. */
  private readonly onEnough = (): void => {
    const { body, large } = this.body.finish();
    this.respond(
      large === undefined ? { body: body.subarray(0, this.reader?.keptBytes) } : { body, large },
      [],
    );
    this.controller?.abort(new Error('enough of the stream was read'));
  };

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: unknown): void {
    this.end(failureOf(error, this.elapsed()));
  }

  private readonly onImpatient = (detail: string): void => this.giveUp('timed-out', detail);

  private giveUp(reason: FailureReason, detail: string): void {
    this.end({ kind: 'failed', reason, detail, durationMs: this.elapsed() });
    this.controller?.abort(new Error(detail));
  }

  private end(outcome: Responded | Failed): void {
    if (this.settled) return;
    this.settled = true;
    if (this.isPatienceOwn) this.patience.close();
    else this.patience.end();
    this.reader?.stop();
    this.body.clear();
    this.settle(outcome);
  }

  private elapsed(): number {
    return performance.now() - this.startedAt;
  }
}

/** Raw header lines arrive as one flat list of names and values, one byte a character. */
function headerLinesOf(raw: Dispatcher.DispatchController['rawHeaders']): HeaderLines {
  if (!Array.isArray(raw)) return [];
  const lines: HeaderLine[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) lines.push([textOf(raw[at]), textOf(raw[at + 1])]);
  return lines;
}

function textOf(part: string | Buffer | undefined): string {
  return typeof part === 'string' ? part : (part?.toString('latin1') ?? '');
}

/** Used where a connection cannot even be opened, and by the collector: an error of a connection as the data that it is. */
export function failureOf(error: unknown, durationMs = 0): Failed {
  return { kind: 'failed', ...describeFailure(error), durationMs };
}

/** Codes of node:net and undici, whose parser errors have a name alone. What ends a response early is a lost connection. */
function describeFailure(error: unknown): { readonly reason: FailureReason; readonly detail: string } {
  const {
    name = '',
    code = '',
    message = '',
  } = (error ?? {}) as Readonly<Record<string, string | undefined>>;
  const detail = [code, message].filter((part) => part !== '').join(': ');
  const isUnparsable =
    name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'ERR_HTTP2_ERROR';
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
