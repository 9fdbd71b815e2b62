import type { StateValue } from '../../../domain/state.ts';
import type { PostgresClient } from './postgres-client.ts';

export type Table = {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  /** `schema.name`, as people write it. */
  readonly unitName: string;
  /** Of the primary key, else of the first unique index without nulls; empty where there is neither. */
  readonly keyColumns: readonly string[];
};

export type Column = {
  readonly name: string;
  readonly type: StateValue['type'];
  readonly isBytes: boolean;
  /** As the server writes it, e.g. `bigint`, `character varying(20)`. */
  readonly sqlType: string;
};

/** The tables that hold rows of the service, a partitioned table as one. Views hold nothing of their own. */
export async function tablesOf(client: PostgresClient): Promise<readonly Table[]> {
  const { rows } = await client.query<{ oid: number; schema: string; name: string; keys: string[] | null }>(`
    SELECT c.oid::int8::text::int8 AS oid, n.nspname::text AS schema, c.relname::text AS name,
      (SELECT array_agg(a.attname::text ORDER BY k.at)
         FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, at), pg_attribute a
        WHERE i.indexrelid = (
                SELECT u.indexrelid FROM pg_index u
                 WHERE u.indrelid = c.oid AND u.indisunique AND u.indpred IS NULL AND u.indexprs IS NULL
                   AND NOT EXISTS (
                     SELECT FROM unnest(u.indkey::int2[]) AS m(number), pg_attribute ma
                      WHERE ma.attrelid = c.oid AND ma.attnum = m.number AND NOT ma.attnotnull)
                 ORDER BY u.indisprimary DESC, u.indexrelid LIMIT 1)
          AND k.at <= i.indnkeyatts AND a.attrelid = c.oid AND a.attnum = k.number) AS keys
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
       AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
     ORDER BY n.nspname, c.relname`);
  return rows.map(({ oid, schema, name, keys }) => ({
    oid: Number(oid),
    schema,
    name,
    unitName: `${schema}.${name}`,
    keyColumns: keys ?? [],
  }));
}

export async function columnsOf(client: PostgresClient, table: Table): Promise<readonly Column[]> {
  const { rows } = await client.query<{ name: string; type: string; base: string; category: string }>(
    `SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
            coalesce(nullif(t.typbasetype, 0)::regtype::text, t.typname::text) AS base, t.typcategory::text AS category
       FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
      WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`,
    [table.oid],
  );
  return rows.map(({ name, type, base, category }) => ({
    name,
    type: valueType(base, category),
    isBytes: base === 'bytea',
    sqlType: type,
  }));
}

function valueType(base: string, category: string): StateValue['type'] {
  if (base === 'bytea') return 'bytes';
  if (base === 'json' || base === 'jsonb') return 'json';
  if (category === 'B') return 'boolean';
  // Numbers of objects in the server, such as `regclass`, are of this category too and are written as names.
  return category === 'N' && !base.startsWith('reg') && base !== 'money' ? 'number' : 'text';
}
