import type { Socket } from 'node:net';
import { buildConnector, Client, type Dispatcher } from 'undici';

/** One connection to an instance, held by one request at a time. */
export type Connection = {
  readonly dispatcher: Dispatcher;
  /** Bytes that came in on it so far: none as long as nothing was answered on it. */
  received(): number;
  /** Called after a whole answer: the next request may have it. */
  release(): void;
  /** Called after anything else, when nobody knows what would come next on it. */
  end(): void;
};

/** Opens a connection to an address that only others can reach; rejects with a system error such as ECONNREFUSED. */
export type OpenConnection = (address: { readonly host: string; readonly port: number }) => Promise<Socket>;

export type Connections = {
  /** For a request that may be sent again: the connection that has been idle for the shortest time, or a new one. */
  take(): Connection;
  /** For a request that must not get lost on an idle connection. Ends those that are idle, so that it has a slow service to itself. */
  takeNew(): Connection;
  close(): Promise<void>;
};

/**
 * Idle connections are given up after a second, or two seconds before the time that the service names in `Keep-Alive: timeout`;
 * after `Connection: close` at once. No deadlines here: a request has its own.
 */
const clientOptions = {
  pipelining: 1,
  keepAliveTimeout: 1000,
  keepAliveMaxTimeout: 1000,
  keepAliveTimeoutThreshold: 2000,
  headersTimeout: 0,
  bodyTimeout: 0,
  maxHeaderSize: 256 * 1024,
  allowH2: false,
} satisfies Client.Options;

/**
 * Opened once per instance and run, closed at its end. Our own pool, since only who knows the connection of a request can tell an
 * idle connection that the service closed from a request that it dropped. There are as many as there are requests under way.
 */
export function openConnections(origin: string, open: OpenConnection | null): Connections {
  const connect = open === null ? buildConnector({ allowH2: false }) : connectorThrough(open);
  const clients = new Set<Client>();
  const idle: Connection[] = [];

  const add = (): Connection => {
    let socket: Socket | null = null;
    const client = new Client(origin, {
      ...clientOptions,
      connect: (options, done) =>
        connect(options, (...made) => {
          socket = made[1] ?? null;
          done(...made);
        }),
    });
    clients.add(client);
    const connection: Connection = {
      dispatcher: client,
      received: () => socket?.bytesRead ?? 0,
      release: () => idle.push(connection),
      end: () => {
        clients.delete(client);
        void client.destroy();
      },
    };
    client.on('disconnect', () => endIfIdle(connection));
    return connection;
  };
  const endIfIdle = (connection: Connection): void => {
    const at = idle.indexOf(connection);
    if (at !== -1) for (const closed of idle.splice(at, 1)) closed.end();
  };
  return {
    take: () => idle.pop() ?? add(),
    takeNew: () => {
      for (const connection of idle.splice(0)) connection.end();
      return add();
    },
    close: async () => {
      await Promise.all([...clients].map((client) => client.destroy()));
    },
  };
}

/** A connector of undici for connections that are opened elsewhere and come ready to use. */
function connectorThrough(open: OpenConnection): buildConnector.connector {
  return ({ hostname, port }, done) => {
    const address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
    open(address).then(
      (socket) => done(null, socket.setNoDelay(true)),
      (error: Error) => done(error, null),
    );
  };
}
