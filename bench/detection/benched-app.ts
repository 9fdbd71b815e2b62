/** What the bench knows of one service: where it lies, how it is started and who drives it. */
import type { Driver } from './drive-client.ts';

export type BenchedApp = {
  readonly name: string;
  /** From the root of this repository. */
  readonly folder: string;
  /** Program and arguments, from that folder. */
  readonly start: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that hold the origins of services it calls, each with the name of the recorded host. */
  readonly upstreams: Readonly<Record<string, string>>;
  /** Credentials that the drive sends and the service checks; redaction replaces them in the recording. */
  readonly secrets: readonly string[];
  /** Keeps its state in plain files of the data folder, which a maintainer says in the settings. */
  readonly keepsFiles?: true;
  /** Files that changes may touch. */
  readonly sources: readonly string[];
  /** Sends the traffic that is recorded; the same requests each time, for one seed. */
  readonly drive: (driver: Driver) => Promise<void>;
};
