import type { StateReader, StateUnit } from '../../domain/state.ts';
import { isCountedKey } from './row-signature.ts';
import { unitPosition } from './state-place.ts';

/** For each table that counts its rows, by its place, the highest number that stood there before the first exchange. */
export type Seeded = ReadonlyMap<string, number>;

/**
 * Read once a run from the baseline, before anything is sent: all instances begin at the same point, so rows up to these
 * numbers are the same rows everywhere, and what was swapped between two of them is no new numbering.
 */
export async function readSeeded(readers: readonly StateReader[]): Promise<Seeded> {
  const seeded = new Map<string, number>();
  for (const reader of readers) {
    for (const unit of await reader.units()) {
      const highest = await highestKey(reader, unit);
      if (highest !== null) seeded.set(unitPosition(unit).place, highest);
    }
  }
  return seeded;
}

async function highestKey(reader: StateReader, unit: StateUnit): Promise<number | null> {
  const [column] = unit.keyColumns;
  if (unit.kind !== 'table' || unit.keyColumns.length !== 1 || column === undefined) return null;
  let highest: number | null = null;
  for await (const { values } of reader.rows(unit)) {
    const own = values[column];
    if (own === undefined || !isCountedKey(unit, column, own)) return highest;
    highest = Math.max(highest ?? 0, Number(own.text));
  }
  return highest;
}
