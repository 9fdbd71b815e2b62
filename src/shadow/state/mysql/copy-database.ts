import type { MysqlClient } from './mysql-client.ts';
import { quoteName } from './read-mysql.ts';

/**
 * Makes one database the same as another, which the server cannot do by itself: tables with their keys and rows, then
 * views, routines and triggers. `client` is connected to the target, which is empty.
 */
export async function copyDatabase(client: MysqlClient, from: string, to: string): Promise<void> {
  await client.query('SET FOREIGN_KEY_CHECKS = 0, UNIQUE_CHECKS = 0');
  const tables = await namesOf(client, `TABLE_NAME`, 'TABLES', from, `TABLE_TYPE = 'BASE TABLE'`);
  for (const table of tables) {
    await run(client, await createdBy(client, `SHOW CREATE TABLE ${within(from, table)}`, 'Create Table'));
    const columns = await storedColumns(client, from, table);
    await client.query(
      `INSERT INTO ${within(to, table)} (${columns}) SELECT ${columns} FROM ${within(from, table)}`,
    );
  }
  for (const view of await namesOf(client, 'TABLE_NAME', 'VIEWS', from)) {
    const made = await createdBy(client, `SHOW CREATE VIEW ${within(from, view)}`, 'Create View');
    await run(client, made.replaceAll(`${quoteName(from)}.`, `${quoteName(to)}.`));
  }
  for (const kind of ['PROCEDURE', 'FUNCTION'] as const) {
    const named = kind === 'PROCEDURE' ? 'Create Procedure' : 'Create Function';
    for (const routine of await namesOf(
      client,
      'ROUTINE_NAME',
      'ROUTINES',
      from,
      `ROUTINE_TYPE = '${kind}'`,
    )) {
      await run(client, await createdBy(client, `SHOW CREATE ${kind} ${within(from, routine)}`, named));
    }
  }
  for (const trigger of await namesOf(client, 'TRIGGER_NAME', 'TRIGGERS', from)) {
    const show = `SHOW CREATE TRIGGER ${within(from, trigger)}`;
    await run(client, await createdBy(client, show, 'SQL Original Statement'));
  }
  await client.query('SET FOREIGN_KEY_CHECKS = 1, UNIQUE_CHECKS = 1');
}

function within(database: string, name: string): string {
  return `${quoteName(database)}.${quoteName(name)}`;
}

async function namesOf(
  client: MysqlClient,
  column: string,
  table: string,
  ...[database, condition = 'TRUE']: readonly [string, string?]
): Promise<readonly string[]> {
  const schema = column.replace('_NAME', '_SCHEMA');
  const rows = await client.query(
    `SELECT ${column} AS name FROM information_schema.${table} WHERE ${schema} = ? AND ${condition} ORDER BY 1`,
    [database],
  );
  return rows.map(({ name }) => name ?? '');
}

async function createdBy(client: MysqlClient, show: string, column: string): Promise<string> {
  const [row] = await client.query(show);
  return row?.[column] ?? '';
}

/** What the server computes is not inserted. */
async function storedColumns(client: MysqlClient, database: string, table: string): Promise<string> {
  const rows = await client.query(
    `SELECT COLUMN_NAME AS name FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COALESCE(GENERATION_EXPRESSION, '') = '' ORDER BY ORDINAL_POSITION`,
    [database, table],
  );
  return rows.map(({ name }) => quoteName(name ?? '')).join(', ');
}

/** The text of a statement holds question marks of its own, so nothing is filled in. */
async function run(client: MysqlClient, sql: string): Promise<void> {
  await client.query(sql);
}
