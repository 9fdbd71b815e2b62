import type { IndexPair } from './common-subsequence.ts';

/** Part of two sequences: from the first position up to, and without, the last. */
export type Range = {
  readonly one: { readonly from: number; readonly to: number };
  readonly another: { readonly from: number; readonly to: number };
};

export type Sequences = { readonly one: readonly number[]; readonly another: readonly number[] };

/** More insertions and removals than these are left to cheaper means: time grows with their number times the length. */
const mostEdits = 96;

/**
 * Longest common subsequence of two ranges by Myers' greedy algorithm (1986), or `null` when they are further apart than a
 * bounded number of edits. Used first, because it alone finds that one element which moved across many equal ones moved.
 */
export function shortestEdit(sequences: Sequences, range: Range): readonly IndexPair[] | null {
  const sizes = [range.one.to - range.one.from, range.another.to - range.another.from] as const;
  if (Math.abs(sizes[0] - sizes[1]) > mostEdits) return null;
  const trail: Int32Array[] = [];
  let furthest = new Int32Array(2 * mostEdits + 3).fill(-1);
  furthest[mostEdits + 2] = 0;
  for (let edits = 0; edits <= mostEdits; edits += 1) {
    trail.push(furthest);
    furthest = furthest.slice();
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const reached = slide(sequences, range, diagonal, startOn(furthest, diagonal, edits));
      furthest[diagonal + mostEdits + 1] = reached;
      const { one, another } = range;
      if (one.from + reached >= one.to && another.from + reached - diagonal >= another.to)
        return walkBack(range, trail, edits);
    }
  }
  return null;
}

/** Where a path comes onto a diagonal with its last edit: by an insertion from above, or a removal from the left. */
function startOn(furthest: Int32Array, diagonal: number, edits: number): number {
  const above = furthest[diagonal + mostEdits + 2] ?? -1;
  const left = furthest[diagonal + mostEdits] ?? -1;
  return diagonal === -edits || (diagonal !== edits && left < above) ? above : left + 1;
}

function slide({ one, another }: Sequences, range: Range, diagonal: number, start: number): number {
  let at = range.one.from + start;
  let other = range.another.from + start - diagonal;
  while (at < range.one.to && other < range.another.to && one[at] === another[other]) {
    at += 1;
    other += 1;
  }
  return at - range.one.from;
}

function walkBack(range: Range, trail: readonly Int32Array[], edits: number): readonly IndexPair[] {
  const pairs: IndexPair[] = [];
  let at = range.one.to - range.one.from;
  let other = range.another.to - range.another.from;
  const pairUntil = (start: number): void => {
    while (at > start) {
      at -= 1;
      other -= 1;
      pairs.push({ one: range.one.from + at, another: range.another.from + other });
    }
  };
  for (let step = edits; step > 0; step -= 1) {
    const before = trail[step] ?? new Int32Array();
    const diagonal = at - other;
    pairUntil(startOn(before, diagonal, step));
    const above = before[diagonal + mostEdits + 2] ?? -1;
    const left = before[diagonal + mostEdits] ?? -1;
    if (diagonal === -step || (diagonal !== step && left < above)) other -= 1;
    else at -= 1;
  }
  pairUntil(0);
  return pairs.toReversed();
}
