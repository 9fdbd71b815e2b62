import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeContent } from '../../content-coding/decode-content.ts';
import {
  decodeTraceRequest,
  encodeRpcStatus,
  encodeTraceResponse,
  type PartialSuccess,
} from './otlp-messages.ts';
import { type ReadSpans, readSpans } from './read-spans.ts';

/** Of one export, unpacked or not. A batch of 512 spans has some 500 KB. */
export const mostBytes = 8 * 1024 * 1024;
/** Exports of one instance that are read at a time: an SDK without batches sends one for each span. */
const mostAtOnce = 256;
/** What these may hold together, in bytes. */
const mostHeld = 4 * mostBytes;

const forms = { 'application/x-protobuf': 'protobuf', 'application/json': 'json' } as const;
type Form = (typeof forms)[keyof typeof forms];

/** Numbers of google.rpc.Code. */
const codes = { 400: 3, 404: 5, 405: 12, 413: 3, 415: 3, 429: 8 } as const;
type Refusal = { readonly status: keyof typeof codes; readonly why: string };

/**
 * Answers exports as the OTLP/HTTP specification (1.x, "OTLP/HTTP Response") asks servers to: 200 with what was not taken of it, 400 for
 * what cannot be read and shall not be sent again, 429 with Retry-After for what can be. Metrics and logs are taken and dropped.
 */
export function createExportAnswers(
  take: (read: ReadSpans) => PartialSuccess | null,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const held = { exports: 0, bytes: 0 };
  return async (request, response) => {
    const form = formOf(request);
    if (held.exports >= mostAtOnce) return refuse(response, form, tooMany);
    held.exports += 1;
    try {
      const taken = form === null ? unknownForm : await takeExport({ request, form, held }, take);
      if (taken !== null && 'status' in taken) refuse(response, form, taken);
      else answer(response, form ?? 'json', taken);
    } finally {
      held.exports -= 1;
    }
  };
}

/** What is being read of all exports of one instance. */
type Held = { exports: number; bytes: number };

const tooMany: Refusal = { status: 429, why: 'too many exports at a time' };
const unknownForm: Refusal = { status: 415, why: 'neither application/x-protobuf nor application/json' };

type Incoming = { readonly request: IncomingMessage; readonly form: Form; readonly held: Held };

async function takeExport(
  { request, form, held }: Incoming,
  take: (read: ReadSpans) => PartialSuccess | null,
): Promise<PartialSuccess | Refusal | null> {
  const path = (request.url ?? '').replace(/\?.*$/, '');
  if (!/^\/v1\/(traces|metrics|logs)$/.test(path)) return { status: 404, why: 'no such path' };
  if (request.method !== 'POST') return { status: 405, why: 'exports are posted' };
  const body = await readBody(request, held);
  if ('status' in body) return body;
  if (path !== '/v1/traces') return null;
  const decoded = decodeContent(body, [request.headers['content-encoding'] ?? ''], mostBytes);
  if (decoded.kind === 'undecodable') return { status: 400, why: decoded.why };
  const read = readSpans(form === 'json' ? parseJson(decoded.bytes) : decodeTraceRequest(decoded.bytes));
  return read === null ? { status: 400, why: 'no export of spans' } : take(read);
}

function formOf({ headers }: IncomingMessage): Form | null {
  const type = (headers['content-type'] ?? '').replace(/;.*$/, '').trim().toLowerCase();
  return forms[type as keyof typeof forms] ?? null;
}

async function readBody(request: IncomingMessage, held: Held): Promise<Uint8Array | Refusal> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      size += chunk.length;
      held.bytes += chunk.length;
      if (size > mostBytes) return tooLarge;
      if (held.bytes > mostHeld) return tooMany;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } catch {
    return tooLarge;
  } finally {
    held.bytes -= size;
  }
}

const tooLarge: Refusal = { status: 413, why: `larger than ${mostBytes} bytes, or broken off` };

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

function answer(response: ServerResponse, form: Form, partial: PartialSuccess | null): void {
  const asJson = () =>
    partial === null ? {} : { partialSuccess: { ...partial, rejectedSpans: String(partial.rejectedSpans) } };
  const body = form === 'json' ? JSON.stringify(asJson()) : encodeTraceResponse(partial);
  write(response, { status: 200, form, body, headers: {} });
}

/** Whatever is left of the request is not read: the connection ends with the answer. */
function refuse(response: ServerResponse, form: Form | null, { status, why }: Refusal): void {
  const told = { code: codes[status], message: why };
  const body = form === 'protobuf' ? encodeRpcStatus(told) : JSON.stringify(told);
  const retry = status === 429 ? { 'retry-after': '1' } : {};
  const allow = status === 405 ? { allow: 'POST' } : {};
  write(response, {
    status,
    form: form ?? 'json',
    body,
    headers: { ...retry, ...allow, connection: 'close' },
  });
}

type Answer = {
  readonly status: number;
  readonly form: Form;
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
};

function write(response: ServerResponse, { status, form, body, headers }: Answer): void {
  const type = form === 'json' ? 'application/json' : 'application/x-protobuf';
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}
