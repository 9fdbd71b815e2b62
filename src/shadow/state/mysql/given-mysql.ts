import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { SourceOf } from '../../../domain/state-source.ts';
import type { Companion } from '../../instance/companion.ts';
import { givenDatabase, lettersOf, markerOfDatabase, templateLetters } from '../database-names.ts';
import { databaseOf, openWayTo, readServerUrl } from '../given-server.ts';
import { runSeed } from '../run-seed.ts';
import { serverCompanion } from '../server-companion.ts';
import type { InstanceState, StateGround, StateProvision, StateRequest } from '../state-driver.ts';
import { reasonOf, stateUnavailable } from '../state-unavailable.ts';
import { copyDatabase } from './copy-database.ts';
import { connectMysql, type MysqlClient } from './mysql-client.ts';
import { quoteName, readMysql } from './read-mysql.ts';

type Given = {
  readonly source: SourceOf<'mysql'>;
  readonly url: URL;
  readonly ground: StateGround;
  readonly admin: MysqlClient;
  readonly socketPath: string;
};

/** A MySQL or MariaDB that others run: one database is seeded, and every instance gets a copy of its own. */
export async function provideGivenMysql(
  source: SourceOf<'mysql'>,
  ground: StateGround,
): Promise<StateProvision> {
  const url = readServerUrl(source.server, ['mysql', 'mariadb'], 3306);
  const admin = await connect(url);
  const folder = join(ground.workFolder, source.name);
  await mkdir(folder, { recursive: true });
  const given: Given = { source, url, ground, admin, socketPath: join(folder, 's') };
  const release = ground.teardown.defer(`databases in ${url.host}`, async () => {
    await dropWhere(admin, (marker) => marker === ground.teardown.marker);
    await admin.end();
  });
  // A lock lives as long as the connection: it tells later gates which databases nobody uses any more.
  await admin.query('SELECT GET_LOCK(?, 0)', [lockOf(ground.teardown.marker)]);
  await dropWhere(admin, async (marker) => {
    const [row] = await admin.query('SELECT CAST(IS_FREE_LOCK(?) AS CHAR) AS free', [lockOf(marker)]);
    return row?.['free'] === '1';
  });
  await openWayTo(url, given.socketPath, ground);
  await makeTemplate(given);
  return { fresh: (request) => copyTemplate(given, request), release };
}

async function makeTemplate(given: Given): Promise<void> {
  const { source, ground, admin, url } = given;
  const name = givenDatabase(given, templateLetters);
  await admin.query(`CREATE DATABASE ${quoteName(name)} ${characters}`);
  await runSeed({
    ...{ seed: source.seed, ground, companion: companionOf(given, name) },
    takeFiles: async (files) => {
      for (const file of files) await runFile(await connect(url, name), file);
    },
  });
}

/** Ends the client. */
async function runFile(
  client: MysqlClient,
  { path, text }: { readonly path: string; readonly text: string },
): Promise<void> {
  try {
    await client.query(text);
  } catch (error) {
    throw stateUnavailable(
      `The seed ${path} fails: ${reasonOf(error)}.`,
      'Correct the seed so that the server takes it whole; DELIMITER is a word of the mysql program alone.',
      error,
    );
  } finally {
    await client.end();
  }
}

async function copyTemplate(given: Given, request: StateRequest): Promise<InstanceState> {
  const { source, admin, url } = given;
  const name = givenDatabase(given, lettersOf(request));
  const drop = async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${quoteName(name)}`);
  };
  await drop();
  await admin.query(`CREATE DATABASE ${quoteName(name)} ${characters}`);
  const client = await connect(url, name);
  try {
    await copyDatabase(client, givenDatabase(given, templateLetters), name);
  } finally {
    await client.end();
  }
  return {
    companion: companionOf(given, name),
    reader: readMysql(source.name, () => connect(url, name)),
    close: drop,
  };
}

const characters = 'CHARACTER SET utf8mb4';

function lockOf(marker: string): string {
  return `shadowgate_${marker}`;
}

async function dropWhere(
  admin: MysqlClient,
  isMeant: (marker: string) => boolean | Promise<boolean>,
): Promise<void> {
  const rows = await admin.query('SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA');
  for (const { name } of rows) {
    const marker = markerOfDatabase(name ?? '');
    if (marker === null || !(await isMeant(marker))) continue;
    await admin.query(`DROP DATABASE IF EXISTS ${quoteName(name ?? '')}`);
  }
}

async function connect(url: URL, database = databaseOf(url)): Promise<MysqlClient> {
  try {
    return await connectMysql({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: Number(url.port),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      ...(database === '' ? {} : { database }),
    });
  } catch (error) {
    throw stateUnavailable(
      `The MySQL server at ${url.host} cannot be used: ${reasonOf(error)}.`,
      'Start it, or correct user, password and database in the `url` of the state.',
      error,
    );
  }
}

function companionOf({ source, url, socketPath }: Given, database: string): Companion {
  const { name, variable, env } = source;
  const credentials = [url.username, ...(url.password === '' ? [] : [url.password])].join(':');
  return serverCompanion({
    ...{ name, variable, env, socketPath, database },
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    url: `mysql://${credentials}@{door:${name}}/${database}${url.search}`,
    usual: { MYSQL_HOST: '127.0.0.1', MYSQL_TCP_PORT: `{door-port:${name}}` },
  });
}
