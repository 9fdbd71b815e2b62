/** Values that the members of one name took on, in elements that are held against each other; equal numbers stand for equal values. */
type Changes = { count: number; readonly before: Set<number>; readonly after: Set<number> };

/** What changed in the elements of an array, one member after the other. */
export type ChangedFields = {
  /** Equal numbers stand for equal names, and for equal values. */
  readonly add: (name: number, baseline: number, other: number) => void;
  readonly arePermuted: () => boolean;
};

/**
 * Whether the elements of an array, held against each other where they stand, look as if they had changed places: a field
 * that tells them apart took on the values which others had, or no field changed to anything new. Then which element is which
 * must be found out; otherwise each stays where it is.
 */
export function createChangedFields(): ChangedFields {
  const byName = new Map<number, Changes>();
  return {
    add: (name, baseline, other) => {
      let changes = byName.get(name);
      if (changes === undefined) {
        changes = { count: 0, before: new Set(), after: new Set() };
        byName.set(name, changes);
      }
      changes.count += 1;
      changes.before.add(baseline);
      changes.after.add(other);
    },
    arePermuted: () => {
      let areAllOld = true;
      for (const { count, before, after } of byName.values()) {
        const shared = countShared(before, after);
        const tellsApart = before.size === count && after.size === count;
        if (tellsApart && shared * 2 >= count) return true;
        if (shared === 0) areAllOld = false;
      }
      return areAllOld;
    },
  };
}

function countShared(before: ReadonlySet<number>, after: ReadonlySet<number>): number {
  let shared = 0;
  for (const value of after) if (before.has(value)) shared += 1;
  return shared;
}
