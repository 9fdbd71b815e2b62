import type { StateUnit } from '../../domain/state.ts';
import { anywhere, createIdMap, type IdMap } from './id-map.ts';
import { type PairedRows, pairRows, type RowPair, type RowsOfTwo } from './pair-rows.ts';
import { findReferences, unitId } from './reference-columns.ts';
import { isUniqueByItself, spaceOf, type Table } from './row-signature.ts';

export type UnitOfTwo = { readonly unit: StateUnit; readonly rows: RowsOfTwo; readonly seededTo: number };

export type PairedUnit = PairedRows & { readonly table: Table };

export type PairedUnits = {
  readonly units: readonly PairedUnit[];
  /** Ids by which rows are named, paired over all units; of those alone a difference may be excused as another name. */
  readonly keys: IdMap;
};

type TableOfTwo = { readonly rows: RowsOfTwo; readonly table: Table };

/** So often all units are gone through: what a child says of its parents is known the second time. */
const rounds = 2;

/** Pairs the rows of all units of two instances, with one map of ids for all: what is a row's id here is a reference there. */
export function pairUnits(units: readonly UnitOfTwo[]): PairedUnits {
  const known = units.map(({ unit }) => unit);
  const tables = units
    .map(({ unit, rows, seededTo }) => ({
      rows,
      table: { unit, seededTo, references: findReferences(unit, columnsOf(rows), known) },
    }))
    .toSorted(parentsFirst);
  const shared = drawnOnBothSides(units);
  let ids = createIdMap();
  let paired: readonly PairedUnit[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const next = createIdMap();
    for (const id of shared) next.pair(anywhere, id, id);
    const seen = round === 1 ? next : ids;
    paired = tables.map(({ rows, table }) => {
      const found = { ...pairRows(rows, table, seen), table };
      learnIds(found, next, ({ isAlike }) => isAlike);
      return found;
    });
    for (const unit of paired) learnIds(unit, next, () => true);
    ids = next;
  }
  const keys = createIdMap();
  for (const unit of paired) {
    learnIds(unit, keys, (_pair, column) => unit.table.unit.keyColumns.includes(column));
  }
  return { units: inOrderOf(units, paired), keys };
}

/** What others refer to has a key of its own, refers to few, and has fewer rows than what refers to it. */
function parentsFirst(one: TableOfTwo, another: TableOfTwo): number {
  const keyless = ({ table }: TableOfTwo): number => (table.unit.keyColumns.length === 0 ? 1 : 0);
  return (
    one.table.references.size - another.table.references.size ||
    keyless(one) - keyless(another) ||
    one.rows.baseline.length - another.rows.baseline.length
  );
}

function columnsOf({ baseline, other }: RowsOfTwo): readonly string[] {
  return [...new Set([...baseline, ...other].flatMap(({ values }) => Object.keys(values)))];
}

/** Drawn with one seed by both instances: an id that both have is the same id, for no two are alike by accident. */
function drawnOnBothSides(units: readonly UnitOfTwo[]): ReadonlySet<string> {
  const idsOf = (side: 'baseline' | 'other'): ReadonlySet<string> =>
    new Set(
      units
        .flatMap(({ rows }) => rows[side])
        .flatMap(({ values }) => Object.values(values))
        .filter(isUniqueByItself)
        .map(({ text }) => text),
    );
  return idsOf('baseline').intersection(idsOf('other'));
}

/** Ids are learned where a row says who it is; a reference only repeats it. */
function learnIds(
  { table, pairs }: PairedUnit,
  ids: IdMap,
  isWanted: (pair: RowPair, column: string) => boolean,
): void {
  for (const pair of pairs) {
    for (const [column, value] of Object.entries(pair.baseline.values)) {
      const counterpart = pair.other.values[column];
      if (counterpart === undefined || table.references.has(column) || !isWanted(pair, column)) continue;
      const space = spaceOf(table, column, value);
      const isOne = space !== null && spaceOf(table, column, counterpart) === space;
      if (isOne) ids.pair(space, value.text, counterpart.text);
    }
  }
}

function inOrderOf(units: readonly UnitOfTwo[], paired: readonly PairedUnit[]): readonly PairedUnit[] {
  const order = new Map(units.map(({ unit }, index) => [unitId(unit), index]));
  const positionOf = ({ table }: PairedUnit): number => order.get(unitId(table.unit)) ?? 0;
  return paired.toSorted((one, another) => positionOf(one) - positionOf(another));
}
