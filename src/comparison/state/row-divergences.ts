import type { Divergence, DivergenceKind, ShownValue } from '../../domain/divergence.ts';
import type { StateRow, StateUnit, StateValue } from '../../domain/state.ts';
import { createIdentifier, exactScalarName } from '../json/identify-json.ts';
import type { JsonValue } from '../json/json-value.ts';
import { parseJson } from '../json/parse-json.ts';
import type { Position } from '../place-pattern.ts';
import type { IdentityMask } from '../values/instance-identity.ts';
import { brokenIdNote } from '../values/kinds-of-value.ts';
import { showJson } from '../values/shown-value.ts';
import { describeFile, showFile } from './file-divergence.ts';
import { anywhere, type IdMap } from './id-map.ts';
import type { RowPair } from './pair-rows.ts';
import type { PairedUnit } from './pair-units.ts';
import { isCell, isCountedKey, spaceOf, type Table } from './row-signature.ts';
import { columnPosition, rowPosition } from './state-place.ts';

/** A difference in what is stored, with the keys of its row on either side, to look it up again. */
export type StoredDivergence = {
  readonly divergence: Divergence;
  readonly unit: StateUnit;
  readonly baselineKey: string | null;
  readonly otherKey: string | null;
  /** Null where the whole row is what differs. */
  readonly column: string | null;
};

export type StoredContext = { readonly keys: IdMap; readonly identity: IdentityMask };

/** Everything that two instances stored differently in one unit: a divergence for each row that one lacks and for each column. */
export function describeStored(paired: PairedUnit, context: StoredContext): readonly StoredDivergence[] {
  const { table, pairs, removed, added } = paired;
  const { unit } = table;
  return [
    ...pairs.flatMap((pair) => describePair(pair, table, context)),
    ...removed.map((row) => ({
      ...{ unit, baselineKey: row.key, otherKey: null, column: null },
      divergence: {
        ...{ kind: kindOf(unit, 'removed'), ...rowPosition(unit, row.key) },
        ...{ baseline: showRow(row, unit), candidate: null },
      },
    })),
    ...added.map((row) => ({
      ...{ unit, baselineKey: null, otherKey: row.key, column: null },
      divergence: {
        ...{ kind: kindOf(unit, 'added'), ...rowPosition(unit, row.key) },
        ...{ baseline: null, candidate: showRow(row, unit) },
      },
    })),
  ];
}

const subjects = { table: 'row', keys: 'key', files: 'file' } as const;

function kindOf({ kind }: StateUnit, change: 'added' | 'removed' | 'changed'): DivergenceKind {
  return `${subjects[kind]}-${change}`;
}

function describePair(pair: RowPair, table: Table, context: StoredContext): readonly StoredDivergence[] {
  const { unit } = table;
  if (unit.kind === 'files') return describeFile(pair, unit, context.identity);
  const { baseline, other } = pair;
  const columns = [...new Set([...Object.keys(baseline.values), ...Object.keys(other.values)])];
  return columns
    .filter((column) => isCell(unit, column))
    .flatMap((column) => {
      const cell = { column, before: baseline.values[column], after: other.values[column] };
      const difference = compareCell(cell, table, context);
      if (difference === null) return [];
      const position = columnPosition(unit, baseline.key, column);
      return [
        {
          ...{ unit, baselineKey: baseline.key, otherKey: other.key, column },
          divergence: describeCell(cell, { unit, position, note: difference.note }),
        },
      ];
    });
}

type Cell = {
  readonly column: string;
  readonly before: StateValue | undefined;
  readonly after: StateValue | undefined;
};

/** Null where the two are the same, or names of one and the same row. */
function compareCell({ column, before, after }: Cell, table: Table, { keys, identity }: StoredContext) {
  if (before === undefined || after === undefined) return before === after ? null : { note: null };
  const space = spaceOf(table, column, before);
  const counterpart = space === null ? undefined : keys.ofBaseline(space, before.text);
  const origin = space === null ? undefined : keys.ofOther(space, after.text);
  if (space !== null && counterpart === after.text) return nameOnly(table, column, { before, after, space });
  if (isSame(before, after, identity)) return counterpart === undefined ? null : { note: brokenIdNote };
  const isBroken = counterpart !== undefined || origin !== undefined;
  return { note: isBroken ? brokenIdNote : null };
}

type Ids = { readonly before: StateValue; readonly after: StateValue; readonly space: string };

/**
 * A number that a table counts by, or a reference that follows it, is only another name. An id that is drawn may still have to
 * be what the baseline's is: that it varies must be learned of the place.
 */
function nameOnly(table: Table, column: string, { before, after, space }: Ids): { note: null } | null {
  if (before.text === after.text) return null;
  const isCounted = isCountedKey(table.unit, column, before) || table.references.has(column);
  return isCounted || space !== anywhere || isDrawnAnew(before, after) ? null : { note: null };
}

/** Of uuids and ulids that name rows, one is as good as another. */
function isDrawnAnew(before: StateValue, after: StateValue): boolean {
  const isDrawn = ({ text }: StateValue): boolean =>
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) || /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
  return isDrawn(before) && isDrawn(after);
}

function isSame(before: StateValue, after: StateValue, identity: IdentityMask): boolean {
  if (before.type !== after.type) return false;
  if (before.text === after.text) return true;
  if (before.type === 'json') {
    const [one, another] = [parseJson(before.text), parseJson(after.text)];
    const identify = createIdentifier(exactScalarName);
    if (one !== undefined && another !== undefined && identify(one) === identify(another)) return true;
  }
  return before.type === 'text' && identity.isSame(before.text, after.text);
}

type Described = {
  readonly unit: StateUnit;
  readonly position: Position;
  readonly note: string | null;
};

function describeCell({ before, after }: Cell, { unit, position, note }: Described): Divergence {
  const sides = { baseline: showStored(before), candidate: showStored(after) };
  const shown = { kind: kindOf(unit, 'changed'), ...position, ...sides };
  return note === null ? shown : { ...shown, note };
}

function showStored(value: StateValue | undefined): ShownValue | null {
  return value === undefined ? null : showJson(asJson(value));
}

function showRow(row: StateRow, { kind }: StateUnit): ShownValue {
  if (kind === 'files') return showFile(row);
  const { values } = row;
  const cells = Object.entries(values).map(([column, value]) => [column, asJson(value)] as const);
  return showJson(new Map(cells));
}

/** Bytes are shown as the base64 that they are handed on as. */
function asJson({ type, text }: StateValue): JsonValue {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return text === 'true';
    case 'number':
      return { lexeme: text };
    case 'json':
      return parseJson(text) ?? text;
    case 'text':
    case 'bytes':
      return text;
  }
}
