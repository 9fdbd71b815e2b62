import type { StateUnit } from '../../domain/state.ts';

/** For each column that names rows of another table by number, that table. */
export type ReferenceColumns = ReadonlyMap<string, string>;

/** Names a unit where several are at hand. */
export function unitId({ store, kind, name }: StateUnit): string {
  return JSON.stringify([store, kind, name]);
}

/**
 * Which columns hold numbers of another table's rows. A store does not say, so names do: `customer_id`, `customerId` and
 * `customer` go with the table `customers`; a column named like another table's key goes with that table.
 */
export function findReferences(
  unit: StateUnit,
  columns: readonly string[],
  units: readonly StateUnit[],
): ReferenceColumns {
  const targets = units.filter(
    (other) => other.kind === 'table' && other.store === unit.store && other.keyColumns.length === 1,
  );
  const found = columns.flatMap((column) => {
    if (unit.keyColumns.length === 1 && unit.keyColumns[0] === column) return [];
    const target = targets.find((other) => isNamedAfter(column, other));
    return target === undefined ? [] : [[column, unitId(target)] as const];
  });
  return new Map(found);
}

function isNamedAfter(column: string, { name, keyColumns: [key = ''] }: StateUnit): boolean {
  const table = singular(plain(name.split(/[./]/).at(-1) ?? name));
  // Where things stand in a row of things, which many tables have.
  if (column === 'order') return false;
  const stem = column.replace(/(?:_(?:id|no|number|ref|key)|(?<=[a-z0-9])(?:Id|No|Number|Ref))$/, '');
  if (singular(plain(stem)) === table) return true;
  return column === key && plain(key) !== 'id';
}

function plain(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}

function singular(name: string): string {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`;
  return name.endsWith('s') && !name.endsWith('ss') ? name.slice(0, -1) : name;
}
