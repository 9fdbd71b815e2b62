import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export type Requests = {
  readonly target: '/' | '/loop';
  readonly requests: number;
  /** Number of the first exchange; the others count on from it. */
  readonly from: number;
};

/** A client of one measured service. Its connections stay open between two loads: to open one costs a service more than some requests. */
export type Client = { send(load: Requests): Promise<void>; close(): void };

/** What the client sends on each: the replay puts its tags last, too. */
const body = JSON.stringify({
  tier: 'silver',
  items: Array.from({ length: 8 }, (_, at) => ({ sku: `article-${at}`, quantity: at + 1, unit: 125 + at })),
});

/**
 * Opens so many connections, on each of which one request is in flight at a time, to be used from a process that is not the measured one. Speaks bare
 * HTTP/1.1, since a client that costs more than the service would leave it idle. `send` waits for the answers, and throws when one is not 200.
 */
export async function openClient(port: number, connections: number): Promise<Client> {
  const sockets = Array.from({ length: connections }, () =>
    connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1'),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return {
    async send({ target, requests, from }) {
      let sent = 0;
      const next = (): string | null => {
        sent += 1;
        return sent > requests ? null : requestText(target, exchangeId(from + sent - 1));
      };
      await Promise.all(sockets.map((socket) => exchangeAll(socket, next)));
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
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

async function exchangeAll(socket: Socket, next: () => string | null): Promise<void> {
  const over = Promise.withResolvers<void>();
  let received = '';
  const sendNext = () => {
    const text = next();
    if (text === null) over.resolve();
    else socket.write(text);
  };
  const receive = (part: string) => {
    received += part;
    if (!isWhole(received)) return;
    if (!received.startsWith('HTTP/1.1 200')) over.reject(new Error(`answered ${received.slice(0, 100)}`));
    received = '';
    sendNext();
  };
  const close = () => over.reject(new Error('the measured service ended'));
  socket.on('data', receive).once('error', over.reject).once('close', close);
  sendNext();
  try {
    await over.promise;
  } finally {
    socket.off('data', receive).off('error', over.reject).off('close', close);
  }
}

function isWhole(received: string): boolean {
  const head = received.indexOf('\r\n\r\n');
  const [, length = ''] = /content-length: (\d+)/i.exec(received) ?? [];
  return head !== -1 && received.length >= head + 4 + Number(length);
}
