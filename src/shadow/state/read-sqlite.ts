import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { StateReader, StateRow, StateUnit, StateValue } from '../../domain/state.ts';
import { openSqliteCopy } from './open-sqlite-copy.ts';
import { findSqliteFiles } from './sqlite-files.ts';
import { markOfDatabase } from './sqlite-mark.ts';
import { type SqliteTable, selectRows, tablesOf } from './sqlite-tables.ts';

/** Longer values of bytes are told by their digest. */
const shownBytes = 65_536;

/**
 * Shows the tables of every SQLite database below a folder, each as `path/table`. Copies are read, never the files
 * that the service has open; they are made in `scratchFolder`.
 */
export function readSqlite(store: string, folder: string, scratchFolder: string): StateReader {
  const inDatabase = async <T>(path: string, work: (database: DatabaseSync) => T): Promise<T | null> => {
    const copy = await openSqliteCopy(join(folder, path), scratchFolder);
    if (copy === null) return null;
    try {
      return work(copy.database);
    } finally {
      await copy.close();
    }
  };
  // A look at the same rows, when nothing was written since, needs no copy.
  const looks = new Map<string, Look>();
  return {
    async units() {
      const paths = await findSqliteFiles(folder);
      const units = await Promise.all(
        paths.map((path) => inDatabase(path, (database) => unitsOf(store, path, tablesOf(database)))),
      );
      return units.flatMap((each) => each ?? []);
    },
    async *rows(unit) {
      const { path, name } = placeOf(unit);
      const copy = await openSqliteCopy(join(folder, path), scratchFolder);
      if (copy === null) return;
      try {
        const table = tablesOf(copy.database).find((each) => each.name === name);
        if (table !== undefined) yield* rowsOf(copy.database, table);
      } finally {
        await copy.close();
      }
    },
    async read(unit, keys) {
      const { path, name } = placeOf(unit);
      const mark = await markOfDatabase(join(folder, path));
      const known = looks.get(unit.name);
      if (mark !== null && known?.mark === mark && known.keys === keys) return known.rows;
      const rows = await inDatabase(path, (database) => {
        const table = tablesOf(database).find((each) => each.name === name);
        return table === undefined ? [] : keys.flatMap((key) => [...rowsOf(database, table, key)]);
      });
      const found = new Map((rows ?? []).map((row) => [row.key, row]));
      looks.set(unit.name, { mark, keys, rows: found });
      return found;
    },
  };
}

type Look = {
  readonly mark: string | null;
  readonly keys: readonly string[];
  readonly rows: ReadonlyMap<string, StateRow>;
};

function unitsOf(store: string, path: string, tables: readonly SqliteTable[]): readonly StateUnit[] {
  return tables.map(({ name, keyColumns }) => ({
    store,
    kind: 'table',
    name: `${path}/${name}`,
    keyColumns,
  }));
}

/** A table may have a slash in its name only as far as no database is called like that. */
function placeOf({ name }: StateUnit): { readonly path: string; readonly name: string } {
  const at = name.lastIndexOf('/');
  return { path: name.slice(0, at), name: name.slice(at + 1) };
}

/** All rows, or those with one key. */
function* rowsOf(database: DatabaseSync, table: SqliteTable, key?: string): Generator<StateRow> {
  const byKey = key !== undefined && table.findsByKey;
  const statement = database.prepare(selectRows(table, byKey));
  statement.setReadBigInts(true);
  const wanted = byKey ? (JSON.parse(key) as readonly string[]) : [];
  for (const row of statement.iterate(...wanted)) {
    const values = Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, shown(value as Stored)]),
    );
    const found = JSON.stringify(table.keyColumns.map((column) => values[column]?.text ?? ''));
    if (key === undefined || found === key) yield { key: found, values };
  }
}

type Stored = null | bigint | number | string | Uint8Array;

function shown(value: Stored): StateValue {
  if (value === null) return { type: 'null', text: '' };
  if (typeof value === 'bigint' || typeof value === 'number') return { type: 'number', text: String(value) };
  if (typeof value === 'string') return { type: 'text', text: value };
  if (value.length <= shownBytes) return { type: 'bytes', text: Buffer.from(value).toString('base64') };
  return { type: 'bytes', text: `sha256:${createHash('sha256').update(value).digest('hex')}` };
}
