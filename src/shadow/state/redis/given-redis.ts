import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstanceRole } from '../../../domain/observation.ts';
import type { GivenServer, SourceOf } from '../../../domain/state-source.ts';
import type { Companion } from '../../instance/companion.ts';
import { openWayTo, readServerUrl } from '../given-server.ts';
import { runSeed } from '../run-seed.ts';
import { serverCompanion } from '../server-companion.ts';
import type { InstanceState, StateGround, StateProvision, StateRequest } from '../state-driver.ts';
import { reasonOf, stateUnavailable } from '../state-unavailable.ts';
import { readRedis } from './read-redis.ts';
import { bytesOf, connectRedis, listOf, type RedisClient } from './redis-client.ts';
import { runCommands } from './redis-commands.ts';

/** Numbers of the databases that instances get: Redis has no names to make up. The first one is left to others. */
const databases: Readonly<Record<InstanceRole, number>> = { baseline: 1, secondary: 2, candidate: 3 };

type Given = {
  readonly source: SourceOf<'redis'>;
  readonly url: URL;
  readonly ground: StateGround;
  readonly socketPath: string;
  /** Every key with its bytes as `DUMP` gives them, and the millisecond at which it expires; 0 where it stays. */
  readonly seeded: readonly { readonly key: Buffer; readonly bytes: Buffer; readonly expiresAt: number }[];
};

/**
 * A Redis of version 7 or later that others run: databases 1 to 3 of it, which must be empty, and are again at the
 * end.
 */
export async function provideGivenRedis(
  source: SourceOf<'redis'>,
  server: GivenServer,
  ground: StateGround,
): Promise<StateProvision> {
  const url = readServerUrl(server, ['redis'], 6379);
  const folder = join(ground.workFolder, source.name);
  await mkdir(folder, { recursive: true });
  const socketPath = join(folder, 's');
  const opened: Given = { source, url, ground, socketPath, seeded: [] };
  if (!server.trusted) await refuseWhatIsUsed(opened);
  await openWayTo(url, socketPath, ground);
  const release = ground.teardown.defer(`databases in ${url.host}`, async () => {
    for (const database of Object.values(databases)) await empty(opened, database);
  });
  const given: Given = { ...opened, seeded: await seed(opened) };
  return { fresh: (request) => restore(given, request), release };
}

async function refuseWhatIsUsed(given: Given): Promise<void> {
  for (const database of Object.values(databases)) {
    const size = await within(given, database, (client) => client.command('DBSIZE'));
    if (size === 0) continue;
    throw stateUnavailable(
      `Database ${database} of the Redis at ${given.url.host} holds ${size} keys.`,
      'Empty the databases 1 to 3 of that server, or set `trusted: true` beside `url` to have them emptied.',
    );
  }
}

async function seed(given: Given): Promise<Given['seeded']> {
  const { source, ground } = given;
  const database = databases.baseline;
  await empty(given, database);
  await runSeed({
    ...{ seed: source.seed, ground, companion: companionOf(given, database) },
    takeFiles: (files) =>
      within(given, database, async (client) => {
        for (const file of files) await runCommands(client, file);
      }),
  });
  return within(given, database, dumpAll);
}

async function dumpAll(client: RedisClient): Promise<Given['seeded']> {
  const keys = listOf(await client.command('KEYS', '*')).map(bytesOf);
  return Promise.all(
    keys.map(async (key) => {
      const [bytes, at] = await Promise.all([
        client.command('DUMP', key),
        client.command('PEXPIRETIME', key),
      ]);
      return { key, bytes: bytesOf(bytes), expiresAt: Math.max(0, Number(at)) };
    }),
  );
}

async function restore(given: Given, { role }: StateRequest): Promise<InstanceState> {
  const database = databases[role];
  await empty(given, database);
  await within(given, database, (client) =>
    Promise.all(
      given.seeded.map(({ key, bytes, expiresAt }) =>
        client.command('RESTORE', key, String(expiresAt), bytes, ...(expiresAt === 0 ? [] : ['ABSTTL'])),
      ),
    ),
  );
  return {
    companion: companionOf(given, database),
    reader: readRedis(given.source.name, () => connect(given, database), [database]),
    close: () => empty(given, database),
  };
}

async function empty(given: Given, database: number): Promise<void> {
  await within(given, database, (client) => client.command('FLUSHDB'));
}

async function within<T>(
  given: Given,
  database: number,
  work: (client: RedisClient) => Promise<T>,
): Promise<T> {
  const client = await connect(given, database);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function connect({ url }: Given, database: number): Promise<RedisClient> {
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  try {
    return await connectRedis({
      at: { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) },
      ...(user === '' ? {} : { user }),
      ...(password === '' ? {} : { password }),
      database,
    });
  } catch (error) {
    throw stateUnavailable(
      `The Redis at ${url.host} cannot be used: ${reasonOf(error)}.`,
      'Start it, or correct user and password in the `url` of the state.',
      error,
    );
  }
}

function companionOf({ source, url, socketPath }: Given, database: number): Companion {
  const { name, variable, env } = source;
  const credentials = url.password === '' ? '' : `${url.username}:${url.password}@`;
  return serverCompanion({
    ...{ name, variable, env, socketPath, database: String(database) },
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    url: `redis://${credentials}{door:${name}}/${database}`,
    usual: { REDIS_HOST: '127.0.0.1', REDIS_PORT: `{door-port:${name}}` },
  });
}
