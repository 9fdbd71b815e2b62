import type { Door, DoorPorts } from '../instance/companion.ts';
import { openSplicedServer } from './spliced-server.ts';

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

async function openDoor({
  socketPath,
}: Door): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const { port, close } = await openSplicedServer({ port: 0, host: '127.0.0.1' }, { path: socketPath });
  if (port === null) throw new Error('A listening server has no port.');
  return { port, close };
}
