import type { Identify } from './identify-json.ts';
import type { JsonArray } from './json-value.ts';
import { longestIncreasing } from './longest-increasing.ts';
import { pairBySimilarity } from './pair-by-similarity.ts';
import { pairInGaps } from './pair-in-gaps.ts';

/** Indices of two elements that belong together. */
export type ElementPair = { readonly baseline: number; readonly other: number };

export type Alignment = {
  /** In the order of the baseline; `moved` when the pair left the order that most others kept. */
  readonly pairs: readonly (ElementPair & { readonly moved: boolean })[];
  readonly removed: readonly number[];
  readonly added: readonly number[];
};

export type Identities = {
  /** Equal subtrees. */
  readonly exact: Identify;
  /** Subtrees equal but for values that look generated: ids, tokens, timestamps. */
  readonly masked: Identify;
};

export type BothArrays = { readonly baseline: JsonArray; readonly other: JsonArray };

/** Indices that are not paired yet, ascending. */
export type Unpaired = { readonly baseline: readonly number[]; readonly other: readonly number[] };

/**
 * Finds which element of one array is which of the other without being told a key: equal ends first, then equal
 * elements, then elements equal but for generated values, then the most similar, then neighbours in the same gap. Pairs
 * out of the common order have moved; what is left was removed or added. An element put at the head of ten thousand
 * is one addition, not ten thousand changes.
 */
export function alignArrays(arrays: BothArrays, identities: Identities): Alignment {
  const { exact, masked } = identities;
  let pairs = pairEqualEnds(arrays, exact);
  let rest = unpairedOf(arrays, pairs);
  const steps: readonly (() => readonly ElementPair[])[] = [
    () => pairEqual(rest, arrays, exact),
    () => pairEqual(rest, arrays, masked),
    () => pairBySimilarity(rest, arrays, exact),
    () => pairInGaps(rest, arrays, pairs),
  ];
  for (const findPairs of steps) {
    const found = findPairs();
    pairs = [...pairs, ...found];
    rest = without(rest, found);
  }
  return { pairs: markMoved(pairs), removed: rest.baseline, added: rest.other };
}

function pairEqualEnds({ baseline, other }: BothArrays, exact: Identify): readonly ElementPair[] {
  const pairs: ElementPair[] = [];
  const isEqual = (one: number, another: number): boolean =>
    exact(baseline[one] ?? null) === exact(other[another] ?? null);
  const shorter = Math.min(baseline.length, other.length);
  let head = 0;
  while (head < shorter && isEqual(head, head)) {
    pairs.push({ baseline: head, other: head });
    head += 1;
  }
  let tail = 1;
  while (tail <= shorter - head && isEqual(baseline.length - tail, other.length - tail)) {
    pairs.push({ baseline: baseline.length - tail, other: other.length - tail });
    tail += 1;
  }
  return pairs;
}

/** The first of some value in the baseline goes with the first of that value in the other, and so on. */
function pairEqual(rest: Unpaired, arrays: BothArrays, identify: Identify): readonly ElementPair[] {
  const waiting = new Map<number, number[]>();
  for (const index of rest.other.toReversed()) {
    const identity = identify(arrays.other[index] ?? null);
    const indices = waiting.get(identity);
    if (indices === undefined) waiting.set(identity, [index]);
    else indices.push(index);
  }
  return rest.baseline.flatMap((baseline) => {
    const other = waiting.get(identify(arrays.baseline[baseline] ?? null))?.pop();
    return other === undefined ? [] : [{ baseline, other }];
  });
}

function unpairedOf({ baseline, other }: BothArrays, pairs: readonly ElementPair[]): Unpaired {
  return without({ baseline: [...baseline.keys()], other: [...other.keys()] }, pairs);
}

function without(rest: Unpaired, pairs: readonly ElementPair[]): Unpaired {
  const baseline = new Set(pairs.map((pair) => pair.baseline));
  const other = new Set(pairs.map((pair) => pair.other));
  return {
    baseline: rest.baseline.filter((index) => !baseline.has(index)),
    other: rest.other.filter((index) => !other.has(index)),
  };
}

function markMoved(pairs: readonly ElementPair[]): Alignment['pairs'] {
  const ordered = pairs.toSorted((one, another) => one.baseline - another.baseline);
  const inOrder = new Set(longestIncreasing(ordered.map((pair) => pair.other)));
  return ordered.map((pair, position) => ({ ...pair, moved: !inOrder.has(position) }));
}
