import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServer, runToEnd, startServer } from '../companion-server.ts';
import { giveToNobody, makeServerFolder } from '../server-folder.ts';
import type { StateGround } from '../state-driver.ts';
import type { PostgresPrograms } from './find-postgres.ts';
import { connectPostgres } from './postgres-client.ts';

/** Who owns the server: ourselves, never the service, since this user may run programs and read files through it. */
export type Keeper = { readonly user: 'keeper'; readonly password: string };

/** A PostgreSQL server of ours in one folder, reached by nothing but a unix socket there. */
export type PostgresServer = RunningServer & { readonly folder: string };

/** Name that PostgreSQL gives the socket in its folder, for port 5432. */
export const socketName = '.s.PGSQL.5432';

/**
 * What is kept is thrown away after the run, so nothing waits for a disk; what moves by itself is off, as far as it
 * shows in answers. Files in shared memory would outlive a server that is killed, so there are none.
 */
const settings = `
listen_addresses = ''
unix_socket_permissions = 0770
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
shared_buffers = 32MB
max_connections = 100
dynamic_shared_memory_type = mmap
autovacuum = off
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = fatal
log_min_error_statement = panic
`;

type ServerStart = {
  readonly programs: PostgresPrograms;
  /** Holds the data folder as `data`. */
  readonly folder: string;
  readonly keeper: Keeper;
  /** `INT` writes everything to its place first; `QUIT` leaves it as it is. */
  readonly stopSignal: 'INT' | 'QUIT';
};

/** Makes an empty data folder that lets in the keeper and those users, whom it does not know yet. */
export async function makeCluster(
  {
    programs,
    folder,
    keeper,
    users,
  }: Omit<ServerStart, 'stopSignal'> & { readonly users: readonly string[] },
  ground: StateGround,
): Promise<void> {
  await makeServerFolder(folder, true);
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, keeper.password, { mode: 0o600 });
  await giveToNobody(folder);
  const data = join(folder, 'data');
  await runToEnd(
    {
      name: 'initdb',
      folder,
      asNobody: true,
      program: [
        join(programs.bin, 'initdb'),
        ...['-D', data, '-U', keeper.user, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
        ...['--no-sync', '--wal-segsize=1', '--encoding=UTF8', `--locale=${locale}`],
      ],
    },
    ground,
  );
  await rm(passwordFile);
  await appendFile(join(data, 'postgresql.conf'), settings);
  // No password: whoever reaches the socket is the instance it was made for, or ourselves.
  const lines = users.map((user) => `local all "${user.replaceAll('"', '""')}" trust\n`);
  await writeFile(join(data, 'pg_hba.conf'), [`local all ${keeper.user} scram-sha-256\n`, ...lines].join(''));
}

const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

/** Starts the server on a data folder that was made before. */
export async function startPostgres(
  { programs, folder, keeper, stopSignal }: ServerStart,
  ground: StateGround,
): Promise<PostgresServer> {
  const running = await startServer(
    {
      name: 'PostgreSQL',
      folder,
      asNobody: true,
      stopSignal,
      program: [join(programs.bin, 'postgres'), '-D', join(folder, 'data'), '-k', folder],
      isReady: async () => {
        const client = await connectPostgres({ host: folder, ...keeper, database: 'postgres' });
        await client.end();
      },
    },
    ground,
  );
  return { ...running, folder };
}
