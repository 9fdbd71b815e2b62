import {
  type AddressInfo,
  connect,
  createServer,
  type ListenOptions,
  type NetConnectOpts,
  type Socket,
} from 'node:net';
import { spliceConnections } from './splice-connections.cjs';

export type SplicedServer = {
  /** A port, or null where it listens on a unix socket. */
  readonly port: number | null;
  /** Ends every connection that goes through it, too. */
  close(): Promise<void>;
};

/** Listens at one address and leads each connection to another: a port of ours to a unix socket, or the reverse. */
export async function openSplicedServer(at: ListenOptions, target: NetConnectOpts): Promise<SplicedServer> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer({ allowHalfOpen: true }, (inside) => {
    spliceConnections(track(inside), track(connect({ ...target, allowHalfOpen: true })));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, resolve);
  });
  const address = server.address() as AddressInfo | string;
  return {
    port: typeof address === 'string' ? null : address.port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
