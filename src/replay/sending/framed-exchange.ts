import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import type { Failed, Responded } from '../../domain/observation.ts';
import { type HeaderLine, type HeaderLines, headerValues } from '../../domain/recording.ts';
import { failureOf, ResponseCollector } from './response-collector.ts';
import type { SendTerms } from './send-request.ts';
import type { SendTarget } from './sender.ts';
import { refusedAsUnsendable, type SentRequest, sentHeaders } from './sent-request.ts';

/** Longest that the body waits for `100 Continue`; a server need not send any (RFC 9110 section 10.1.1). */
const continueMs = 1_000;
const largestHeaders = 256 * 1024;

/**
 * Whether a request came framed in a way that its service may treat otherwise than a body of known length: in chunks, with trailers, or
 * only once the service had asked for it.
 */
export function isFramed({ headers, trailers }: SentRequest): boolean {
  return (trailers?.length ?? 0) > 0 || isChunked(headers) || expectsContinue(headers);
}

/**
 * Sends such a request by node:http, which leaves the framing to its caller, on a connection of its own; so nothing of it can get lost on an
 * idle one and it leaves once. The body is one chunk: where the recorded ones parted is not recorded. Never rejects.
 */
export async function exchangeFramed(
  target: SendTarget,
  request: SentRequest,
  terms: SendTerms,
): Promise<Responded | Failed> {
  const refused = refusedAsUnsendable(request);
  if (refused !== null) return refused;
  try {
    const socket = await openThrough(target);
    return await exchangeOn(socket, target, { ...terms, request });
  } catch (error) {
    return failureOf(error);
  }
}

async function openThrough({ origin, connect }: SendTarget): Promise<Socket | null> {
  const { hostname, port } = new URL(origin);
  return connect === null ? null : connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
}

function exchangeOn(
  socket: Socket | null,
  { origin }: SendTarget,
  { request, ...terms }: SendTerms & { readonly request: SentRequest },
): Promise<Responded | Failed> {
  const url = new URL(origin);
  const send = url.protocol === 'https:' ? tlsRequest : plainRequest;
  const outgoing = send({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port,
    method: request.method,
    path: request.target,
    headers: framedLines(request, terms).flat(),
    agent: false,
    setDefaultHeaders: false,
    maxHeaderSize: largestHeaders,
    ...(socket === null ? {} : { createConnection: () => socket }),
  });
  return new Promise((resolve) => {
    const collector = new ResponseCollector(terms, (outcome) => {
      outgoing.destroy();
      resolve(outcome);
    });
    gather(outgoing, collector);
    sendBody(outgoing, request);
  });
}

function framedLines(request: SentRequest, { tag }: SendTerms): HeaderLines {
  const { headers, body, trailers = [] } = request;
  const framing: HeaderLine[] =
    isChunked(headers) || trailers.length > 0
      ? [['Transfer-Encoding', 'chunked']]
      : [['Content-Length', String(body.byteLength)]];
  const announced = headerValues(headers, 'trailer').map((value): HeaderLine => ['Trailer', value]);
  const expecting: HeaderLine[] = expectsContinue(headers) ? [['Expect', '100-continue']] : [];
  return [...sentHeaders(headers, tag), ...framing, ...announced, ...expecting];
}

function sendBody(outgoing: ClientRequest, { headers, body, trailers = [] }: SentRequest): void {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  let isSent = false;
  const finish = (): void => {
    if (isSent || outgoing.destroyed) return;
    isSent = true;
    if (trailers.length > 0)
      outgoing.addTrailers(trailers.map(([name, value]): [string, string] => [name, value]));
    outgoing.end(bytes);
  };
  if (!expectsContinue(headers)) {
    finish();
    return;
  }
  const timer = setTimeout(finish, continueMs);
  outgoing.on('continue', finish);
  // An answer that comes without having asked for the body refuses it.
  outgoing.on('response', () => clearTimeout(timer));
  outgoing.on('close', () => clearTimeout(timer));
  outgoing.flushHeaders();
}

function gather(outgoing: ClientRequest, collector: ResponseCollector): void {
  const controller = {
    ...{ aborted: false, paused: false, reason: null },
    ...{ rawHeaders: [] as string[], rawTrailers: [] as string[] },
    abort: () => void outgoing.destroy(),
    pause: () => {},
    resume: () => {},
  } satisfies Dispatcher.DispatchController;
  collector.onRequestStart(controller);
  outgoing.on('error', (error) => collector.onResponseError(controller, asUnreadable(error)));
  outgoing.on('response', (answer: IncomingMessage) => {
    controller.rawHeaders = answer.rawHeaders;
    collector.onResponseStart(controller, answer.statusCode ?? 0);
    answer.on('data', (chunk: Buffer) => collector.onResponseData(controller, chunk));
    answer.on('error', (error) => collector.onResponseError(controller, error));
    answer.on('end', () => {
      controller.rawTrailers = answer.rawTrailers;
      collector.onResponseEnd(controller);
    });
  });
}

/** The parser of node:http has codes of its own for what undici calls by one name. */
function asUnreadable(error: NodeJS.ErrnoException): Error {
  const isUnreadable = error.code?.startsWith('HPE_') ?? false;
  return isUnreadable ? Object.assign(new Error(error.message), { name: 'HTTPParserError' }) : error;
}

function isChunked(headers: HeaderLines): boolean {
  return headerValues(headers, 'transfer-encoding').some((value) => /\bchunked\b/i.test(value));
}

function expectsContinue(headers: HeaderLines): boolean {
  return headerValues(headers, 'expect').some((value) => value.trim().toLowerCase() === '100-continue');
}
