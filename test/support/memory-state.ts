import type { StateReader, StateRow, StateUnit, StateValue } from '../../src/domain/state.ts';

export type Plain = string | number | boolean | null | { readonly json: string };

/** Tables as plain objects; `key` names the key columns, none for a table without a key. */
export type MemoryTable = {
  readonly key: readonly string[];
  readonly rows: readonly Readonly<Record<string, Plain>>[];
};

/** State that stands in memory, for tests of what is done with any state. */
export function memoryState(tables: Readonly<Record<string, MemoryTable>>, store = 'data'): StateReader {
  const unitOf = (name: string): StateUnit => ({
    ...{ store, kind: 'table', name },
    keyColumns: tables[name]?.key ?? [],
  });
  const rowsOf = ({ name }: StateUnit) =>
    (tables[name]?.rows ?? []).map((row) => asRow(row, tables[name]?.key ?? []));
  return readerOf(Object.keys(tables).map(unitOf), rowsOf);
}

/** Keys or files with one value each. */
export function memoryEntries(
  kind: 'keys' | 'files',
  entries: Readonly<Record<string, Plain>>,
  store = 'data',
): StateReader {
  const unit: StateUnit = { store, kind, name: kind === 'files' ? '.' : '0', keyColumns: ['key'] };
  const column = kind === 'files' ? 'content' : 'value';
  const rows = Object.entries(entries)
    .toSorted(([one], [another]) => (one < another ? -1 : 1))
    .map(([key, value]): StateRow => ({ key, values: { [column]: asValue(value) } }));
  return readerOf([unit], () => rows);
}

function readerOf(
  units: readonly StateUnit[],
  rowsOf: (unit: StateUnit) => readonly StateRow[],
): StateReader {
  return {
    units: async () => units,
    rows: async function* (unit) {
      yield* rowsOf(unit);
    },
    read: async (unit, keys) =>
      new Map(rowsOf(unit).flatMap((row) => (keys.includes(row.key) ? [[row.key, row]] : []))),
  };
}

function asRow(row: Readonly<Record<string, Plain>>, key: readonly string[]): StateRow {
  const columns = key.length > 0 ? key : Object.keys(row);
  return {
    key: JSON.stringify(columns.map((column) => String(row[column] ?? ''))),
    values: Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asValue(value)])),
  };
}

function asValue(value: Plain): StateValue {
  if (value === null) return { type: 'null', text: '' };
  if (typeof value === 'string') return { type: 'text', text: value };
  if (typeof value === 'object') return { type: 'json', text: value.json };
  return { type: typeof value === 'number' ? 'number' : 'boolean', text: String(value) };
}
