import type { StateReader, StateRow, StateUnit, StateValue } from '../../../domain/state.ts';
import { holdConnection, type OverConnection } from '../hold-connection.ts';
import type { PostgresClient } from './postgres-client.ts';
import { keyExpression, keyMatches, quoteTable, valueExpression } from './postgres-expressions.ts';
import { columnsOf, type Table, tablesOf } from './postgres-tables.ts';

/**
 * Shows the tables of one database. `connect` gives a connection of a user that may read everything and do nothing
 * else: casts and defaults of the service's own run when its tables are read.
 */
export function readPostgres(store: string, connect: () => Promise<PostgresClient>): StateReader {
  const tableOf = async (client: PostgresClient, name: string): Promise<Table | undefined> =>
    (await tablesOf(client)).find((each) => each.unitName === name);
  const held = holdConnection(connect);
  return {
    units: () =>
      reading(held, async (client) =>
        (await tablesOf(client)).map((table) => ({
          store,
          kind: 'table',
          name: table.unitName,
          keyColumns: table.keyColumns,
        })),
      ),
    async *rows(unit) {
      const client = await connect();
      try {
        await begin(client);
        const table = await tableOf(client, unit.name);
        if (table === undefined) return;
        yield* fetchRows(client, await selectOf(client, table));
      } finally {
        await client.end();
      }
    },
    read: (unit, keys) => reading(held, (client) => readSome(client, unit, keys)),
  };

  async function readSome(
    client: PostgresClient,
    unit: StateUnit,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, StateRow>> {
    const table = await tableOf(client, unit.name);
    if (table === undefined || keys.length === 0) return new Map();
    const select = await selectOf(client, table);
    const found = new Map<string, StateRow>();
    if (!select.findsByKey) {
      const wanted = new Set(keys);
      for await (const row of fetchRows(client, select)) if (wanted.has(row.key)) found.set(row.key, row);
      return found;
    }
    const columns = keys.map((key) => JSON.parse(key) as readonly string[]);
    const parameters = table.keyColumns.map((_, at) => columns.map((values) => values[at] ?? null));
    const { rows } = await client.query<RawRow>({
      text: `${select.text} WHERE ${keyMatches(select.keyColumns)}`,
      values: parameters,
      rowMode: 'array',
    });
    for (const raw of rows) {
      const row = rowOf(raw, select);
      found.set(row.key, row);
    }
    return found;
  }
}

type RawRow = (string | null)[];
type Select = {
  readonly text: string;
  readonly columns: readonly { readonly name: string; readonly type: StateValue['type'] }[];
  readonly keyColumns: readonly { readonly name: string; readonly sqlType: string }[];
  readonly hasKey: boolean;
  /** Bytes as keys are shown otherwise than the server reads them. */
  readonly findsByKey: boolean;
};

const batch = 1000;

function reading<T>(
  held: OverConnection<PostgresClient>,
  work: (client: PostgresClient) => Promise<T>,
): Promise<T> {
  return held(async (client) => {
    await begin(client);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  });
}

/** One moment for everything that is read, nothing written, and every value in one way of writing. */
async function begin(client: PostgresClient): Promise<void> {
  await client.query(`
    BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL search_path = pg_catalog;
    SET LOCAL statement_timeout = '60s';
    SET LOCAL DateStyle = 'ISO, YMD';
    SET LOCAL IntervalStyle = 'iso_8601';
    SET LOCAL TimeZone = 'UTC';
    SET LOCAL extra_float_digits = 1`);
}

async function selectOf(client: PostgresClient, table: Table): Promise<Select> {
  const columns = await columnsOf(client, table);
  const keys = table.keyColumns.flatMap((name) => columns.find((each) => each.name === name) ?? []);
  const values = columns.map(valueExpression);
  return {
    text: `SELECT ${[keyExpression(keys), ...values].join(', ')} FROM ${quoteTable(table)} AS row_`,
    columns,
    keyColumns: keys,
    hasKey: keys.length > 0,
    findsByKey: keys.length > 0 && !keys.some(({ isBytes }) => isBytes),
  };
}

/** By a cursor, so that a large table passes through in pieces. */
async function* fetchRows(client: PostgresClient, select: Select): AsyncGenerator<StateRow> {
  await client.query(`DECLARE passing NO SCROLL CURSOR FOR ${select.text} ORDER BY 1`);
  const counts = new Map<string, number>();
  for (;;) {
    const { rows } = await client.query<RawRow>({ text: `FETCH ${batch} FROM passing`, rowMode: 'array' });
    for (const raw of rows) {
      const row = rowOf(raw, select);
      yield select.hasKey ? row : counted(row, counts);
    }
    if (rows.length < batch) return;
  }
}

/** Where a table has no key, equal rows are told apart by their count. */
function counted(row: StateRow, counts: Map<string, number>): StateRow {
  const count = (counts.get(row.key) ?? 0) + 1;
  counts.clear();
  counts.set(row.key, count);
  return { ...row, key: JSON.stringify([row.key, String(count)]) };
}

function rowOf([key, ...texts]: RawRow, { columns }: Select): StateRow {
  const values = columns.map(({ name, type }, at): [string, StateValue] => {
    const text = texts[at] ?? null;
    return [name, text === null ? { type: 'null', text: '' } : { type, text }];
  });
  return { key: key ?? '', values: Object.fromEntries(values) };
}
