/** The two services behind `payments`, as small stand-ins that answer by what they are asked. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SeenCall = {
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly body: string;
};

export type BehindPayments = {
  readonly origin: string;
  /** Everything that was asked so far, in order. */
  readonly calls: readonly SeenCall[];
  stop(): void;
};

type Reply = { readonly status: number; readonly body: unknown };

/** Starts both at one origin. */
export async function startBehindPayments(): Promise<BehindPayments> {
  const calls: SeenCall[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
    const call = seenCall(request, Buffer.concat(parts).toString('utf8'));
    calls.push(call);
    const { status, body } = replyTo(call, calls);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls, stop };
}

function seenCall({ method = '', url = '', headers }: IncomingMessage, body: string): SeenCall {
  return { method, path: url, key: String(headers['idempotency-key'] ?? ''), body };
}

function replyTo(call: SeenCall, calls: readonly SeenCall[]): Reply {
  const url = new URL(call.path, 'http://behind.internal');
  if (url.pathname === '/scores') return scoreOf(url.searchParams.get('customer') ?? '');
  const { card, charge } = JSON.parse(call.body) as { card?: string; charge?: string };
  if (url.pathname === '/v1/refunds')
    return { status: 200, body: { id: `re_${idOf(calls.length)}`, charge } };
  if (card === 'card-broke') return { status: 402, body: { error: 'declined' } };
  const asked = calls.filter(({ key }) => key === call.key).length;
  if (card === 'card-down' || (card === 'card-flaky' && asked < 2))
    return { status: 503, body: { error: 'try again' } };
  return { status: 200, body: { id: `ch_${idOf(calls.length)}`, captured: true } };
}

function scoreOf(customer: string): Reply {
  if (customer.startsWith('offline')) return { status: 500, body: { error: 'offline' } };
  const score = customer.startsWith('risky') ? 91 : customer.startsWith('edge') ? 70 : 12;
  return { status: 200, body: { score } };
}

function idOf(number: number): string {
  return (0x5eed_0000 + number * 7919).toString(16);
}
