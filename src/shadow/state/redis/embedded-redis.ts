import { randomBytes } from 'node:crypto';
import { access, copyFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { SourceOf } from '../../../domain/state-source.ts';
import { type RunningServer, startServer } from '../companion-server.ts';
import { lettersOf } from '../database-names.ts';
import { runSeed } from '../run-seed.ts';
import { findSeedFiles } from '../seed-files.ts';
import { serverCompanion } from '../server-companion.ts';
import { createServerFolder, giveToNobody, makeServerFolder } from '../server-folder.ts';
import type { InstanceState, StateGround, StateProvision, StateRequest } from '../state-driver.ts';
import { stateUnavailable } from '../state-unavailable.ts';
import { readRedis } from './read-redis.ts';
import { connectRedis, type RedisClient } from './redis-client.ts';
import { runCommands } from './redis-commands.ts';

type Kept = {
  readonly source: SourceOf<'redis'>;
  readonly ground: StateGround;
  readonly program: string;
  readonly password: string;
  /** Own folder: a server that gave up being root cannot enter the work folder. */
  readonly folder: string;
};

/** A Redis of the machine for every instance, each begun from one and the same dump. */
export async function provideEmbeddedRedis(
  source: SourceOf<'redis'>,
  ground: StateGround,
): Promise<StateProvision> {
  const program = await findRedis(ground.environment);
  const folder = await createServerFolder(ground.teardown);
  const kept: Kept = { source, ground, program, folder, password: randomBytes(16).toString('hex') };
  await makeTemplate(kept);
  return {
    fresh: (request) => startCopy(kept, request),
    release: () => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

const programs = ['redis-server', 'valkey-server'];

/** The server on the `PATH`; no npm package carries one that runs as it comes. */
export async function findRedis(environment: StateGround['environment']): Promise<string> {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const path of folders.flatMap((folder) => programs.map((program) => join(folder, program)))) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  throw stateUnavailable(
    `No Redis was found to start: neither ${programs.join(' nor ')} is on the PATH.`,
    'Install redis-server on this machine, or name a server that runs, as `redis: {url: …}`.',
  );
}

const dump = 'dump.rdb';

async function makeTemplate(kept: Kept): Promise<void> {
  const { source, ground } = kept;
  const folder = join(kept.folder, 't');
  await makeServerFolder(folder, true);
  for (const step of source.seed) {
    if (step.kind !== 'file' || !step.path.endsWith('.rdb')) continue;
    for (const { absolute } of await findSeedFiles(ground.seedFolder, step.path)) {
      await copyFile(absolute, join(folder, dump));
    }
  }
  const server = await start(kept, folder);
  try {
    await runSeed({
      seed: source.seed.filter((step) => step.kind === 'command' || !step.path.endsWith('.rdb')),
      ...{ ground, companion: companionOf(source, folder) },
      takeFiles: (files) =>
        asKeeper(kept, folder, async (client) => {
          for (const file of files) await runCommands(client, file);
        }),
    });
    await asKeeper(kept, folder, (client) => client.command('SAVE'));
  } finally {
    await server.stop();
  }
}

async function startCopy(kept: Kept, request: StateRequest): Promise<InstanceState> {
  const folder = join(kept.folder, lettersOf(request));
  await makeServerFolder(folder, true);
  await copyFile(join(kept.folder, 't', dump), join(folder, dump));
  const server = await start(kept, folder);
  return {
    companion: companionOf(kept.source, folder),
    reader: readRedis(kept.source.name, (database) => connect(kept, folder, database)),
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}

/**
 * What the service may do: everything with keys, nothing with the server. An administrator of Redis writes files where
 * he likes and makes it call other hosts.
 */
const rules = [
  '+@all',
  '-@admin',
  ...['-migrate', '-script|debug', '+info', '+client', '+config|get', '+slowlog', '+latency', '-client|kill'],
];

async function start(kept: Kept, folder: string): Promise<RunningServer> {
  const path = join(folder, 'redis.conf');
  const lines = [
    'port 0',
    `unixsocket ${join(folder, socketName)}`,
    'unixsocketperm 770',
    `dir ${folder}`,
    `dbfilename ${dump}`,
    'save ""',
    'appendonly no',
    'loglevel warning',
    `user default on nopass ~* &* ${rules.join(' ')}`,
    `user keeper on >${kept.password} ~* &* +@all`,
  ];
  await writeFile(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  await giveToNobody(folder);
  return startServer(
    {
      name: 'Redis',
      folder,
      asNobody: true,
      stopSignal: 'KILL',
      program: [kept.program, path],
      isReady: () => asKeeper(kept, folder, (client) => client.command('PING')).then(() => {}),
    },
    kept.ground,
  );
}

const socketName = 'redis.sock';

function connect({ password }: Kept, folder: string, database = 0): Promise<RedisClient> {
  return connectRedis({ at: { path: join(folder, socketName) }, user: 'keeper', password, database });
}

async function asKeeper<T>(
  kept: Kept,
  folder: string,
  work: (client: RedisClient) => Promise<T>,
): Promise<T> {
  const client = await connect(kept, folder);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function companionOf({ name, variable, env }: SourceOf<'redis'>, folder: string) {
  return serverCompanion({
    ...{ name, variable, env, user: 'default', password: '', database: '0' },
    socketPath: join(folder, socketName),
    url: `redis://{door:${name}}/0`,
    usual: { REDIS_HOST: '127.0.0.1', REDIS_PORT: `{door-port:${name}}` },
  });
}
