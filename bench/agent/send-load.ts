import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Load = {
  readonly port: number;
  readonly target: '/' | '/loop';
  readonly requests: number;
  /** Number of the first exchange; the others count on from it. */
  readonly from: number;
  /** Connections, each with one request in flight. */
  readonly connections: number;
};

/** What the client sends on each: the replay puts its tags last, too. */
const body = JSON.stringify({
  tier: 'silver',
  items: Array.from({ length: 8 }, (_, at) => ({ sku: `article-${at}`, quantity: at + 1, unit: 125 + at })),
});

/**
 * Sends so many requests to a measured service and waits for the answers, from a process that is not the measured one. Speaks bare
 * HTTP/1.1, since a client that costs more than the service would leave it idle. Throws when an answer is not 200.
 */
export async function sendLoad({ port, target, requests, from, connections }: Load): Promise<void> {
  let left = requests;
  const next = (): string | null => {
    left -= 1;
    return left < 0 ? null : requestText(target, exchangeId(from + requests - left - 1));
  };
  await Promise.all(Array.from({ length: connections }, () => sendOnOne(port, next)));
}

export function exchangeId(number: number): string {
  return `e${String(number).padStart(7, '0')}`;
}

function requestText(target: string, id: string): string {
  const lines = [
    `POST ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Content-Type: application/json',
    'Accept: application/json',
    'User-Agent: bench',
    'Authorization: Bearer measured-secret-value',
    `Content-Length: ${body.length}`,
    `x-shadowgate-exchange: ${id}`,
    'x-shadowgate-instant: 1700000000000',
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

async function sendOnOne(port: number, next: () => string | null): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  try {
    await exchangeAll(socket, next);
  } finally {
    socket.destroy();
  }
}

async function exchangeAll(socket: Socket, next: () => string | null): Promise<void> {
  const over = Promise.withResolvers<void>();
  let received = '';
  const sendNext = () => {
    const text = next();
    if (text === null) over.resolve();
    else socket.write(text);
  };
  socket.setEncoding('latin1').on('data', (part: string) => {
    received += part;
    if (!isWhole(received)) return;
    if (!received.startsWith('HTTP/1.1 200')) over.reject(new Error(`answered ${received.slice(0, 100)}`));
    received = '';
    sendNext();
  });
  socket.once('error', over.reject);
  socket.once('close', () => over.reject(new Error('the measured service ended')));
  sendNext();
  await over.promise;
}

function isWhole(received: string): boolean {
  const head = received.indexOf('\r\n\r\n');
  const [, length = ''] = /content-length: (\d+)/i.exec(received) ?? [];
  return head !== -1 && received.length >= head + 4 + Number(length);
}
