/** A field of an array's element that changed; equal numbers stand for equal names, and for equal values. */
export type ChangedField = { readonly name: number; readonly baseline: number; readonly other: number };

/**
 * Whether the elements of an array, held against each other where they stand, look as if they had changed places: a field
 * that tells them apart took on the values which others had, or no field changed to anything new. Then which element is which
 * must be found out; otherwise each stays where it is.
 */
export function arePermuted(fields: Iterable<ChangedField>): boolean {
  const byName = new Map<number, ChangedField[]>();
  for (const field of fields) {
    const known = byName.get(field.name);
    if (known === undefined) byName.set(field.name, [field]);
    else known.push(field);
  }
  let areAllOld = true;
  for (const changed of byName.values()) {
    const before = new Set(changed.map(({ baseline }) => baseline));
    const after = new Set(changed.map(({ other }) => other));
    const shared = after.intersection(before).size;
    const tellsApart = before.size === changed.length && after.size === changed.length;
    if (tellsApart && shared * 2 >= changed.length) return true;
    if (shared === 0) areAllOld = false;
  }
  return areAllOld;
}
