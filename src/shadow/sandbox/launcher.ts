import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ServiceLimits } from '../../domain/service.ts';
import type { OpenConnection } from './broker-line.ts';
import type { Enclosure } from './enclosure.ts';

export type EnclosedProgram = {
  /** For `sh -c`. */
  readonly command: string;
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly markedBy: readonly string[];
  readonly limits: ServiceLimits;
  readonly enclosure: Enclosure;
};

/** What to spawn so that a program runs shut in. The environment is the launcher's own: nothing that the program may not see. */
export type Launcher = {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Whether its standard input is Node's own channel to a connection broker. */
  readonly hasLine: boolean;
  /** How connections into its network are opened, once it is spawned; null where none are. */
  openConnections(child: ChildProcess): OpenConnection | null;
  /** Called when all its processes are gone. */
  cleanUp(): Promise<void>;
};

/** Beside this file in the sources, beside the bundle in dist/. */
export const brokerPath = fileURLToPath(new URL('./connection-broker.cjs', import.meta.url));

/**
 * The first process of a process namespace collects orphans and cannot be ended by signals it does not handle: a
 * shell that waits takes that place, so that the service is a process like any other. It tells the end of a service
 * by a signal as shells do, by 128 and its number.
 */
export const firstProcess = 'sh -c "$1"; exit "$?"';
