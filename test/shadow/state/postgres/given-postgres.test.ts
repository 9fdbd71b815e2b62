import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SourceOf } from '../../../../src/domain/state-source.ts';
import { createTeardown } from '../../../../src/shadow/processes/teardown.ts';
import { createWorkFolder } from '../../../../src/shadow/processes/work-folder.ts';
import { openDoors } from '../../../../src/shadow/sandbox/open-doors.ts';
import { findPostgres } from '../../../../src/shadow/state/postgres/find-postgres.ts';
import { provideGivenPostgres } from '../../../../src/shadow/state/postgres/given-postgres.ts';
import { connectPostgres } from '../../../../src/shadow/state/postgres/postgres-client.ts';
import {
  makeCluster,
  socketName,
  startPostgres,
} from '../../../../src/shadow/state/postgres/postgres-server.ts';
import { openScene, type Scene } from '../../temporary-build.ts';
import { digestOf, groundOf, readerOf } from '../state-scene.ts';

// covers: abandoned-databases.ts
const found = await findPostgres({ projectFolders: [], environment: process.env }).catch(() => null);
if (found === null) process.stdout.write('given-postgres: skipped, no PostgreSQL can be started here\n');

const source: SourceOf<'postgres'> = {
  kind: 'postgres',
  name: 'postgres',
  server: { kind: 'embedded' },
  seed: [{ kind: 'file', path: 'schema.sql' }],
  variable: 'DATABASE_URL',
  env: {},
  user: 'shadow',
  database: 'shadow',
};
const files = {
  'schema.sql': `CREATE TABLE item (id serial PRIMARY KEY, name text); INSERT INTO item (name) VALUES ('a')`,
};

(found === null ? describe.skip : describe)('a PostgreSQL that others run', () => {
  let scene: Scene;
  let url: string;
  /** A server on a port of this machine, as somebody else would run it. */
  beforeAll(async () => {
    scene = await openScene();
    if (found === null) return;
    const ground = await groundOf(scene, files);
    const folder = await createWorkFolder(scene.teardown);
    const password = randomBytes(8).toString('hex');
    const start = { programs: found, folder, keeper: { user: 'keeper', password } } as const;
    await makeCluster({ ...start, users: [] }, ground);
    await startPostgres({ ...start, stopSignal: 'QUIT' }, ground);
    const doors = await openDoors([{ name: 'server', socketPath: join(folder, socketName) }]);
    scene.teardown.defer('the port of the server', () => doors.close());
    url = `postgres://keeper:${password}@localhost:${doors.ports.get('server')}/postgres`;
  });
  afterAll(() => scene.close());

  const databases = async () => {
    const client = await connectPostgres({ connectionString: url });
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'shadowgate%' ORDER BY 1`,
    );
    await client.end();
    return rows.map(({ datname }) => datname);
  };
  const given = () => ({ kind: 'given', url, trusted: false }) as const;

  test('every instance begins at the template, and nothing is left in the server', async () => {
    const own = await openScene();
    const provision = await provideGivenPostgres(source, given(), await groundOf(own, files));
    const digests: string[] = [];
    for (const run of ['observe', 'explain'] as const) {
      const state = await provision.fresh({ run, role: 'baseline', dataFolder: own.folder });
      digests.push(await digestOf(readerOf(state)));
      const database = state.companion.environment['PGDATABASE'] ?? '';
      expect(state.companion.environment['DATABASE_URL']).toMatch(
        /^postgres:\/\/keeper:.+@\{door:postgres\}\/shadowgate_/,
      );
      const client = await connectPostgres({ connectionString: url.replace(/[^/]*$/, database) });
      await client.query(`INSERT INTO item (name) VALUES ('b')`);
      await client.end();
      digests.push(await digestOf(readerOf(state)));
      await state.close();
    }
    expect(digests.slice(2)).toEqual(digests.slice(0, 2));
    expect(digests[0]).not.toBe(digests[1]);
    expect(await databases()).toHaveLength(1);
    // As of a gate that ends in the middle of its last run.
    await provision.fresh({ run: 'profile', role: 'candidate', dataFolder: own.folder });
    await provision.release();
    expect(await databases()).toEqual([]);
    await own.close();
  });

  test('what a killed gate left is dropped, what a living one uses is not', async () => {
    const own = await openScene();
    const living = await provideGivenPostgres(source, given(), await groundOf(own, files));
    const client = await connectPostgres({ connectionString: url });
    await client.query('CREATE DATABASE shadowgate_0123456789abcdef_ob_postgres');
    await client.end();
    const later = await openScene();
    const teardown = createTeardown({ journalFolder: join(later.folder, 'journal') });
    const ground = { ...(await groundOf(later, files)), teardown };
    await provideGivenPostgres(source, given(), ground);
    const left = await databases();
    expect(left.filter((name) => name.includes('0123456789abcdef'))).toEqual([]);
    expect(left).toHaveLength(2);
    await teardown.run();
    await living.release();
    await own.close();
    await later.close();
  });

  test('a server that does not answer is told without its password', async () => {
    const own = await openScene();
    const ground = await groundOf(own, files);
    const server = { kind: 'given', url: 'postgres://u:geheim@localhost:1/x', trusted: false } as const;
    const provided = provideGivenPostgres(source, server, ground);
    await expect(provided).rejects.toMatchObject({
      code: 'state-unavailable',
      message: expect.stringMatching(/localhost:1 cannot be used: .*ECONNREFUSED/),
    });
    await expect(provided).rejects.not.toThrow('geheim');
    await own.close();
  });
});
