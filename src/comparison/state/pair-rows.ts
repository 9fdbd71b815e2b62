import type { StateRow } from '../../domain/state.ts';
import { pairBySimilarity } from '../arrays/pair-by-similarity.ts';
import { createIdentifier, exactScalarName } from '../json/identify-json.ts';
import type { JsonObject } from '../json/json-value.ts';
import type { IdMap } from './id-map.ts';
import {
  isCountedKey,
  momentsOf,
  type Side,
  type Signature,
  signatureOf,
  type Table,
} from './row-signature.ts';

export type RowPair = {
  readonly baseline: StateRow;
  readonly other: StateRow;
  /** Whether nothing that tells rows apart differs between them: then it is certain enough to learn ids from. */
  readonly isAlike: boolean;
};

export type PairedRows = {
  readonly pairs: readonly RowPair[];
  /** Rows of the baseline without a counterpart, and the reverse. */
  readonly removed: readonly StateRow[];
  readonly added: readonly StateRow[];
};

export type RowsOfTwo = { readonly baseline: readonly StateRow[]; readonly other: readonly StateRow[] };

/**
 * Finds which row of the other instance is which of the baseline. Two readings are tried: that keys stayed, and that
 * contents stayed while ids were given anew; the one that leaves less to tell holds. So a row more shifts no
 * row after it, and a changed total is not taken for another order. A key that both have keeps its row, unless it was
 * counted up since the run began: only then may it have been given to another.
 */
export function pairRows(rows: RowsOfTwo, table: Table, ids: IdMap): PairedRows {
  const sides = {
    baseline: signRows(rows, 'baseline', { table, ids }),
    other: signRows(rows, 'other', { table, ids }),
  };
  const isTable = table.unit.kind === 'table';
  const similar = isTable ? [pairSimilar] : [];
  const byKey = pairInSteps(sides, [pairSameKeys, pairSameContents, ...similar]);
  const byContent = pairInSteps(sides, [pairSameContents, pairSameKeys, ...similar]);
  const chosen = costOf(byContent) < costOf(byKey) ? byContent : byKey;
  return {
    pairs: chosen.pairs.map(({ baseline, other }) => ({
      baseline: baseline.row,
      other: other.row,
      isAlike: baseline.text === other.text,
    })),
    removed: chosen.left.baseline.map(({ row }) => row),
    added: chosen.left.other.map(({ row }) => row),
  };
}

type Signed = {
  readonly row: StateRow;
  readonly signature: Signature;
  readonly text: string;
  /** Whether no row with another key can be its counterpart. */
  readonly keepsKey: boolean;
};
type SignedPair = { readonly baseline: Signed; readonly other: Signed };
type Unpaired = { readonly baseline: readonly Signed[]; readonly other: readonly Signed[] };
type Pairing = { readonly pairs: readonly SignedPair[]; readonly left: Unpaired };
type Step = (left: Unpaired) => readonly SignedPair[];

function signRows(rows: RowsOfTwo, side: Side, known: { table: Table; ids: IdMap }): readonly Signed[] {
  const { unit, seededTo } = known.table;
  const counterparts = new Set(rows[side === 'baseline' ? 'other' : 'baseline'].map(({ key }) => key));
  return rows[side].map((row) => {
    const signature = signatureOf(row, side, known);
    const own = row.values[unit.keyColumns[0] ?? ''];
    const isNew =
      own !== undefined && isCountedKey(unit, unit.keyColumns[0] ?? '', own) && Number(own.text) > seededTo;
    const keepsKey = unit.keyColumns.length > 0 && counterparts.has(row.key) && !isNew;
    return { row, signature, text: JSON.stringify([...signature]), keepsKey };
  });
}

function pairInSteps(sides: Unpaired, steps: readonly Step[]): Pairing {
  let left = sides;
  let pairs: readonly SignedPair[] = [];
  for (const findPairs of steps) {
    const found = findPairs(left);
    pairs = [...pairs, ...found];
    const taken = new Set(found.flatMap(({ baseline, other }) => [baseline, other]));
    left = {
      baseline: left.baseline.filter((one) => !taken.has(one)),
      other: left.other.filter((one) => !taken.has(one)),
    };
  }
  return { pairs, left };
}

function pairSameKeys({ baseline, other }: Unpaired): readonly SignedPair[] {
  return zipGroups(baseline, other, ({ row }) => row.key);
}

/** Rows that are alike go together by key where they can, else in the order in which they were written. */
function pairSameContents({ baseline, other }: Unpaired): readonly SignedPair[] {
  const sameKeys = zipGroups(baseline, other, ({ row, text }) => JSON.stringify([row.key, text]));
  const taken = new Set(sameKeys.flatMap((pair) => [pair.baseline, pair.other]));
  const inOrder = (rows: readonly Signed[]): readonly Signed[] =>
    rows.filter((one) => !one.keepsKey && !taken.has(one)).toSorted(byMoments);
  return [...sameKeys, ...zipGroups(inOrder(baseline), inOrder(other), ({ text }) => text)];
}

function zipGroups(
  baseline: readonly Signed[],
  other: readonly Signed[],
  keyOf: (one: Signed) => string,
): readonly SignedPair[] {
  const others = Map.groupBy(other, keyOf);
  return [...Map.groupBy(baseline, keyOf)].flatMap(([key, group]) => {
    const counterparts = others.get(key) ?? [];
    return group.flatMap((one, index) => {
      const counterpart = counterparts[index];
      return counterpart === undefined ? [] : [{ baseline: one, other: counterpart }];
    });
  });
}

function byMoments(one: Signed, another: Signed): number {
  const [before, after] = [momentsOf(one.row), momentsOf(another.row)];
  for (const [index, ms] of before.entries()) {
    const difference = ms - (after[index] ?? ms);
    if (difference !== 0) return difference;
  }
  return 0;
}

function pairSimilar({ baseline, other }: Unpaired): readonly SignedPair[] {
  const arrays = { baseline: baseline.map(tellingCells), other: other.map(tellingCells) };
  const rest = { baseline: [...baseline.keys()], other: [...other.keys()] };
  return pairBySimilarity(rest, arrays, createIdentifier(exactScalarName)).flatMap((pair) => {
    const [one, another] = [baseline[pair.baseline], other[pair.other]];
    return one === undefined || another === undefined ? [] : [{ baseline: one, other: another }];
  });
}

/** What a clock or chance made tells nothing of which row is which. */
function tellingCells({ signature }: Signed): JsonObject {
  return new Map([...signature].filter(([, text]) => text !== '#' && !text.startsWith('~')));
}

/** How much is left to tell: cells that differ, ids that were given anew, and whole rows. */
function costOf({ pairs, left }: Pairing): number {
  const ofPairs = pairs.reduce((sum, { baseline, other }) => {
    const isRenamed = baseline.row.key === other.row.key ? 0 : 1;
    return sum + isRenamed + differingCells(baseline.signature, other.signature);
  }, 0);
  return [...left.baseline, ...left.other].reduce((sum, { signature }) => sum + signature.size + 1, ofPairs);
}

function differingCells(one: Signature, another: Signature): number {
  const columns = new Set([...one.keys(), ...another.keys()]);
  return [...columns].filter((column) => one.get(column) !== another.get(column)).length;
}
