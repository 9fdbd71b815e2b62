import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GivenServer, SourceOf } from '../../../domain/state-source.ts';
import type { Companion } from '../../instance/companion.ts';
import { everyGivenDatabase, givenDatabase, lettersOf, templateLetters } from '../database-names.ts';
import { databaseOf, openWayTo, readServerUrl } from '../given-server.ts';
import { runSeed } from '../run-seed.ts';
import { serverCompanion } from '../server-companion.ts';
import type { InstanceState, StateGround, StateProvision, StateRequest } from '../state-driver.ts';
import { reasonOf, stateUnavailable } from '../state-unavailable.ts';
import { dropAbandoned, holdMarker } from './abandoned-databases.ts';
import { connectPostgres, type PostgresClient } from './postgres-client.ts';
import { quoteName } from './postgres-expressions.ts';
import { readPostgres } from './read-postgres.ts';
import { runSqlFile } from './run-sql.ts';

type Given = {
  readonly source: SourceOf<'postgres'>;
  readonly url: URL;
  readonly ground: StateGround;
  /** Connected to the database that the address names; makes and drops ours. */
  readonly admin: PostgresClient;
  readonly socketPath: string;
};

/**
 * A PostgreSQL that others run: a template database is seeded once, and every instance gets a copy of it under a name
 * of its own. All names are equally long. They, object numbers and transaction numbers do differ between instances,
 * which the embedded server spares.
 */
export async function provideGivenPostgres(
  source: SourceOf<'postgres'>,
  server: GivenServer,
  ground: StateGround,
): Promise<StateProvision> {
  const url = readServerUrl(server, ['postgres', 'postgresql'], 5432);
  const admin = await connectAsGiven(url);
  const folder = join(ground.workFolder, source.name);
  await mkdir(folder, { recursive: true });
  const socketPath = join(folder, 's');
  const given: Given = { source, url, ground, admin, socketPath };
  const release = ground.teardown.defer(`databases in ${url.host}`, () => dropAll(given));
  await holdMarker(admin, ground.teardown.marker);
  await dropAbandoned(admin, ground.teardown.marker);
  await openWayTo(url, socketPath, ground);
  await makeTemplate(given);
  return { fresh: (request) => copyTemplate(given, request), release };
}

async function connectAsGiven(url: URL, database = databaseOf(url)): Promise<PostgresClient> {
  const at = new URL(url);
  at.pathname = `/${encodeURIComponent(database || 'postgres')}`;
  try {
    return await connectPostgres({ connectionString: at.href });
  } catch (error) {
    throw stateUnavailable(
      `The PostgreSQL server at ${url.host} cannot be used: ${reasonOf(error)}.`,
      'Start it, or correct user, password and database in the `url` of the state.',
      error,
    );
  }
}

async function makeTemplate(given: Given): Promise<void> {
  const { source, ground, admin, url } = given;
  const name = givenDatabase(given, templateLetters);
  await admin.query(`CREATE DATABASE ${quoteName(name)} TEMPLATE template0`);
  await runSeed({
    ...{ seed: source.seed, ground, companion: companionOf(given, name) },
    takeFiles: async (files) => {
      for (const file of files) {
        const client = await connectAsGiven(url, name);
        try {
          await runSqlFile(client, file);
        } finally {
          await client.end();
        }
      }
    },
  });
}

async function copyTemplate(given: Given, request: StateRequest): Promise<InstanceState> {
  const { source, admin, url } = given;
  const name = givenDatabase(given, lettersOf(request));
  await admin.query(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`);
  await admin.query(
    `CREATE DATABASE ${quoteName(name)} TEMPLATE ${quoteName(givenDatabase(given, templateLetters))}`,
  );
  return {
    companion: companionOf(given, name),
    reader: readPostgres(source.name, () => connectAsGiven(url, name)),
    async close() {
      await admin.query(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`);
    },
  };
}

function companionOf({ source, url, socketPath }: Given, database: string): Companion {
  const { name, variable, env } = source;
  const credentials = [url.username, ...(url.password === '' ? [] : [url.password])].join(':');
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  return serverCompanion({
    ...{ name, variable, env, socketPath, user, password, database },
    url: `postgres://${credentials}@{door:${name}}/${database}${url.search}`,
    usual: {
      PGHOST: '127.0.0.1',
      PGPORT: `{door-port:${name}}`,
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
    },
  });
}

async function dropAll(given: Given): Promise<void> {
  const { admin } = given;
  try {
    for (const name of everyGivenDatabase(given))
      await admin.query(`DROP DATABASE IF EXISTS ${quoteName(name)} WITH (FORCE)`);
  } finally {
    await admin.end();
  }
}
