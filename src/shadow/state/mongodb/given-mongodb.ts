import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Db, MongoClient } from 'mongodb';
import type { SourceOf } from '../../../domain/state-source.ts';
import type { Companion } from '../../instance/companion.ts';
import { everyGivenDatabase, givenDatabase, lettersOf, templateLetters } from '../database-names.ts';
import { openWayTo, readServerUrl } from '../given-server.ts';
import { runSeed } from '../run-seed.ts';
import { serverCompanion } from '../server-companion.ts';
import type { InstanceState, StateGround, StateProvision, StateRequest } from '../state-driver.ts';
import { reasonOf, stateUnavailable } from '../state-unavailable.ts';
import { connectMongodb } from './mongodb-client.ts';
import { parseDocuments } from './parse-documents.ts';
import { readMongodb } from './read-mongodb.ts';

type Given = {
  readonly source: SourceOf<'mongodb'>;
  readonly url: URL;
  readonly ground: StateGround;
  readonly client: MongoClient;
  readonly socketPath: string;
};

/** A MongoDB that others run: one database is seeded, and every instance gets a copy of its own. */
export async function provideGivenMongodb(
  source: SourceOf<'mongodb'>,
  ground: StateGround,
): Promise<StateProvision> {
  const url = readServerUrl(source.server, ['mongodb'], 27_017);
  const client = await connectMongodb(url.href).catch((error: unknown) => {
    throw stateUnavailable(
      `The MongoDB at ${url.host} cannot be used: ${reasonOf(error)}.`,
      'Start it, or correct user and password in the `url` of the state.',
      error,
    );
  });
  const folder = join(ground.workFolder, source.name);
  await mkdir(folder, { recursive: true });
  const given: Given = { source, url, ground, client, socketPath: join(folder, 's') };
  const release = ground.teardown.defer(`databases in ${url.host}`, async () => {
    for (const name of everyGivenDatabase(given)) await client.db(name).dropDatabase();
    await client.close();
  });
  await openWayTo(url, given.socketPath, ground);
  await makeTemplate(given);
  return { fresh: (request) => copyTemplate(given, request), release };
}

/** Files are named for the collection that they fill: `orders.json` or `orders.ndjson`. */
async function makeTemplate(given: Given): Promise<void> {
  const { source, ground, client } = given;
  const name = givenDatabase(given, templateLetters);
  const database = client.db(name);
  await runSeed({
    ...{ seed: source.seed, ground, companion: companionOf(given, name) },
    takeFiles: async (files) => {
      for (const { path, text } of files) {
        const documents = await parseDocuments(path, text);
        const collection = basename(path).replace(/\.(nd)?jsonl?$/, '');
        if (documents.length > 0) await database.collection(collection).insertMany([...documents]);
      }
    },
  });
}

async function copyTemplate(given: Given, request: StateRequest): Promise<InstanceState> {
  const { source, client } = given;
  const name = givenDatabase(given, lettersOf(request));
  const database = client.db(name);
  await database.dropDatabase();
  await copyCollections(client.db(givenDatabase(given, templateLetters)), database);
  return {
    companion: companionOf(given, name),
    reader: readMongodb(source.name, database),
    close: async () => {
      await database.dropDatabase();
    },
  };
}

/** Documents and indexes; what a collection validates or caps comes with the options it was made with. */
async function copyCollections(from: Db, to: Db): Promise<void> {
  for (const { name, type, options } of await from.listCollections({}, { nameOnly: false }).toArray()) {
    if (type !== 'collection' || name.startsWith('system.')) continue;
    const target = await to.createCollection(name, options ?? {});
    await from
      .collection(name)
      .aggregate([{ $out: { db: to.databaseName, coll: name } }])
      .toArray();
    for (const { v: _version, key, name: index, ...settings } of await from.collection(name).indexes()) {
      if (index !== '_id_') await target.createIndex(key, { ...settings, ...(index ? { name: index } : {}) });
    }
  }
}

function companionOf({ source, url, socketPath }: Given, database: string): Companion {
  const { name, variable, env } = source;
  const credentials = url.username === '' ? '' : `${url.username}:${url.password}@`;
  const search = new URLSearchParams(url.search);
  search.set('directConnection', 'true');
  if (url.username !== '' && !search.has('authSource')) search.set('authSource', 'admin');
  return serverCompanion({
    ...{ name, variable, env, socketPath, database },
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    url: `mongodb://${credentials}{door:${name}}/${database}?${search}`,
    usual: {},
  });
}
