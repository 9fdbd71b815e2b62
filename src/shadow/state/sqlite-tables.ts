import type { DatabaseSync } from 'node:sqlite';

export type SqliteTable = {
  readonly name: string;
  /** Of the primary key; `rowid` where the table declares none. */
  readonly keyColumns: readonly string[];
  /** Whether a key can be sought as text; bytes are shown otherwise than they are stored. */
  readonly findsByKey: boolean;
};

/** The tables in which a service keeps rows, by name. Those of a full-text index are kept by SQLite itself. */
export function tablesOf(database: DatabaseSync): readonly SqliteTable[] {
  const listed = database
    .prepare(
      `SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name`,
    )
    .all();
  return listed.map(({ name: listedName }) => {
    const name = String(listedName);
    const keys = database
      .prepare('SELECT name, type FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk')
      .all(name)
      .map((key) => ({ name: String(key['name']), type: String(key['type']) }));
    return {
      name,
      keyColumns: keys.length === 0 ? ['rowid'] : keys.map((key) => key.name),
      findsByKey: keys.every(({ type }) => /INT|CHAR|TEXT|CLOB|UUID|DATE|TIME/i.test(type)),
    };
  });
}

/** A name in double quotes: whatever stands in it, it stays a name. */
function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** All rows ordered by key as JSON, or those with one key, whose parts are parameters. */
export function selectRows(table: SqliteTable, byKey: boolean): string {
  const hidden = table.keyColumns.includes('rowid') ? 'rowid AS rowid, ' : '';
  const keys = table.keyColumns.map(quoteName);
  const where = byKey ? ` WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')}` : '';
  const order = `json_array(${keys.map((key) => `CAST(${key} AS TEXT)`).join(', ')})`;
  return `SELECT ${hidden}* FROM ${quoteName(table.name)}${where} ORDER BY ${order}`;
}
