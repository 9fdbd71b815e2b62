import { join } from 'node:path';
import type { InstanceRole, RunKind } from '../../domain/observation.ts';
import type { StateReader } from '../../domain/state.ts';
import type { StateSource } from '../../domain/state-source.ts';
import { type Companion, joinCompanions } from '../instance/companion.ts';
import { provideByCommands } from './commands/commands-state.ts';
import { joinReaders } from './join-readers.ts';
import { provideGivenMongodb } from './mongodb/given-mongodb.ts';
import { provideGivenMysql } from './mysql/given-mysql.ts';
import { provideEmbeddedPostgres } from './postgres/embedded-postgres.ts';
import { provideGivenPostgres } from './postgres/given-postgres.ts';
import { readFolder } from './read-folder.ts';
import { readSqlite } from './read-sqlite.ts';
import { provideEmbeddedRedis } from './redis/embedded-redis.ts';
import { provideGivenRedis } from './redis/given-redis.ts';
import { provideSqlite } from './sqlite-state.ts';
import { noCompanion, type StateGround, type StateProvision, type StateRequest } from './state-driver.ts';

/** The whole state of one instance: its data folder and every source that the settings name. */
export type FreshState = {
  readonly companion: Companion;
  readonly reader: StateReader;
  close(): Promise<void>;
};

/** The state of a gate, from which every instance of both runs gets its own, all at one and the same point. */
export type OpenState = {
  /** `dataFolder` is that of the instance; it need not exist yet. */
  fresh(run: RunKind, role: InstanceRole, dataFolder: string): Promise<FreshState>;
  release(): Promise<void>;
};

/** Called once per gate, after the builds are prepared: starts what is needed and seeds it from the base revision. */
export async function openState(sources: readonly StateSource[], ground: StateGround): Promise<OpenState> {
  const provisions = new Map<string, StateProvision>();
  const isDeclared = sources.some(({ kind }) => kind === 'folder');
  const release = ground.teardown.defer('the state of the instances', async () => {
    for (const provision of [...provisions.values()].toReversed()) await provision.release();
  });
  for (const source of sources) {
    ground.onProgress({ kind: 'stage', name: 'state', detail: source.name });
    provisions.set(source.name, await provide(source, ground));
  }
  return {
    fresh: (run, role, dataFolder) =>
      freshState({ run, role, dataFolder }, { provisions, isDeclared, ...ground }),
    release,
  };
}

function provide(source: StateSource, ground: StateGround): Promise<StateProvision> {
  switch (source.kind) {
    case 'folder':
      return Promise.resolve(inDataFolder);
    case 'sqlite':
      return provideSqlite(source, ground);
    case 'postgres':
      return source.server.kind === 'embedded'
        ? provideEmbeddedPostgres(source, ground)
        : provideGivenPostgres(source, source.server, ground);
    case 'redis':
      return source.server.kind === 'embedded'
        ? provideEmbeddedRedis(source, ground)
        : provideGivenRedis(source, source.server, ground);
    case 'mysql':
      return provideGivenMysql(source, ground);
    case 'mongodb':
      return provideGivenMongodb(source, ground);
    case 'commands':
      return provideByCommands(source, ground);
    default:
      return source satisfies never;
  }
}

/** What every instance has anyway: nothing is made for it, and its files are read with the rest of the folder. */
const inDataFolder: StateProvision = {
  fresh: async () => ({ companion: noCompanion, reader: null, close: async () => {} }),
  release: async () => {},
};

/** What keeps no server is read from the data folder of the instance. */
const ofFolder = { files: 'data', databases: 'sqlite' } as const;

type Opened = Pick<StateGround, 'workFolder' | 'teardown'> & {
  readonly provisions: ReadonlyMap<string, StateProvision>;
  /** Whether the settings name the plain files of the data folder as state. */
  readonly isDeclared: boolean;
};

async function freshState(
  request: StateRequest,
  { provisions, isDeclared, workFolder, teardown }: Opened,
): Promise<FreshState> {
  const begun = await Promise.all(
    [...provisions].map(async ([name, provision]) => [name, await provision.fresh(request)] as const),
  );
  const { dataFolder, run, role } = request;
  const scratch = join(workFolder, 'sqlite-copies', `${run}-${role}`);
  const readers = new Map<string, StateReader>([
    [ofFolder.files, readFolder({ store: ofFolder.files, folder: dataFolder, isDeclared })],
    [ofFolder.databases, readSqlite(ofFolder.databases, dataFolder, scratch)],
    ...begun.flatMap(([name, { reader }]) => (reader === null ? [] : [[name, reader] as const])),
  ]);
  const close = teardown.defer(`the state of the ${role}`, async () => {
    await Promise.all(begun.map(([, state]) => state.close()));
  });
  return {
    companion: joinCompanions(begun.map(([, state]) => state.companion)),
    reader: joinReaders(readers),
    close,
  };
}
