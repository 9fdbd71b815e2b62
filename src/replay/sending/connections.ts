import type { Socket } from 'node:net';
import type { Failed, Responded } from '../../domain/observation.ts';
import type { ResponseLimits } from './response-collector.ts';
import type { ExchangeTag, SentRequest } from './sent-request.ts';

/** One request, and when its answer is no longer waited for. */
export type ToExchange = {
  readonly request: SentRequest;
  readonly tag: ExchangeTag | null;
  readonly limits: ResponseLimits;
};

/** One connection to an instance, whatever speaks on it. */
export type Connection = {
  /** Sends one request and tells once what became of it; one at a time. Without a promise, since there are millions. */
  exchange(sent: ToExchange, settle: (outcome: Responded | Failed) => void): void;
  /** Bytes that came in on it so far: none as long as nothing was answered on it. */
  received(): number;
  /** Whether another request may go out on it. */
  isOpen(): boolean;
  end(): Promise<void>;
};

/** Opens a connection to an address that only others can reach; rejects with a system error such as ECONNREFUSED. */
export type OpenConnection = (address: { readonly host: string; readonly port: number }) => Promise<Socket>;

export type Connections = {
  /** For a request that may be sent again: the connection that has been idle for the shortest time, or a new one. */
  take(): Connection;
  /** For a request that must not get lost on an idle connection. Ends those that are idle, so that it has a slow service to itself. */
  takeNew(): Connection;
  /** Called after a whole answer: the next request may have it. */
  release(connection: Connection): void;
  /** Called after anything else, when nobody knows what would come next on it. */
  end(connection: Connection): void;
  close(): Promise<void>;
};

/** `onClosed` is called when it was closed by whomever: it is then no longer for use. */
export type OpenOne = (onClosed: () => void) => Connection;

/**
 * Opened once per instance and run, closed at its end. Our own pool, since only who knows the connection of a request can tell an
 * idle connection that the service closed from a request that it dropped. There are as many as there are requests under way.
 */
export function openConnections(openOne: OpenOne): Connections {
  const open = new Set<Connection>();
  const idle: Connection[] = [];

  const add = (): Connection => {
    const connection = openOne(() => endIfIdle(connection));
    open.add(connection);
    return connection;
  };
  const end = (connection: Connection): void => {
    open.delete(connection);
    void connection.end();
  };
  const endIfIdle = (connection: Connection): void => {
    const at = idle.indexOf(connection);
    if (at !== -1) for (const closed of idle.splice(at, 1)) end(closed);
  };
  return {
    take: () => idle.pop() ?? add(),
    takeNew: () => {
      for (const connection of idle.splice(0)) end(connection);
      return add();
    },
    release: (connection) => {
      if (connection.isOpen()) idle.push(connection);
      else end(connection);
    },
    end,
    close: async () => {
      await Promise.all([...open].map((connection) => connection.end()));
    },
  };
}
