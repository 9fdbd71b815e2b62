import type { StateRow, StateUnit, StateValue } from '../../domain/state.ts';
import { generatedClass, recogniseValue } from '../values/recognise-value.ts';
import { anywhere, type IdMap } from './id-map.ts';
import { type ReferenceColumns, unitId } from './reference-columns.ts';
import { keyPattern } from './state-place.ts';

/** A unit with what is known of its columns. */
export type Table = {
  readonly unit: StateUnit;
  readonly references: ReferenceColumns;
  /** Keys that are counted up to this number stood there before the first exchange; 0 where none did, or none is counted. */
  readonly seededTo: number;
};

export type Side = 'baseline' | 'other';

/** What a row is told by: each cell as text, ids by their counterparts and what a clock or chance made by its class alone. */
export type Signature = ReadonlyMap<string, string>;

/**
 * Two rows with one signature may be the same row: they are equal but for generated ids, moments, and numbers that
 * lead to rows that are known to be the same.
 */
export function signatureOf(
  row: StateRow,
  side: Side,
  { table, ids }: { table: Table; ids: IdMap },
): Signature {
  const cells = Object.entries(row.values)
    .filter(([column]) => isCell(table.unit, column))
    .toSorted(([one], [another]) => (one < another ? -1 : 1))
    .map(([column, value]) => [column, signCell({ column, value, side }, table, ids)] as const);
  const path = table.unit.kind === 'table' ? [] : [['', keyPattern(row.key)] as const];
  return new Map([...path, ...cells]);
}

/** The path of a file and the name of a key are no values of it: they are what it is called. */
export function isCell({ kind, keyColumns }: StateUnit, column: string): boolean {
  return kind === 'table' || !keyColumns.includes(column);
}

type CellOfSide = { readonly column: string; readonly value: StateValue; readonly side: Side };

function signCell({ column, value, side }: CellOfSide, table: Table, ids: IdMap): string {
  if (isCountedKey(table.unit, column, value)) return '#';
  const space = spaceOf(table, column, value);
  if (space === null) return maskedText(value);
  const counterpart = side === 'baseline' ? ids.ofBaseline(space, value.text) : value.text;
  if (counterpart !== undefined && (side === 'baseline' || ids.ofOther(space, value.text) !== undefined)) {
    return `=${counterpart}`;
  }
  return space === anywhere ? maskedText(value) : `=${value.text}`;
}

/** The space in which the value of a cell is an id; null when it is none. */
export function spaceOf(table: Table, column: string, value: StateValue): string | null {
  if (isCountedKey(table.unit, column, value)) return unitId(table.unit);
  const target = table.references.get(column);
  if (target !== undefined && value.type === 'number') return target;
  return isUniqueByItself(value) ? anywhere : null;
}

/** The number by which a table counts its rows. */
export function isCountedKey({ kind, keyColumns }: StateUnit, column: string, value: StateValue): boolean {
  return kind === 'table' && keyColumns.length === 1 && keyColumns[0] === column && value.type === 'number';
}

/** Drawn from so many that no two are alike by accident; a moment is not. */
export function isUniqueByItself({ type, text }: StateValue): boolean {
  if (type !== 'text' || recogniseValue(text, false).kind === 'time') return false;
  return generatedClass(text, false) !== null;
}

function maskedText(value: StateValue): string {
  const generated =
    value.type === 'text' || value.type === 'number'
      ? generatedClass(value.text, value.type === 'number')
      : null;
  return generated === null ? `${value.type} ${value.text}` : `~${generated}`;
}

/** The moments in a row, to bring rows that are alike into the order in which they were written. */
export function momentsOf(row: StateRow): readonly number[] {
  return Object.keys(row.values)
    .sort()
    .flatMap((column) => {
      const { type, text } = row.values[column] ?? { type: 'null', text: '' };
      const found = recogniseValue(text, type === 'number');
      return found.kind === 'time' ? [found.ms] : [];
    });
}
