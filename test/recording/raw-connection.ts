import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP connection whose bytes are seen as they are, which no HTTP client shows. */
export type RawConnection = {
  readonly socket: Socket;
  /** All bytes so far, as latin1. */
  received(): string;
  /** Resolves once what was received satisfies the pattern. */
  until(pattern: RegExp): Promise<string>;
  ended: Promise<unknown>;
};

function watch(socket: Socket): RawConnection {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  const ended = once(socket, 'close').catch(() => undefined);
  return {
    socket,
    received: () => text,
    ended,
    until: async (pattern) => {
      while (!pattern.test(text)) {
        if (socket.closed) throw new Error(`closed after ${JSON.stringify(text)}`);
        await Promise.race([once(socket, 'data'), ended]);
      }
      return text;
    },
  };
}

/** Opens a connection to a port of this machine and sends the first bytes. */
export function dial(port: number, first = ''): RawConnection {
  const connection = watch(connect(port, '127.0.0.1'));
  connection.socket.write(first, 'latin1');
  return connection;
}

/** A service that answers each request it receives with given bytes, and remembers the requests as bytes. */
export async function rawService(
  onConnection: (connection: RawConnection) => void,
): Promise<{ origin: URL; connections: RawConnection[]; close(): Promise<void> }> {
  const connections: RawConnection[] = [];
  const server: Server = createServer((socket) => {
    const connection = watch(socket);
    connections.push(connection);
    onConnection(connection);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    connections,
    close: async () => {
      for (const { socket } of connections) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
