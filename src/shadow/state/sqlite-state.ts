import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SourceOf } from '../../domain/state-source.ts';
import { readSeedFiles } from './seed-files.ts';
import { noCompanion, type StateGround, type StateProvision } from './state-driver.ts';
import { reasonOf, stateUnavailable } from './state-unavailable.ts';

/**
 * A SQLite database that is made from SQL once and put into the data folder of every instance. It is read there by
 * the reader of the data folder, like any other that the service makes by itself.
 */
export async function provideSqlite(
  source: SourceOf<'sqlite'>,
  ground: StateGround,
): Promise<StateProvision> {
  const path = join(ground.workFolder, 'sqlite', source.file);
  await mkdir(dirname(path), { recursive: true });
  for (const step of source.seed) {
    if (step.kind === 'command') throw commandRefused(step.command);
    for (const file of await readSeedFiles(ground.seedFolder, step.path)) fill(path, file);
  }
  return {
    fresh: async () => ({
      companion: { ...noCompanion, dataFiles: { [source.file]: path } },
      reader: null,
      close: async () => {},
    }),
    release: async () => {},
  };
}

function fill(path: string, { path: name, text }: { readonly path: string; readonly text: string }): void {
  const database = new DatabaseSync(path);
  try {
    database.exec(text);
  } catch (error) {
    throw stateUnavailable(
      `The seed ${name} fails: ${reasonOf(error)}.`,
      'Correct the seed so that `sqlite3` takes it without an error.',
      error,
    );
  } finally {
    database.close();
  }
}

/** A database that is a file needs no server to run a command against, so the result of the command can be the seed. */
function commandRefused(command: string) {
  return stateUnavailable(
    `A SQLite database is seeded by SQL files, and \`${command}\` is a command.`,
    'Name SQL files as `seed`, or commit the database itself and name it as `data-seed`.',
  );
}
