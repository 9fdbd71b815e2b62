import { once } from 'node:events';
import { type ClientHttp2Stream, constants, type ServerHttp2Stream } from 'node:http2';
import type { Exchange, HeaderLines } from '../../domain/recording.ts';
import { truncatedSides } from '../file/truncated-sides.ts';
import { BodyCapture } from '../relay/body-capture.ts';
import { systemCode } from '../relay/system-code.ts';
import type { BegunStream } from './accept-http2.ts';
import { linesOf, streamRequest, trailerFields, withoutPseudo } from './stream-lines.ts';
import type { UpstreamSession } from './upstream-sessions.ts';

type RelaySettings = {
  readonly id: string;
  readonly upstream: UpstreamSession;
  readonly maximumBodyBytes: number;
  readonly now: () => number;
};

/** One stream on its way through, and what is known of it so far. */
type Passage = {
  readonly settings: RelaySettings;
  readonly begun: BegunStream;
  readonly stream: ServerHttp2Stream;
  readonly startedAt: number;
  readonly requestBody: BodyCapture;
  readonly responseBody: BodyCapture;
  requestTrailers: HeaderLines;
  responseTrailers: HeaderLines;
  answer?: { readonly status: number; readonly lines: HeaderLines };
  failure?: string;
  endedAt?: number;
};

/**
 * Passes one stream on and its answer back, message by message as they come, and resolves with what took place once it is over. Informational
 * answers pass and are not kept. As over HTTP/1.1 it never rejects: the client gets 502 when there is no answer, and a reset when one breaks off.
 */
export async function relayStream(begun: BegunStream, settings: RelaySettings): Promise<Exchange> {
  const { stream } = begun;
  const passage: Passage = {
    settings,
    begun,
    stream,
    startedAt: settings.now(),
    requestBody: new BodyCapture(settings.maximumBodyBytes),
    responseBody: new BodyCapture(settings.maximumBodyBytes),
    requestTrailers: [],
    responseTrailers: [],
  };
  // A reset also shows as an error here; `close` comes in any case and tells enough.
  stream.on('error', () => undefined);
  const over = once(stream, 'close').catch(() => undefined);
  const outgoing = openUpstream(passage);
  await over;
  if (passage.endedAt === undefined || stream.aborted)
    passage.failure ??= 'client-gone: the client ended the stream first';
  if (outgoing !== null && !outgoing.closed) outgoing.close(constants.NGHTTP2_CANCEL);
  return exchangeOf(passage);
}

function openUpstream(passage: Passage): ClientHttp2Stream | null {
  const { settings, begun, stream } = passage;
  const hasBody = !stream.endAfterHeaders;
  try {
    const outgoing = settings.upstream.open(begun.rawHeaders, hasBody);
    outgoing.on('error', (error) => failUpstream(passage, codeOf(error)));
    outgoing.on('close', () => {
      if (passage.endedAt !== undefined) endUpload(stream);
      else failUpstream(passage, `reset ${outgoing.rstCode}`);
    });
    relayRequest(passage, outgoing, hasBody);
    relayAnswer(passage, outgoing);
    return outgoing;
  } catch (error) {
    failUpstream(passage, systemCode(error));
    return null;
  }
}

function relayRequest(passage: Passage, outgoing: ClientHttp2Stream, hasBody: boolean): void {
  const { stream, requestBody } = passage;
  if (!hasBody) {
    requestBody.end();
    stream.resume();
    return;
  }
  stream.on('trailers', (_headers, _flags, raw: string[]) => {
    passage.requestTrailers = withoutPseudo(linesOf(raw));
  });
  stream.on('data', (chunk: Buffer) => requestBody.add(chunk));
  stream.on('end', () => {
    if (!stream.aborted) requestBody.end();
  });
  outgoing.on('wantTrailers', () => outgoing.sendTrailers(trailerFields(passage.requestTrailers)));
  outgoing.on('close', () => stream.resume());
  stream.pipe(outgoing);
}

function relayAnswer(passage: Passage, outgoing: ClientHttp2Stream): void {
  const { stream, responseBody } = passage;
  outgoing.on('headers', (headers) => {
    if (!stream.headersSent && !stream.destroyed) stream.additionalHeaders(headers);
  });
  outgoing.on('trailers', (_headers, _flags, raw: string[]) => {
    passage.responseTrailers = withoutPseudo(linesOf(raw));
  });
  outgoing.on('response', (headers, flags, raw: string[]) => {
    passage.answer = { status: headers[':status'] ?? 0, lines: withoutPseudo(linesOf(raw)) };
    const endStream = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    if (stream.destroyed) return;
    stream.on('wantTrailers', () => stream.sendTrailers(trailerFields(passage.responseTrailers)));
    // The types of Node do not know `sendDate`; without it a second date would be added.
    const options = { endStream, waitForTrailers: !endStream, sendDate: false };
    stream.respond(raw, options);
    outgoing.on('data', (chunk: Buffer) => responseBody.add(chunk));
    outgoing.on('end', () => {
      if (outgoing.aborted || outgoing.rstCode !== constants.NGHTTP2_NO_ERROR) return;
      responseBody.end();
      passage.endedAt = passage.settings.now();
      if (!stream.writableEnded) stream.end();
    });
    if (!endStream) outgoing.pipe(stream, { end: false });
  });
}

/** The service has answered without waiting for the whole request, as it may: the rest of it goes nowhere. */
function endUpload(stream: ServerHttp2Stream): void {
  if (stream.readableEnded || stream.destroyed) return;
  if (stream.writableFinished) stream.close(constants.NGHTTP2_NO_ERROR);
  else stream.once('finish', () => stream.close(constants.NGHTTP2_NO_ERROR));
}

function failUpstream(passage: Passage, code: string): void {
  const { stream } = passage;
  if (passage.failure !== undefined || stream.destroyed || stream.closed) return;
  passage.failure = `upstream: ${code}`;
  passage.endedAt = passage.settings.now();
  stream.resume();
  if (stream.headersSent) {
    // `close` would send an end first, and the client take for whole what is not.
    stream.destroy(new Error(passage.failure));
    return;
  }
  stream.respond({ ':status': 502, 'content-type': 'text/plain' });
  stream.end(`The service that is being recorded did not answer (${code}).\n`);
}

/** Streams that end because their session did name that as their cause. */
function codeOf(error: Error): string {
  return systemCode(error.cause ?? error);
}

function exchangeOf(passage: Passage): Exchange {
  const { settings, begun, answer, requestBody, responseBody, startedAt, failure } = passage;
  const { method, target, lines } = streamRequest(begun.rawHeaders);
  const { requestTrailers, responseTrailers } = passage;
  return {
    id: settings.id,
    session: begun.connection,
    startedAt,
    durationMs: Math.max(0, (passage.endedAt ?? settings.now()) - startedAt),
    method,
    target,
    requestHeaders: lines,
    status: answer?.status ?? 0,
    responseHeaders: answer?.lines ?? [],
    httpVersion: '2',
    ...(requestTrailers.length === 0 ? {} : { requestTrailers }),
    ...(responseTrailers.length === 0 ? {} : { responseTrailers }),
    ...(failure === undefined ? {} : { failure }),
    ...truncatedSides({
      request: !requestBody.isWhole,
      response: answer !== undefined && !responseBody.isWhole,
    }),
    requestBody: requestBody.bytes,
    responseBody: responseBody.bytes,
  };
}
