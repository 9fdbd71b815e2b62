import type { Column, Table } from './postgres-tables.ts';

/** Longer values of bytes are told by their digest. */
const shownBytes = 65_536;

/** A name in double quotes: whatever stands in it, it stays a name. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function quoteTable({ schema, name }: Pick<Table, 'schema' | 'name'>): string {
  return `${quoteName(schema)}.${quoteName(name)}`;
}

/** The value of a column as the text of a `StateValue`. */
export function valueExpression({ name, isBytes }: Column): string {
  const column = `row_.${quoteName(name)}`;
  if (!isBytes) return `${column}::text`;
  const digest = `'sha256:' || encode(sha256(${column}), 'hex')`;
  const base64 = `replace(encode(${column}, 'base64'), E'\\n', '')`;
  return `CASE WHEN octet_length(${column}) > ${shownBytes} THEN ${digest} ELSE ${base64} END`;
}

/**
 * The key of a row as `JSON.stringify` writes an array of its texts, ordered by code points whatever the database
 * orders by. A row without a key stands for itself.
 */
export function keyExpression(keys: readonly Column[]): string {
  if (keys.length === 0) return `md5(row_::text) COLLATE "C"`;
  const texts = keys.map((key) => `to_json(${valueExpression(key)})::text`);
  return `('[' || ${texts.join(" || ',' || ")} || ']') COLLATE "C"`;
}

/** Finds rows by their keys, of which the values of each column come as one array; an index can be used. */
export function keyMatches(keys: readonly { readonly name: string; readonly sqlType: string }[]): string {
  const columns = keys.map(({ name }) => `row_.${quoteName(name)}`);
  const wanted = keys.map(({ sqlType }, at) => `$${at + 1}::text[]::${sqlType}[]`);
  return `(${columns.join(', ')}) IN (SELECT * FROM unnest(${wanted.join(', ')}))`;
}
