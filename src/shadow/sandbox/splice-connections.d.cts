import type { Socket } from 'node:net';

export declare function spliceConnections(one: Socket, other: Socket): void;
