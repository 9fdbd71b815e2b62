import { randomBytes } from 'node:crypto';
import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceOf } from '../../../domain/state-source.ts';
import { copyTree } from '../../build/copy-tree.ts';
import type { Companion } from '../../instance/companion.ts';
import { nobodyCanRun } from '../companion-server.ts';
import { lettersOf } from '../database-names.ts';
import { runSeed } from '../run-seed.ts';
import { serverCompanion } from '../server-companion.ts';
import { createServerFolder, giveToNobody, makeServerFolder } from '../server-folder.ts';
import type { InstanceState, StateGround, StateProvision, StateRequest } from '../state-driver.ts';
import { findPostgres, type PostgresPrograms } from './find-postgres.ts';
import { connectPostgres } from './postgres-client.ts';
import { quoteName } from './postgres-expressions.ts';
import {
  type Keeper,
  makeCluster,
  type PostgresServer,
  socketName,
  startPostgres,
} from './postgres-server.ts';
import { readPostgres } from './read-postgres.ts';
import { runSqlFile, type SqlFile } from './run-sql.ts';

type Source = SourceOf<'postgres'>;

/** What all servers of a gate have in common. */
type Kept = {
  readonly source: Source;
  readonly ground: StateGround;
  readonly programs: PostgresPrograms;
  readonly keeper: Keeper;
  /** Own folder: a server that gave up being root cannot enter the work folder. */
  readonly folder: string;
};

/**
 * A PostgreSQL of our own: one data folder is seeded, the server ended, and the folder copied for every instance, each
 * with a server of its own. So names, object numbers and transaction numbers are the same for all, and an instance
 * that fills, stops or breaks its server does so to nobody else.
 */
export async function provideEmbeddedPostgres(source: Source, ground: StateGround): Promise<StateProvision> {
  const { seedFolder, definition, environment, teardown } = ground;
  const projectFolders = [join(seedFolder, definition.directory), seedFolder];
  const programs = await findPostgres({ projectFolders, environment });
  const folder = await createServerFolder(teardown);
  const keeper: Keeper = { user: 'keeper', password: randomBytes(16).toString('hex') };
  const kept: Kept = { source, ground, programs: await reachable(programs, folder), keeper, folder };
  await makeTemplate(kept);
  return {
    fresh: (request) => startCopy(kept, request),
    release: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

/** Programs below a folder that only root may enter are copied to where the server, which is not root, can reach them. */
async function reachable(programs: PostgresPrograms, folder: string): Promise<PostgresPrograms> {
  if (await nobodyCanRun(join(programs.bin, 'postgres'))) return programs;
  const home = join(folder, 'programs');
  await copyTree(programs.home, home);
  await giveToNobody(home);
  return { ...programs, home, bin: join(home, 'bin') };
}

const templateFolder = 't';

async function makeTemplate(kept: Kept): Promise<void> {
  const { programs, keeper, ground, source } = kept;
  const folder = join(kept.folder, templateFolder);
  const users = [source.user, 'watcher'];
  await makeCluster({ programs, keeper, folder, users }, ground);
  // Ended in order: what is copied must not need to be recovered at each start.
  const server = await startPostgres({ programs, keeper, folder, stopSignal: 'INT' }, ground);
  try {
    await makeDatabase(kept, server);
    await runSeed({
      ...{ seed: source.seed, ground, companion: companionOf(source, server) },
      takeFiles: (files) => seedWith(source, server, files),
    });
  } finally {
    await server.stop();
  }
}

/** The user of the service owns the database and no more: no other, no files, no programs of the machine. */
async function makeDatabase({ source, keeper }: Kept, server: PostgresServer): Promise<void> {
  const { user, database } = source;
  const client = await connectPostgres({ host: server.folder, ...keeper, database: 'postgres' });
  try {
    await client.query(`CREATE ROLE ${quoteName(user)} LOGIN`);
    await client.query(`CREATE ROLE watcher LOGIN BYPASSRLS IN ROLE pg_read_all_data`);
    await client.query(`CREATE DATABASE ${quoteName(database)} OWNER ${quoteName(user)}`);
  } finally {
    await client.end();
  }
}

/** Each run and role at its own place, of paths that are equally long. */
async function startCopy(kept: Kept, request: StateRequest): Promise<InstanceState> {
  const { source, programs, keeper, ground } = kept;
  const folder = join(kept.folder, lettersOf(request));
  await makeServerFolder(folder, true);
  await copyTree(join(kept.folder, templateFolder, 'data'), join(folder, 'data'), { signal: ground.signal });
  await chmod(join(folder, 'data'), 0o700);
  await giveToNobody(folder);
  const server = await startPostgres({ programs, keeper, folder, stopSignal: 'QUIT' }, ground);
  return {
    companion: companionOf(source, server),
    reader: readPostgres(source.name, () =>
      connectPostgres({ host: folder, user: 'watcher', database: source.database }),
    ),
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

async function seedWith(source: Source, server: PostgresServer, files: readonly SqlFile[]): Promise<void> {
  for (const file of files) {
    // A connection each: a dump settles for its connection where names are looked up.
    const client = await connectPostgres({
      host: server.folder,
      user: source.user,
      database: source.database,
    });
    try {
      await runSqlFile(client, file);
    } finally {
      await client.end();
    }
  }
}

function companionOf({ name, variable, env, user, database }: Source, { folder }: PostgresServer): Companion {
  const password = 'shadow';
  const path = [user, password].map(encodeURIComponent).join(':');
  return serverCompanion({
    name,
    socketPath: join(folder, socketName),
    variable,
    url: `postgres://${path}@{door:${name}}/${encodeURIComponent(database)}`,
    ...{ user, password, database },
    usual: {
      PGHOST: '127.0.0.1',
      PGPORT: `{door-port:${name}}`,
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
    },
    env,
  });
}
