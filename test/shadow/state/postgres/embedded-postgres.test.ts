import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InstanceRole, RunKind } from '../../../../src/domain/observation.ts';
import type { SourceOf } from '../../../../src/domain/state-source.ts';
import { provideEmbeddedPostgres } from '../../../../src/shadow/state/postgres/embedded-postgres.ts';
import { findPostgres } from '../../../../src/shadow/state/postgres/find-postgres.ts';
import {
  connectPostgres,
  type PostgresClient,
} from '../../../../src/shadow/state/postgres/postgres-client.ts';
import type { InstanceState, StateProvision } from '../../../../src/shadow/state/state-driver.ts';
import { openScene, type Scene } from '../../temporary-build.ts';
import { digestOf, groundOf, readerOf, rowsOf, unitCalled } from '../state-scene.ts';

// covers: find-postgres.ts
// covers: pg-library.ts
// covers: postgres-client.ts
// covers: postgres-expressions.ts
// covers: postgres-server.ts
// covers: postgres-tables.ts
// covers: read-postgres.ts
// covers: companion-server.ts
// covers: server-folder.ts
// covers: run-seed-command.ts
// covers: run-seed.ts
// covers: seed-files.ts
// covers: server-companion.ts
// covers: state-driver.ts

const schema = `
CREATE TYPE size AS ENUM ('small', 'large');
CREATE TABLE orders (id bigserial PRIMARY KEY, total numeric(12,2), note text, raw bytea, data jsonb, big size, done boolean);
CREATE TABLE line (order_id bigint, place int, text text, PRIMARY KEY (order_id, place));
CREATE TABLE log (line text);
COPY public.log (line) FROM stdin;
hello
hello
\\.
INSERT INTO line VALUES (1, 2, 'a "quoted" one'), (1, 10, NULL);
`;
const source: SourceOf<'postgres'> = {
  kind: 'postgres',
  name: 'orders',
  server: { kind: 'embedded' },
  seed: [
    { kind: 'file', path: 'db' },
    { kind: 'command', command: 'echo "$DATABASE_URL $PGPORT" > seen && node fill.mjs' },
  ],
  variable: 'DATABASE_URL',
  env: { JDBC: 'jdbc:postgresql://{door:orders}/{database}?user={user}' },
  user: 'shadow',
  database: 'shadow',
};
/** A migration in few words: speaks to the port as far as to see that PostgreSQL is behind it. */
const fill = `import { connect } from 'node:net';
const socket = connect(Number(process.env.PGPORT), process.env.PGHOST);
socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
socket.once('data', (answer) => process.exit('SN'.includes(String(answer)) ? 0 : 1));`;

const found = await findPostgres({ projectFolders: [], environment: process.env }).catch(() => null);
if (found === null) process.stdout.write('embedded-postgres: skipped, no PostgreSQL can be started here\n');

(found === null ? describe.skip : describe)('a PostgreSQL of our own', () => {
  let scene: Scene;
  let provision: StateProvision;
  beforeAll(async () => {
    scene = await openScene();
    const files = {
      'db/1-schema.sql': schema,
      'db/2-more.sql': `INSERT INTO log VALUES ('two')`,
      'fill.mjs': fill,
    };
    provision = await provideEmbeddedPostgres(source, await groundOf(scene, files));
  });
  afterAll(() => scene.close());

  const fresh = (run: RunKind, role: InstanceRole) =>
    provision.fresh({ run, role, dataFolder: scene.folder });
  const asService = async <T>(
    state: InstanceState,
    work: (client: PostgresClient) => Promise<T>,
  ): Promise<T> => {
    const host = dirname(state.companion.doors[0]?.socketPath ?? '');
    const client = await connectPostgres({ host, user: 'shadow', database: 'shadow' });
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  test('a thousand writes, reset, and the same again come to the same state', async () => {
    const passes: string[][] = [];
    for (const run of ['observe', 'explain'] as const) {
      const state = await fresh(run, 'baseline');
      const before = await digestOf(readerOf(state));
      const numbers = await asService(state, async (client) => {
        for (let at = 0; at < 1000; at += 1) {
          await client.query('INSERT INTO orders (total, note) VALUES ($1, $2)', [at / 4, `order ${at}`]);
        }
        const { rows } = await client.query(
          'SELECT txid_current()::text AS transaction, max(id)::text AS id FROM orders',
        );
        return JSON.stringify(rows);
      });
      passes.push([before, await digestOf(readerOf(state)), numbers]);
      await state.close();
    }
    expect(passes[1]).toEqual(passes[0]);
    expect(passes[0]?.[0]).not.toBe(passes[0]?.[1]);
    expect(passes[0]?.[2]).toContain('"id":"1000"');
  });

  test('instances side by side see nothing of each other, and know nothing by which they differ', async () => {
    const states = await Promise.all([fresh('observe', 'baseline'), fresh('observe', 'candidate')]);
    const [baseline, candidate] = states;
    if (!baseline || !candidate) throw new Error('two were asked for');
    expect(candidate.companion.environment).toEqual(baseline.companion.environment);
    expect(candidate.companion.environment).toMatchObject({
      DATABASE_URL: 'postgres://shadow:shadow@{door:orders}/shadow',
      JDBC: 'jdbc:postgresql://{door:orders}/shadow?user=shadow',
      PGPORT: '{door-port:orders}',
    });
    await asService(candidate, (client) => client.query(`DELETE FROM log`));
    const count = async (state: InstanceState) =>
      (await rowsOf(readerOf(state), await unitCalled(readerOf(state), 'public.log'))).length;
    expect([await count(baseline), await count(candidate)]).toEqual([3, 0]);
    await Promise.all(states.map((state) => state.close()));
  });

  test('the reader shows exact values, ordered by key, and finds rows by key', async () => {
    const state = await fresh('observe', 'baseline');
    await asService(state, (client) =>
      client.query(`INSERT INTO orders VALUES (7, 0.10, 'ä', '\\x00ff', '{"a": 1.0}', 'large', true)`),
    );
    const units = await readerOf(state).units();
    expect(units.map(({ name, keyColumns }) => [name, keyColumns])).toEqual([
      ['public.line', ['order_id', 'place']],
      ['public.log', []],
      ['public.orders', ['id']],
    ]);
    const lines = await rowsOf(readerOf(state), await unitCalled(readerOf(state), 'public.line'));
    expect(lines.map(({ key }) => key)).toEqual(['["1","10"]', '["1","2"]']);
    const logged = await rowsOf(readerOf(state), await unitCalled(readerOf(state), 'public.log'));
    expect(logged.map(({ key }) => JSON.parse(key)[1]).toSorted()).toEqual(['1', '1', '2']);
    const orders = await unitCalled(readerOf(state), 'public.orders');
    const read = await readerOf(state).read(orders, ['["7"]', '["8"]']);
    expect([...read.values()].map(({ values }) => values)).toEqual([
      {
        id: { type: 'number', text: '7' },
        total: { type: 'number', text: '0.10' },
        note: { type: 'text', text: 'ä' },
        raw: { type: 'bytes', text: 'AP8=' },
        data: { type: 'json', text: '{"a": 1.0}' },
        big: { type: 'text', text: 'large' },
        done: { type: 'boolean', text: 'true' },
      },
    ]);
    await state.close();
  });

  test('the service cannot leave its database: no program, no file, no other user', async () => {
    const state = await fresh('observe', 'candidate');
    for (const attempt of [
      `COPY log TO PROGRAM 'id'`,
      `COPY log FROM '/etc/passwd'`,
      'SET ROLE keeper',
      `SELECT pg_read_file('/etc/passwd')`,
      `SELECT lo_import('/etc/passwd')`,
      'CREATE EXTENSION dblink',
    ]) {
      await expect(asService(state, (client) => client.query(attempt))).rejects.toMatchObject({
        code: expect.stringMatching(/^(42501|0A000|58P01)$/),
      });
    }
    const host = dirname(state.companion.doors[0]?.socketPath ?? '');
    await expect(
      connectPostgres({ host, user: 'keeper', database: 'postgres', password: 'shadow' }),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^28/) });
    await state.close();
  });

  test('a cast of the service that runs while its table is read has no right to write or leave', async () => {
    const state = await fresh('observe', 'candidate');
    await asService(state, (client) =>
      client.query(`
        CREATE TABLE trap (at size);
        INSERT INTO trap VALUES ('small');
        CREATE FUNCTION spring(size) RETURNS text LANGUAGE plpgsql AS $$
          BEGIN PERFORM pg_read_file('/etc/passwd'); RETURN 'sprung'; END $$;
        CREATE CAST (size AS text) WITH FUNCTION spring(size)`),
    );
    const unit = await unitCalled(readerOf(state), 'public.trap');
    await expect(rowsOf(readerOf(state), unit)).rejects.toMatchObject({ code: '42501' });
    await state.close();
  });

  test('a seed that fails is told with file and line', async () => {
    const other = await openScene();
    const ground = await groundOf(other, {
      'bad.sql': 'CREATE TABLE a (b int);\n\nINSERT INTO missing VALUES (1);',
    });
    const seed = [{ kind: 'file', path: 'bad.sql' }] as const;
    await expect(provideEmbeddedPostgres({ ...source, seed }, ground)).rejects.toMatchObject({
      code: 'state-unavailable',
      message: expect.stringMatching(/bad\.sql fails near line 3: relation "missing" does not exist/),
    });
    const gone = [{ kind: 'file', path: 'gone.sql' }] as const;
    await expect(provideEmbeddedPostgres({ ...source, seed: gone }, ground)).rejects.toThrow(
      'gone.sql is not in',
    );
    await other.close();
  });
});
