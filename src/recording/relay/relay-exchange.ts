import { once } from 'node:events';
import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { type Exchange, type HeaderLines, headerOf } from '../../domain/recording.ts';
import { truncatedSides } from '../file/truncated-sides.ts';
import { asLeftStream } from '../streams/left-stream.ts';
import { BodyCapture } from './body-capture.ts';
import {
  flatHeaders,
  headerLines,
  requestLinesToForward,
  responseLinesToForward,
  trailerPairs,
} from './relay-headers.ts';
import { systemCode } from './system-code.ts';
import type { UpstreamClient } from './upstream-client.ts';

/** Where a request goes, and as what: a proxy before a service passes it on as it came, one behind it does not. */
export type Destination = {
  readonly upstream: UpstreamClient;
  readonly target: string;
  readonly lines: HeaderLines;
  /** Who is asked, as the text of a 502 begins. */
  readonly who: string;
};

type RelaySettings = {
  readonly id: string;
  readonly destination: Destination;
  readonly maximumBodyBytes: number;
  readonly now: () => number;
};

/** A longer response is told by its digest, as replay compares it; a request has to be sent again, and is kept. */
const digestAbove = 16 * 1024 * 1024;

/** One request on its way through, and what is known of it so far. */
type Passage = {
  readonly settings: RelaySettings;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly hasBody: boolean;
  readonly startedAt: number;
  readonly connection: string;
  readonly requestBody: BodyCapture;
  readonly responseBody: BodyCapture;
  outgoing?: ClientRequest;
  answer?: IncomingMessage;
  failure?: string;
  endedAt?: number;
  /** When the last byte of the answer came that is kept. */
  lastByteAt?: number;
  isLeft?: boolean;
};

/**
 * Passes one request on and its response back, streaming both ways, and resolves with what took place once it is over,
 * however it ended. A failure of either side is data: it never rejects, and the client gets 502 when there is no answer.
 */
export async function relayExchange(
  request: IncomingMessage,
  response: ServerResponse,
  settings: RelaySettings,
): Promise<Exchange> {
  const passage: Passage = {
    settings,
    request,
    response,
    hasBody: announcesBody(request),
    startedAt: settings.now(),
    connection: connectionOf(request),
    requestBody: new BodyCapture(settings.maximumBodyBytes, undefined, announcedLength(request)),
    responseBody: new BodyCapture(settings.maximumBodyBytes, digestAbove),
  };
  const over = once(response, 'close').catch(() => undefined);
  // An aborted connection also shows as an error here; `close` comes in any case and tells enough.
  request.on('error', () => undefined);
  response.on('error', () => undefined);
  response.sendDate = false;
  sendOn(passage, { retry: false });
  await over;
  if (!response.writableFinished && passage.failure === undefined) {
    passage.isLeft = true;
    passage.failure = 'client-gone: the client closed the connection first';
  }
  if (!passage.answer?.complete) passage.outgoing?.destroy();
  const exchange = exchangeOf(passage);
  const { isLeft, lastByteAt, startedAt } = passage;
  if (!isLeft || lastByteAt === undefined) return exchange;
  return asLeftStream(exchange, Math.max(0, lastByteAt - startedAt));
}

/**
 * What carries a body, or may change state, goes by a connection of its own: a kept one may have been closed by the
 * service in this moment, and only a request without effect may then be sent again.
 */
function sendOn(passage: Passage, { retry }: { readonly retry: boolean }): void {
  const { request, hasBody, settings } = passage;
  const { upstream, target } = settings.destination;
  const method = request.method ?? 'GET';
  const fresh = retry || hasBody || !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const lines = linesToSend(passage);
  try {
    const outgoing = upstream.send({ method, target, lines, fresh });
    passage.outgoing = outgoing;
    outgoing.on('response', (answer) => relayAnswer(passage, answer));
    outgoing.on('continue', () => passage.response.writeContinue());
    outgoing.on('error', (error) => {
      const closedMeanwhile = outgoing.reusedSocket && !fresh && passage.answer === undefined;
      if (closedMeanwhile) sendOn(passage, { retry: true });
      else failUpstream(passage, error);
    });
    relayRequestBody(passage, outgoing);
  } catch (error) {
    failUpstream(passage, error);
  }
}

/** We speak HTTP/1.1 to the service, which then needs a Host even when a client of HTTP/1.0 sent none. */
function linesToSend({ request, settings }: Passage): HeaderLines {
  const { destination } = settings;
  const lines = requestLinesToForward(destination.lines);
  const needsHost = request.httpVersion === '1.0' && headerOf(lines, 'host') === undefined;
  return needsHost ? [['Host', destination.upstream.host], ...lines] : lines;
}

function relayRequestBody(passage: Passage, outgoing: ClientRequest): void {
  const { request, requestBody, hasBody } = passage;
  if (!hasBody) {
    requestBody.end();
    request.resume();
    outgoing.end();
    return;
  }
  outgoing.flushHeaders();
  request.on('data', (chunk: Buffer) => {
    requestBody.add(chunk);
    if (!outgoing.destroyed && !outgoing.write(chunk)) request.pause();
  });
  outgoing.on('drain', () => request.resume());
  outgoing.on('close', () => request.resume());
  request.on('end', () => {
    requestBody.end();
    if (outgoing.destroyed) return;
    outgoing.addTrailers(trailerPairs(request.rawTrailers));
    outgoing.end();
  });
}

function relayAnswer(passage: Passage, answer: IncomingMessage): void {
  const { request, response, responseBody } = passage;
  passage.answer = answer;
  answer.on('error', (error) => failUpstream(passage, error));
  const lines = responseLinesToForward(headerLines(answer.rawHeaders), request.httpVersion !== '1.0');
  try {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, flatHeaders(lines));
    response.flushHeaders();
  } catch (error) {
    failUpstream(passage, error);
    return;
  }
  answer.on('data', (chunk: Buffer) => {
    if (responseBody.isComplete) passage.lastByteAt = passage.settings.now();
    responseBody.add(chunk);
    if (!response.write(chunk)) answer.pause();
  });
  response.on('drain', () => answer.resume());
  answer.on('end', () => {
    responseBody.end();
    passage.endedAt = passage.settings.now();
    response.addTrailers(trailerPairs(answer.rawTrailers));
    response.end();
  });
}

/** Once the response has begun, a broken connection is the only honest way to tell the client that it is not whole. */
function failUpstream(passage: Passage, error: unknown): void {
  const { request, response } = passage;
  if (passage.failure !== undefined || response.writableEnded || response.destroyed) return;
  const code = systemCode(error);
  passage.failure = `upstream: ${code}`;
  passage.endedAt = passage.settings.now();
  request.resume();
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(502, { 'content-type': 'text/plain' });
  response.end(`${passage.settings.destination.who} did not answer (${code}).\n`);
}

function exchangeOf(passage: Passage): Exchange {
  const { settings, request, answer, requestBody, responseBody, startedAt, failure } = passage;
  return {
    id: settings.id,
    session: passage.connection,
    startedAt,
    durationMs: Math.max(0, (passage.endedAt ?? settings.now()) - startedAt),
    method: request.method ?? 'GET',
    target: settings.destination.target,
    requestHeaders: settings.destination.lines,
    status: answer?.statusCode ?? 0,
    responseHeaders: answer === undefined ? [] : headerLines(answer.rawHeaders),
    ...(failure === undefined ? {} : { failure }),
    ...withProtocol(passage),
    ...truncatedSides({
      request: !requestBody.isWhole,
      response: answer !== undefined && !responseBody.isWhole,
    }),
    requestBody: requestBody.bytes,
    responseBody: responseBody.bytes,
    ...largeResponse(responseBody),
  };
}

/** The protocol of the client, and the trailers that came, whatever was announced. */
function withProtocol({
  request,
  answer,
}: Passage): Pick<Exchange, 'httpVersion' | 'requestTrailers' | 'responseTrailers'> {
  const { httpVersion, rawTrailers } = request;
  const asked = headerLines(rawTrailers);
  const answered = headerLines(answer?.rawTrailers ?? []);
  return {
    ...(httpVersion === '1.0' || httpVersion === '1.1' ? { httpVersion } : {}),
    ...(asked.length === 0 ? {} : { requestTrailers: asked }),
    ...(answered.length === 0 ? {} : { responseTrailers: answered }),
  };
}

/** Half of a large body says nothing: its digest would fit no answer. */
function largeResponse(body: BodyCapture): Pick<Exchange, 'largeResponse'> {
  const large = body.isWhole ? body.takeLarge() : null;
  return large === null ? {} : { largeResponse: { length: large.length, digest: large.digest } };
}

/** What stands for the client of a request that shows no credential. */
export function connectionOf({ socket }: IncomingMessage): string {
  return `${socket.remoteAddress}:${socket.remotePort}`;
}

function announcesBody(request: IncomingMessage): boolean {
  return request.headers['transfer-encoding'] !== undefined || announcedLength(request) > 0;
}

const announcedLength = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0);
