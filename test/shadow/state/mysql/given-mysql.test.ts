import { execFileSync } from 'node:child_process';
import { accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SourceOf } from '../../../../src/domain/state-source.ts';
import { createWorkFolder } from '../../../../src/shadow/processes/work-folder.ts';
import { openDoors } from '../../../../src/shadow/sandbox/open-doors.ts';
import { runToEnd, startServer } from '../../../../src/shadow/state/companion-server.ts';
import { provideGivenMysql } from '../../../../src/shadow/state/mysql/given-mysql.ts';
import { connectMysql } from '../../../../src/shadow/state/mysql/mysql-client.ts';
import { kindOf, selectOf } from '../../../../src/shadow/state/mysql/read-mysql.ts';
import { makeServerFolder } from '../../../../src/shadow/state/server-folder.ts';
import type { StateGround } from '../../../../src/shadow/state/state-driver.ts';
import { openScene, type Scene } from '../../temporary-build.ts';
import { digestOf, groundOf, readerOf, rowsOf, unitCalled } from '../state-scene.ts';

/*
 * covers: copy-database.ts
 * covers: mysql-client.ts
 * covers: mysql-library.ts
 * covers: read-mysql.ts
 */
const server = findProgram(['mariadbd']);
const install = findProgram(['mariadb-install-db']);
const isThere = server !== null && install !== null;
if (!isThere) process.stdout.write('given-mysql: skipped, no MariaDB is installed here\n');

const schema = `
CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(20));
CREATE TABLE orders (id BIGINT AUTO_INCREMENT PRIMARY KEY, customer INT, total DECIMAL(12,2), raw BLOB, done TINYINT(1),
  twice DECIMAL(12,2) AS (total * 2), FOREIGN KEY (customer) REFERENCES customer (id));
CREATE TABLE log (line TEXT);
CREATE VIEW large AS SELECT id FROM orders WHERE total > 10;
CREATE TRIGGER note AFTER INSERT ON orders FOR EACH ROW INSERT INTO log VALUES (CONCAT('order ', NEW.id, '?'));
INSERT INTO customer VALUES (1, 'Ä');
INSERT INTO orders (customer, total, raw, done) VALUES (1, 0.10, x'00ff', 1);
`;

(isThere ? describe : describe.skip)('a MariaDB that others run', () => {
  let scene: Scene;
  let source: SourceOf<'mysql'>;
  let port = 0;
  beforeAll(async () => {
    scene = await openScene();
    const ground = await groundOf(scene, { 'schema.sql': schema });
    const socketPath = await startMariadb(ground);
    const doors = await openDoors([{ name: 'server', socketPath }]);
    scene.teardown.defer('the port of the server', () => doors.close());
    port = doors.ports.get('server') ?? 0;
    const url = `mysql://tester:geheim@127.0.0.1:${port}/`;
    source = {
      kind: 'mysql',
      name: 'mysql',
      server: { kind: 'given', url, trusted: false },
      seed: [{ kind: 'file', path: 'schema.sql' }],
      variable: 'DATABASE_URL',
      env: {},
    };
  });
  afterAll(() => scene.close());

  const connect = (database = '') =>
    connectMysql({
      host: '127.0.0.1',
      port,
      user: 'tester',
      password: 'geheim',
      ...(database ? { database } : {}),
    });

  test('every instance begins at the same point, with all that the schema has, and nothing is left', async () => {
    const own = await openScene();
    const provision = await provideGivenMysql(source, await groundOf(own, { 'schema.sql': schema }));
    const passes: string[][] = [];
    for (const run of ['observe', 'explain'] as const) {
      const state = await provision.fresh({ run, role: 'baseline', dataFolder: own.folder });
      const before = await digestOf(readerOf(state));
      const url = new URL((state.companion.environment['DATABASE_URL'] ?? '').replace('{door:mysql}', 'h:1'));
      const client = await connect(url.pathname.slice(1));
      await client.query('START TRANSACTION');
      for (let at = 0; at < 1000; at += 1) {
        await client.query('INSERT INTO orders (customer, total, done) VALUES (1, ?, 0)', [at / 4]);
      }
      await client.query('COMMIT');
      const [count] = await client.query('SELECT CAST(COUNT(*) AS CHAR) AS large FROM large');
      await client.end();
      passes.push([before, await digestOf(readerOf(state)), JSON.stringify(count)]);
      await state.close();
    }
    expect(passes[1]).toEqual(passes[0]);
    expect(passes[0]?.[0]).not.toBe(passes[0]?.[1]);
    expect(passes[0]?.[2]).toBe('{"large":"959"}');
    await provision.release();
    const client = await connect();
    expect(await client.query(`SHOW DATABASES LIKE 'shadowgate%'`)).toEqual([]);
    await client.end();
    await own.close();
  });

  test('the reader shows exact values and finds rows by key', async () => {
    const own = await openScene();
    const provision = await provideGivenMysql(source, await groundOf(own, { 'schema.sql': schema }));
    const state = await provision.fresh({ run: 'observe', role: 'candidate', dataFolder: own.folder });
    const units = await readerOf(state).units();
    expect(units.map(({ name, keyColumns }) => [name, keyColumns])).toEqual([
      ['customer', ['id']],
      ['log', []],
      ['orders', ['id']],
    ]);
    const orders = await readerOf(state).read(await unitCalled(readerOf(state), 'orders'), [
      '["1"]',
      '["2"]',
    ]);
    expect([...orders.values()].map(({ values }) => values)).toEqual([
      {
        id: { type: 'number', text: '1' },
        customer: { type: 'number', text: '1' },
        total: { type: 'number', text: '0.10' },
        raw: { type: 'bytes', text: 'AP8=' },
        done: { type: 'boolean', text: 'true' },
        twice: { type: 'number', text: '0.20' },
      },
    ]);
    const log = await rowsOf(readerOf(state), await unitCalled(readerOf(state), 'log'));
    expect(log.map(({ values }) => values['line']?.text)).toEqual(['order 1?']);
    await own.close();
  });
});

test('columns are asked for as text, bytes as base64', () => {
  const column = { name: 'a`b', isKey: true, ...kindOf('varchar', 'varchar(3)') };
  expect(selectOf('t', [column])).toContain('CAST(`a``b` AS CHAR)');
  expect(kindOf('varbinary', 'varbinary(16)')).toEqual({ type: 'bytes', isBytes: true });
  expect(kindOf('bigint', 'bigint(20) unsigned').type).toBe('number');
});

/** A server as somebody else would run it: our driver only knows its port, user and password. */
async function startMariadb(ground: StateGround): Promise<string> {
  const folder = await createWorkFolder(ground.teardown);
  await makeServerFolder(folder, true);
  const data = join(folder, 'data');
  const named = { name: 'MariaDB', folder, asNobody: true };
  const made = [
    install ?? '',
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
  ];
  await runToEnd({ ...named, program: [...made, '--skip-test-db'] }, ground);
  const socketPath = join(folder, 'mysqld.sock');
  const program = [
    server ?? '',
    '--no-defaults',
    `--datadir=${data}`,
    `--socket=${socketPath}`,
    '--skip-networking',
  ];
  const isReady = async () => {
    execFileSync(
      'mariadb',
      [
        ...['--no-defaults', '-u', 'root', `--socket=${socketPath}`, '-e'],
        `CREATE OR REPLACE USER tester IDENTIFIED BY 'geheim'; GRANT ALL ON *.* TO tester;
       CREATE OR REPLACE USER tester@localhost IDENTIFIED BY 'geheim'; GRANT ALL ON *.* TO tester@localhost`,
      ],
      { stdio: 'pipe' },
    );
  };
  await startServer({ ...named, program, stopSignal: 'KILL', isReady }, ground);
  return socketPath;
}

function findProgram(names: readonly string[]): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin'];
  for (const path of folders.flatMap((folder) => names.map((name) => join(folder, name)))) {
    try {
      accessSync(path);
      return path;
    } catch {
      // Not here.
    }
  }
  return null;
}
