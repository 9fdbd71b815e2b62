import { type ClientHttp2Stream, constants } from 'node:http2';
import type { Dispatcher } from 'undici';
import type { Failed, Responded } from '../../../domain/observation.ts';
import { type HeaderLines, headerOf, headerValues } from '../../../domain/recording.ts';
import { ResponseCollector, type ResponseLimits } from '../response-collector.ts';
import { type ExchangeTag, type SentRequest, sentHeaders } from '../sent-request.ts';
import type { Http2Session } from './http2-session.ts';

export type Http2Outcome = {
  readonly outcome: Responded | Failed;
  /** Whether the other side said that it has not looked at the request, which may then be sent again whatever it does. */
  readonly isRefused: boolean;
  /** Whether anything of an answer came. */
  readonly isBegun: boolean;
};

/**
 * One request on a stream of its own: header lines as recorded, in lower case, as HTTP/2 demands; body and trailers behind them. Answers before
 * the final one are passed over. Never rejects: a reset, and the end of the session (GOAWAY), are failures with their reason.
 */
export function exchangeOnStream(
  { session }: Http2Session,
  request: SentRequest & { readonly tag: ExchangeTag | null },
  limits: ResponseLimits,
): Promise<Http2Outcome> {
  return new Promise((resolve) => {
    let stream: ClientHttp2Stream | null = null;
    let isBegun = false;
    const collector = new ResponseCollector(limits, (outcome) => {
      const isRefused = outcome.kind === 'failed' && stream?.rstCode === constants.NGHTTP2_REFUSED_STREAM;
      resolve({ outcome, isRefused, isBegun });
    });
    try {
      const { body, trailers = [] } = request;
      const hasMore = body.byteLength > 0 || trailers.length > 0;
      const scheme = session.encrypted ? 'https' : 'http';
      stream = session.request(pseudoAndLines(request, scheme), {
        endStream: !hasMore,
        waitForTrailers: trailers.length > 0,
      });
      stream.on('wantTrailers', () => stream?.sendTrailers(fieldsOf(trailers)));
      stream.once('response', () => {
        isBegun = true;
      });
      gather(stream, collector);
      if (hasMore) stream.end(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    } catch (error) {
      collector.onResponseError(undefined, error);
    }
  });
}

function gather(stream: ClientHttp2Stream, collector: ResponseCollector): void {
  const controller = controllerOf(stream);
  let isAnswered = false;
  collector.onRequestStart(controller);
  stream.on('response', (headers, _flags, raw: string[]) => {
    isAnswered = true;
    controller.rawHeaders = withoutPseudo(raw);
    collector.onResponseStart(controller, headers[':status'] ?? 0);
  });
  stream.on('data', (chunk: Buffer) => collector.onResponseData(controller, chunk));
  stream.on('trailers', (_headers, _flags, raw: string[]) => {
    controller.rawTrailers = withoutPseudo(raw);
  });
  stream.on('error', (error) => collector.onResponseError(controller, error.cause ?? error));
  stream.on('close', () => {
    const isWhole = isAnswered && (stream.rstCode ?? 0) === constants.NGHTTP2_NO_ERROR;
    if (isWhole && stream.readableEnded) collector.onResponseEnd(controller);
    else collector.onResponseError(controller, lostBy(stream));
  });
}

function lostBy(stream: ClientHttp2Stream): Error {
  const message = `the stream ended with code ${stream.rstCode ?? 'none'} before the response did`;
  return Object.assign(new Error(message), { code: 'ERR_HTTP2_STREAM_ERROR' });
}

/** The collector knows the controllers of undici; it reads raw lines of them, and aborts by them. */
function controllerOf(stream: ClientHttp2Stream): Dispatcher.DispatchController & {
  rawHeaders: string[];
  rawTrailers: string[];
} {
  return {
    aborted: false,
    paused: false,
    reason: null,
    rawHeaders: [],
    rawTrailers: [],
    abort: () => stream.close(constants.NGHTTP2_CANCEL),
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
  };
}

function pseudoAndLines(
  request: SentRequest & { readonly tag: ExchangeTag | null },
  scheme: string,
): string[] {
  const { method, target, headers, body, tag } = request;
  const kept = sentHeaders(headers, tag).filter(([name]) => name.toLowerCase() !== 'host');
  const lines = kept.flatMap(([name, value]) => [name.toLowerCase(), value]);
  const authority = headerOf(headers, 'host');
  // What a client that waits for trailers says, and the only form of TE there is over HTTP/2.
  const wantsTrailers = headerValues(headers, 'te').some((value) => /\btrailers\b/i.test(value));
  return [
    ...[':method', method, ':scheme', scheme, ':path', target],
    ...(authority === undefined ? [] : [':authority', authority]),
    ...lines,
    ...(wantsTrailers ? ['te', 'trailers'] : []),
    ...(headerOf(headers, 'content-length') === undefined ? [] : ['content-length', String(body.byteLength)]),
  ];
}

function withoutPseudo(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    if (!raw[at]?.startsWith(':')) kept.push(raw[at] ?? '', raw[at + 1] ?? '');
  }
  return kept;
}

function fieldsOf(lines: HeaderLines): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [name, value] of lines) {
    const key = name.toLowerCase();
    fields[key] = [...(fields[key] ?? []), value];
  }
  return fields;
}
