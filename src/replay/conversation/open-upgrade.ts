import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket } from 'ws';
import type { Failed, FailureReason, Responded } from '../../domain/observation.ts';
import { type HeaderLine, type HeaderLines, headerOf } from '../../domain/recording.ts';
import type { SendTarget } from '../sending/sender.ts';
import { type ExchangeTag, type SentRequest, sentHeaders } from '../sending/sent-request.ts';

/** The service agreed, and may have spoken already: listen before anything else is waited for. */
export type Upgraded = {
  readonly kind: 'upgraded';
  readonly socket: WebSocket;
  readonly headers: HeaderLines;
};

export type UpgradeTerms = {
  readonly tag: ExchangeTag | null;
  readonly timeoutMs: number;
  readonly mostBytes: number;
  /** Whether production agreed on a subprotocol: only then is that of the instance held against the offer. */
  readonly expectsProtocol: boolean;
};

/** Of the handshake: made anew for each connection by the library. */
const ofHandshake = /^sec-websocket-(?:key|version|extensions|accept|protocol)$/;
/** The body of a refusal beyond this is not read. */
const longestRefusal = 1024 * 1024;

/**
 * Asks an instance to leave HTTP for WebSocket, with the header lines of the recording. `onUpgraded` is called in the very turn in which it
 * agrees. A refusal is a response; everything else is a failure. Never rejects.
 */
export async function openUpgrade(
  target: SendTarget,
  request: SentRequest,
  terms: UpgradeTerms,
  onUpgraded: (upgraded: Upgraded) => void,
): Promise<Upgraded | Responded | Failed> {
  const startedAt = performance.now();
  const elapsed = (): number => performance.now() - startedAt;
  const fail = (reason: FailureReason, detail: string): Failed => ({
    ...{ kind: 'failed', reason, detail },
    durationMs: elapsed(),
  });
  try {
    const connection = await connect(target);
    return await new Promise((resolve) => {
      const socket = new WebSocket(target.origin.replace(/^http/, 'ws'), protocolsOf(request, terms), {
        ...clientOptions(request, terms),
        ...(connection === null ? {} : { createConnection: () => connection }),
      });
      socket.on('upgrade', ({ rawHeaders }) => {
        const upgraded = { kind: 'upgraded', socket, headers: linesOf(rawHeaders) } as const;
        socket.on('open', () => resolve(upgraded));
        onUpgraded(upgraded);
      });
      socket.on('unexpected-response', (outgoing: ClientRequest, answer: IncomingMessage) => {
        const slow = setTimeout(() => answer.destroy(), terms.timeoutMs);
        void readRefusal(answer).then((refusal) => {
          clearTimeout(slow);
          outgoing.destroy();
          if (refusal === null) resolve(fail('connection-lost', 'the refusal did not end'));
          else resolve({ ...refusal, durationMs: elapsed() });
        });
      });
      socket.on('error', (error) => resolve(fail(...describe(error))));
    });
  } catch (error) {
    return fail(...describe(error));
  }
}

async function connect({ origin, connect: open }: SendTarget): Promise<Socket | null> {
  if (open === null) return null;
  const { hostname, port } = new URL(origin);
  const socket = await open({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) });
  return socket.setNoDelay(true);
}

function clientOptions(request: SentRequest, { tag, timeoutMs, mostBytes }: UpgradeTerms) {
  const { headers: recorded, target } = request;
  const offered = headerOf(recorded, 'sec-websocket-extensions') ?? '';
  const lines = sentHeaders(
    recorded.filter(([name]) => !ofHandshake.test(name.toLowerCase())),
    tag,
  );
  const headers = Object.groupBy(lines, ([name]) => name.toLowerCase());
  return {
    headers: Object.fromEntries(
      Object.values(headers).map((same = []) => [same[0]?.[0] ?? '', valuesOf(same)]),
    ),
    perMessageDeflate: /\bpermessage-deflate\b/i.test(offered),
    handshakeTimeout: timeoutMs,
    maxPayload: mostBytes,
    skipUTF8Validation: true,
    // Set late, since the library would normalise it as a URL.
    finishRequest: (outgoing: ClientRequest) => {
      outgoing.path = target;
      outgoing.end();
    },
  };
}

/** One line stays a text: a Host that is a list would be refused. */
function valuesOf(lines: HeaderLines): string | string[] {
  const values = lines.map(([, value]) => value);
  return values.length === 1 ? (values[0] ?? '') : values;
}

function protocolsOf({ headers }: SentRequest, { expectsProtocol }: UpgradeTerms): string[] {
  if (!expectsProtocol) return [];
  const offered = (headerOf(headers, 'sec-websocket-protocol') ?? '').split(',');
  return [...new Set(offered.map((name) => name.trim()).filter((name) => name !== ''))];
}

async function readRefusal(answer: IncomingMessage): Promise<Responded | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of answer) {
      length += chunk.length;
      if (length > longestRefusal) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  const headers = linesOf(answer.rawHeaders);
  const status = answer.statusCode ?? 0;
  const body = Buffer.concat(chunks);
  return { kind: 'responded', status, headers, trailers: linesOf(answer.rawTrailers), body, durationMs: 0 };
}

function linesOf(raw: readonly string[]): HeaderLines {
  return Array.from({ length: raw.length / 2 }, (_, line): HeaderLine => {
    return [raw[line * 2] ?? '', raw[line * 2 + 1] ?? ''];
  });
}

/** Codes are those of node:net and of Node's HTTP parser; the library's own complaints of a handshake have none. */
function describe(error: unknown): [FailureReason, string] {
  const { code = '', message = '' } = (error ?? {}) as Readonly<Record<string, string | undefined>>;
  const detail = [code, message].filter((part) => part !== '').join(': ');
  if (code === 'ECONNREFUSED') return ['connection-refused', detail];
  if (/timed out/.test(message)) return ['timed-out', detail];
  return [code === '' || code.startsWith('HPE_') ? 'malformed-response' : 'connection-lost', detail];
}
