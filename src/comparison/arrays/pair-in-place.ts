import type { Identify } from '../json/identify-json.ts';
import { isJsonObject, type JsonValue } from '../json/json-value.ts';
import type { BothArrays, ElementPair } from './align-arrays.ts';
import { type ChangedFields, createChangedFields } from './changed-fields.ts';

/**
 * Pairs each record with the one in its place when arrays are equally long, each changed record kept its keys and at least half
 * of its values, and no values changed places: noise in every element, say. `null` when that is not so. The comparison in lockstep
 * settles such arrays by the same rule, without reading them as values.
 */
export function pairInPlace({ baseline, other }: BothArrays, exact: Identify): readonly ElementPair[] | null {
  if (baseline.length !== other.length) return null;
  const fields = createChangedFields();
  for (const [index, one] of baseline.entries()) {
    const another = other[index] ?? null;
    if (exact(one) === exact(another)) continue;
    if (!addChanged(fields, { one, another, exact })) return null;
  }
  if (fields.arePermuted()) return null;
  return baseline.map((_, index) => ({ baseline: index, other: index }));
}

type BothElements = { readonly one: JsonValue; readonly another: JsonValue; readonly exact: Identify };

/** `false` unless both are records with the same keys that share at least half of their values. */
function addChanged(fields: ChangedFields, { one, another, exact }: BothElements): boolean {
  if (!isJsonObject(one) || !isJsonObject(another) || one.size !== another.size) return false;
  let changed = 0;
  for (const [name, value] of one) {
    const counterpart = another.get(name);
    if (counterpart === undefined) return false;
    const [before, after] = [exact(value), exact(counterpart)];
    if (before === after) continue;
    changed += 1;
    fields.add(exact(name), before, after);
  }
  return changed * 2 <= one.size;
}
