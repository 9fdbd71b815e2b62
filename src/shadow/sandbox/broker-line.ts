import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import * as z from 'zod';

/** Opens a TCP connection to an address as an instance has it. Rejects with a system error such as ECONNREFUSED. */
export type OpenConnection = (address: { readonly host: string; readonly port: number }) => Promise<Socket>;

const answer = z.object({ id: z.int(), code: z.string().optional() });

type Waiting = { resolve(socket: Socket): void; reject(error: Error): void };

/** The gate's side of the line to a connection broker (connection-broker.cjs), which is a process of this child. */
export function openBrokerLine(child: ChildProcess): OpenConnection {
  const waiting = new Map<number, Waiting>();
  let last = 0;
  child.on('message', (message, handle) => {
    const { id, code } = answer.parse(message);
    const asked = waiting.get(id);
    waiting.delete(id);
    const socket = handle as Socket | undefined;
    if (asked === undefined) socket?.destroy();
    else if (socket !== undefined) asked.resolve(socket);
    else asked.reject(connectFailure(code ?? 'ECONNRESET'));
  });
  const fail = () => {
    for (const { reject } of waiting.values()) reject(connectFailure('ECONNREFUSED'));
    waiting.clear();
  };
  child.on('disconnect', fail);
  return ({ host, port }) =>
    new Promise((resolve, reject) => {
      if (!child.connected) return reject(connectFailure('ECONNREFUSED'));
      last += 1;
      const id = last;
      waiting.set(id, { resolve, reject });
      child.send({ id, host, port }, (error) => {
        if (error === null) return;
        waiting.delete(id);
        reject(connectFailure('ECONNREFUSED'));
      });
    });
}

/** What opening a connection fails with, as the system would tell it. */
export function connectFailure(code: string): Error {
  return Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
}
