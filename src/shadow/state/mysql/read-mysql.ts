import type { StateReader, StateRow, StateValue } from '../../../domain/state.ts';
import type { MysqlClient, MysqlRow } from './mysql-client.ts';

/** Longer values of bytes are told by their digest. */
const shownBytes = 65_536;

/** Shows the tables of one database of MySQL or MariaDB; `connect` gives a connection to it. */
export function readMysql(store: string, connect: () => Promise<MysqlClient>): StateReader {
  const within = async <T>(work: (client: MysqlClient) => Promise<T>): Promise<T> => {
    const client = await connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    units: () =>
      within(async (client) => {
        const tables = await tablesOf(client);
        return [...tables].map(([name, columns]) => ({
          store,
          kind: 'table',
          name,
          keyColumns: keysOf(columns).map((each) => each.name),
        }));
      }),
    async *rows({ name }) {
      const client = await connect();
      try {
        const columns = (await tablesOf(client)).get(name) ?? [];
        if (columns.length === 0) return;
        const counts = new Map<string, number>();
        for await (const row of client.stream(selectOf(name, columns))) {
          yield rowOf(row, columns, counts);
          // Equal rows of a table without a key follow each other: no more than one count is needed.
          if (counts.size > 1) counts.delete(counts.keys().next().value ?? '');
        }
      } finally {
        await client.end();
      }
    },
    read: ({ name }, keys) => within((client) => readSome(client, name, keys)),
  };
}

/** By the first column of the key, so that an index can be used; the rest is told by the key that comes out. */
async function readSome(
  client: MysqlClient,
  name: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, StateRow>> {
  const columns = (await tablesOf(client)).get(name) ?? [];
  const wanted = new Set(keys);
  const found = new Map<string, StateRow>();
  if (columns.length === 0 || wanted.size === 0) return found;
  const [first] = keysOf(columns);
  const values = keys.map((key) => (JSON.parse(key) as readonly string[])[0]);
  const where = first === undefined || first.isBytes ? '' : ` WHERE ${quoteName(first.name)} IN (?)`;
  const counts = new Map<string, number>();
  for (const raw of await client.query(selectOf(name, columns, where), [values])) {
    const row = rowOf(raw, columns, counts);
    if (wanted.has(row.key)) found.set(row.key, row);
  }
  return found;
}

export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

export type MysqlColumn = {
  readonly name: string;
  readonly type: StateValue['type'];
  readonly isBytes: boolean;
  readonly isKey: boolean;
};

async function tablesOf(client: MysqlClient): Promise<ReadonlyMap<string, readonly MysqlColumn[]>> {
  const rows = await client.query(`
    SELECT c.TABLE_NAME AS tableName, c.COLUMN_NAME AS name, c.DATA_TYPE AS type, c.COLUMN_KEY AS keyed,
           c.COLUMN_TYPE AS whole
      FROM information_schema.COLUMNS c JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)
     WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE'
     ORDER BY BINARY c.TABLE_NAME, c.ORDINAL_POSITION`);
  const tables = new Map<string, MysqlColumn[]>();
  for (const { tableName, name, type, keyed, whole } of rows) {
    const columns = tables.get(tableName ?? '') ?? [];
    columns.push({ name: name ?? '', isKey: keyed === 'PRI', ...kindOf(type ?? '', whole ?? '') });
    tables.set(tableName ?? '', columns);
  }
  return tables;
}

export function kindOf(type: string, whole: string): Pick<MysqlColumn, 'type' | 'isBytes'> {
  if (/blob|binary|^bit$|geometry|point|polygon|linestring/i.test(type))
    return { type: 'bytes', isBytes: true };
  if (/^json$/i.test(type)) return { type: 'json', isBytes: false };
  if (/^tinyint\(1\)/i.test(whole)) return { type: 'boolean', isBytes: false };
  const isNumber = /int$|^decimal$|^float$|^double$|^year$/i.test(type);
  return { type: isNumber ? 'number' : 'text', isBytes: false };
}

function keysOf(columns: readonly MysqlColumn[]): readonly MysqlColumn[] {
  return columns.filter((each) => each.isKey);
}

/** Every value as text, in columns `v0`, `v1` … of the result: no driver in between loses digits or dates. */
export function selectOf(table: string, columns: readonly MysqlColumn[], where = ''): string {
  const values = columns.map((column, at) => `${textOf(column)} AS v${at}`);
  const keys = keysOf(columns);
  const ordered = (keys.length === 0 ? columns : keys).map(textOf).join(', ');
  const order = `CAST(JSON_ARRAY(${ordered}) AS CHAR) COLLATE utf8mb4_bin`;
  return `SELECT ${values.join(', ')} FROM ${quoteName(table)}${where} ORDER BY ${order}`;
}

function textOf({ name, isBytes }: MysqlColumn): string {
  const column = quoteName(name);
  if (!isBytes) return `CONVERT(CAST(${column} AS CHAR) USING utf8mb4)`;
  const digest = `CONCAT('sha256:', SHA2(${column}, 256))`;
  const base64 = `REPLACE(TO_BASE64(${column}), '\\n', '')`;
  return `CONVERT(IF(LENGTH(${column}) > ${shownBytes}, ${digest}, ${base64}) USING utf8mb4)`;
}

/** Rows without a key stand for themselves, and equal ones are told apart by their count. */
function rowOf(row: MysqlRow, columns: readonly MysqlColumn[], counts: Map<string, number>): StateRow {
  const texts = columns.map((_, at) => row[`v${at}`] ?? null);
  const values = columns.map(({ name, type }, at): [string, StateValue] => {
    const text = texts[at] ?? null;
    if (text === null) return [name, { type: 'null', text: '' }];
    return [name, { type, text: type === 'boolean' ? (text === '0' ? 'false' : 'true') : text }];
  });
  const keyed = columns.flatMap(({ isKey }, at) => (isKey ? [texts[at] ?? ''] : []));
  if (keyed.length > 0) return { key: JSON.stringify(keyed), values: Object.fromEntries(values) };
  const whole = JSON.stringify(texts);
  const count = (counts.get(whole) ?? 0) + 1;
  counts.set(whole, count);
  return { key: JSON.stringify([whole, String(count)]), values: Object.fromEntries(values) };
}
