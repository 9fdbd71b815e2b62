import type { StateRow } from '../../domain/state.ts';
import type { StoredDivergence } from './row-divergences.ts';
import { unitPosition } from './state-place.ts';

/** A row as it was found at one look, when it was not as at the look before; null where it was gone. */
export type RowVersion = { readonly look: number; readonly row: StateRow | null };

/** By place of the unit, then by key: what rows became, look by look. */
export type RowHistory = ReadonlyMap<string, ReadonlyMap<string, readonly RowVersion[]>>;

/** What was seen of the rows under suspicion while the explain run went on. */
export type WatchedState = {
  readonly baseline: RowHistory;
  readonly candidate: RowHistory;
  /** For each look, the exchange that alone can have written since the look before; empty where several or none can. */
  readonly writers: readonly string[];
  /** Why the watch ended before the run did, in words; null when it did not. */
  readonly ended: string | null;
};

/** The exchange after which two instances first held something else at that place; empty when it cannot be told. */
export function findWriter(stored: StoredDivergence, watched: WatchedState): string {
  const place = unitPosition(stored.unit).place;
  const before = versionsOf(watched.baseline, place, stored.baselineKey ?? stored.otherKey);
  const after = versionsOf(watched.candidate, place, stored.otherKey ?? stored.baselineKey);
  const looks = [...new Set([...before, ...after].map(({ look }) => look))].sort(
    (one, another) => one - another,
  );
  const first = looks.find((look) => {
    const sides = [rowAt(before, look), rowAt(after, look)] as const;
    return cellOf(sides[0], stored) !== cellOf(sides[1], stored);
  });
  return first === undefined ? '' : (watched.writers[first] ?? '');
}

function versionsOf(history: RowHistory, place: string, key: string | null): readonly RowVersion[] {
  return key === null ? [] : (history.get(place)?.get(key) ?? []);
}

function rowAt(versions: readonly RowVersion[], look: number): StateRow | null {
  return versions.findLast((version) => version.look <= look)?.row ?? null;
}

/** Where the whole row is what differs, whether it is there; of a file what is in it. */
function cellOf(row: StateRow | null, { column, unit }: StoredDivergence): string {
  if (row === null) return 'absent';
  if (column !== null) return JSON.stringify(row.values[column] ?? null);
  return unit.kind === 'files' ? JSON.stringify(row.values['digest'] ?? row.values) : 'present';
}
