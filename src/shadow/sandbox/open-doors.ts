import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Door, DoorPorts } from '../companion.ts';
import { spliceConnections } from './splice-connections.cjs';

export type OpenDoors = {
  readonly ports: DoorPorts;
  /** Ends every connection that goes through them, too. */
  close(): Promise<void>;
};

/**
 * The doors of an instance that shares the network of this machine: for each a free port on 127.0.0.1 that leads to
 * the door's unix socket. Instances with a network of their own get theirs from inside (connection-broker.cjs).
 */
export async function openDoors(doors: readonly Door[]): Promise<OpenDoors> {
  const open: { readonly name: string; readonly port: number; readonly close: () => Promise<void> }[] = [];
  const close = async () => {
    await Promise.all(open.map((each) => each.close()));
  };
  try {
    for (const door of doors) open.push({ name: door.name, ...(await openDoor(door)) });
  } catch (error) {
    await close();
    throw error;
  }
  return { ports: new Map(open.map(({ name, port }) => [name, port])), close };
}

function openDoor({ socketPath }: Door): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer({ allowHalfOpen: true }, (inside) => {
    spliceConnections(track(inside), track(connect({ path: socketPath, allowHalfOpen: true })));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      resolve({ port: portOf(server), close: () => closeAll(server, sockets) });
    });
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A listening server has no port.');
  return address.port;
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
