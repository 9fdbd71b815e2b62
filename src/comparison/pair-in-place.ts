import type { BothArrays, ElementPair } from './align-arrays.ts';
import type { Identify } from './identify-json.ts';
import { isJsonObject, type JsonValue } from './json-value.ts';
import { arePermuted, type ChangedField } from './permuted-values.ts';

/**
 * Pairs each record with the one in its place when arrays are equally long, each changed record kept its keys and at least half
 * of its values, and no values changed places: noise in every element, say. `null` when that is not so. The comparison in lockstep
 * settles such arrays by the same rule, without reading them as values.
 */
export function pairInPlace({ baseline, other }: BothArrays, exact: Identify): readonly ElementPair[] | null {
  if (baseline.length !== other.length) return null;
  const fields: ChangedField[] = [];
  for (const [index, one] of baseline.entries()) {
    const another = other[index] ?? null;
    if (exact(one) === exact(another)) continue;
    const changed = changedFields(one, another, exact);
    if (changed === null) return null;
    for (const field of changed) fields.push(field);
  }
  if (arePermuted(fields)) return null;
  return baseline.map((_, index) => ({ baseline: index, other: index }));
}

/** `null` unless both are records with the same keys that share at least half of their values. */
function changedFields(one: JsonValue, another: JsonValue, exact: Identify): readonly ChangedField[] | null {
  if (!isJsonObject(one) || !isJsonObject(another) || one.size !== another.size) return null;
  const fields: ChangedField[] = [];
  for (const [name, value] of one) {
    const counterpart = another.get(name);
    if (counterpart === undefined) return null;
    const [before, after] = [exact(value), exact(counterpart)];
    if (before !== after) fields.push({ name: exact(name), baseline: before, other: after });
  }
  return fields.length * 2 <= one.size ? fields : null;
}
