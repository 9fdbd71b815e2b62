import { currentVersion } from './recording-format.ts';

/** What changed from one format version to the next, for the JSON documents that a file of that version is made of. */
type MigrationStep = {
  readonly header: (old: unknown) => unknown;
  readonly exchangeHead: (old: unknown) => unknown;
};

/** The step from a version to the next, by the version it starts from. */
export type MigrationSteps = ReadonlyMap<number, MigrationStep>;

/**
 * Every step there is: a reader of version n holds the steps 1 to n − 1, and no recording that was ever written becomes
 * unreadable by an update. Version 2 brought blocks of calls; headers and exchanges stayed as they were.
 */
export const migrationSteps: MigrationSteps = new Map([
  [1, { header: (old) => old, exchangeHead: (old) => old }],
]);

/** Brings the header of a file to the current version. */
export function migrateHeader(header: unknown, from: number, steps: MigrationSteps): unknown {
  return stepsSince(from, steps).reduce((value, step) => step.header(value), header);
}

/** Brings the head of one exchange to the current version. */
export function migrateExchangeHead(head: unknown, from: number, steps: MigrationSteps): unknown {
  if (from === currentVersion) return head;
  return stepsSince(from, steps).reduce((value, step) => step.exchangeHead(value), head);
}

/** Whether this program can read that version, be it current or by steps. */
export function canMigrate(from: number, steps: MigrationSteps): boolean {
  if (from > currentVersion) return false;
  return versionsFrom(from).every((version) => steps.has(version));
}

function stepsSince(from: number, steps: MigrationSteps): readonly MigrationStep[] {
  return versionsFrom(from).flatMap((version) => steps.get(version) ?? []);
}

function versionsFrom(from: number): readonly number[] {
  return Array.from({ length: Math.max(0, currentVersion - from) }, (_, step) => from + step);
}
