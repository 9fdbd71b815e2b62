import { type AddressInfo, createServer, type Socket } from 'node:net';

/** One request, as far as a server that knows no HTTP can tell: the bytes that arrived at once. */
export type Arrival = {
  readonly socket: Socket;
  /** Method and target. */
  readonly start: string;
  /** Number of its connection, and its number on that connection, both from 1. */
  readonly connection: number;
  readonly nth: number;
};

export type ByteServer = {
  readonly origin: string;
  /** All that arrived, e.g. `GET /a on 1`. */
  readonly arrived: readonly string[];
  stop(): Promise<void>;
};

/** A server on a free port of 127.0.0.1 that speaks bytes, for what no HTTP library would do. */
export async function startByteServer(speak: (arrival: Arrival) => void): Promise<ByteServer> {
  const sockets = new Set<Socket>();
  const arrived: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    const connection = sockets.size;
    let nth = 0;
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      nth += 1;
      const start = bytes.toString('latin1').split(' ', 2).join(' ');
      arrived.push(`${start} on ${connection}`);
      speak({ socket, start, connection, nth });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived, stop };
}

/** A whole answer, with header lines of its own. */
export function answerBytes(socket: Socket, ...lines: readonly string[]): void {
  socket.write(['HTTP/1.1 200 OK', 'Content-Length: 2', ...lines, '', 'ok'].join('\r\n'));
}
