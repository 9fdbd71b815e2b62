/** Values that the members of one name took on, in elements that are held against each other; equal numbers stand for equal values. */
type Changes = { readonly before: number[]; readonly after: number[] };

/** What changed in the elements of an array, one member after the other. */
export type ChangedFields = {
  /** Equal numbers stand for equal names, and for equal values; values in 32 bits. */
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
        changes = { before: [], after: [] };
        byName.set(name, changes);
      }
      changes.before.push(baseline);
      changes.after.push(other);
    },
    arePermuted: () => {
      let areAllOld = true;
      for (const changes of byName.values()) {
        const count = changes.before.length;
        const [before, after] = [distinct(changes.before), distinct(changes.after)];
        const shared = countShared(before, after);
        const tellsApart = before.length === count && after.length === count;
        if (tellsApart && shared * 2 >= count) return true;
        if (shared === 0) areAllOld = false;
      }
      return areAllOld;
    },
  };
}

/** Ascending, each once: to sort numbers costs less than to hold each against a set of them, and as little whatever they are. */
function distinct(values: readonly number[]): Int32Array {
  const sorted = Int32Array.from(values).sort();
  let count = 0;
  for (const value of sorted) {
    if (count > 0 && value === sorted[count - 1]) continue;
    sorted[count] = value;
    count += 1;
  }
  return sorted.subarray(0, count);
}

function countShared(before: Int32Array, after: Int32Array): number {
  let shared = 0;
  let at = 0;
  for (const value of after) {
    while (at < before.length && (before[at] ?? 0) < value) at += 1;
    if (before[at] === value) shared += 1;
  }
  return shared;
}
