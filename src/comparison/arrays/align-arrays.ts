import type { Identify } from '../json/identify-json.ts';
import type { JsonArray } from '../json/json-value.ts';
import { commonSubsequence } from './common-subsequence.ts';
import { longestIncreasing } from './longest-increasing.ts';
import { pairByKey } from './pair-by-key.ts';
import { pairBySimilarity } from './pair-by-similarity.ts';
import { pairInGaps } from './pair-in-gaps.ts';
import { pairInPlace } from './pair-in-place.ts';

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
 * Finds which element of one array is which of the other without being told how: each in its place where little changed and
 * nothing was swapped; else equal elements in the order of both
 * first, then equal ones elsewhere, then records with the same key, then elements equal but for generated values, then the
 * most similar, then neighbours in the same gap. Pairs out of the common order have moved; what is left was removed or
 * added. An element put at the head of ten thousand is one addition, not ten thousand changes.
 */
export function alignArrays(arrays: BothArrays, identities: Identities): Alignment {
  const { exact, masked } = identities;
  const isChoice = arrays.baseline.length > 1 || arrays.other.length > 1;
  const inPlace = pairInPlace(arrays, exact);
  const steps: readonly FindPairs[] = [
    (rest) => pairInOrder(rest, arrays, exact),
    (rest) => pairEqual(rest, arrays, exact),
    (rest) => pairByKey(rest, arrays),
    (rest) => (isChoice ? pairInOrder(rest, arrays, masked) : []),
    (rest) => (isChoice ? pairEqual(rest, arrays, masked) : []),
    (rest) => pairBySimilarity(rest, arrays, exact),
    (rest, pairs) => pairInGaps(rest, arrays, pairs),
  ];
  const { pairs, rest } = pairStepwise(arrays, inPlace === null ? steps : [() => inPlace]);
  return { pairs: markMoved(pairs), removed: rest.baseline, added: rest.other };
}

/**
 * Elements that were taken out of one array and put into another: which of them are the same? Used where the elements around them
 * are known to belong together, so that neighbours say nothing.
 */
export function pairAnywhere(arrays: BothArrays, { exact, masked }: Identities): readonly ElementPair[] {
  const steps: readonly FindPairs[] = [
    (rest) => pairEqual(rest, arrays, exact),
    (rest) => pairByKey(rest, arrays),
    (rest) => pairEqual(rest, arrays, masked),
    (rest) => pairBySimilarity(rest, arrays, exact),
  ];
  return pairStepwise(arrays, steps).pairs;
}

type FindPairs = (rest: Unpaired, pairs: readonly ElementPair[]) => readonly ElementPair[];

/** Each step pairs what it can of what those before have left. */
function pairStepwise(
  arrays: BothArrays,
  steps: readonly FindPairs[],
): { readonly pairs: readonly ElementPair[]; readonly rest: Unpaired } {
  let rest: Unpaired = { baseline: [...arrays.baseline.keys()], other: [...arrays.other.keys()] };
  const pairs: ElementPair[] = [];
  for (const findPairs of steps) {
    if (rest.baseline.length === 0 || rest.other.length === 0) break;
    const found = findPairs(rest, pairs);
    for (const pair of found) pairs.push(pair);
    rest = without(rest, found);
  }
  return { pairs, rest };
}

/** As many equal elements as can be paired without one of them having moved. */
function pairInOrder(
  { baseline, other }: Unpaired,
  arrays: BothArrays,
  identify: Identify,
): readonly ElementPair[] {
  const found = commonSubsequence(
    baseline.map((index) => identify(arrays.baseline[index] ?? null)),
    other.map((index) => identify(arrays.other[index] ?? null)),
  );
  return found.map(({ one, another }) => ({ baseline: baseline[one] ?? 0, other: other[another] ?? 0 }));
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
