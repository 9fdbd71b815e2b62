import type { Identify } from '../json/identify-json.ts';
import type { JsonArray } from '../json/json-value.ts';
import { longestIncreasing } from './longest-increasing.ts';
import { createFields, pairByKey } from './pair-by-key.ts';
import { pairBySimilarity } from './pair-by-similarity.ts';
import { type ElementNumbers, pairEqual, pairInOrder } from './pair-equal.ts';
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
  const numbers = numbersBy(arrays, exact);
  const steps: readonly FindPairs[] = [
    (rest) => pairInOrder(rest, numbers),
    (rest) => pairEqual(rest, numbers),
    (rest) => pairByKey(rest, createFields(arrays)),
    ...(isChoice ? equalBut(numbersBy(arrays, masked)) : []),
    (rest) => pairBySimilarity(rest, arrays, exact),
    (rest, pairs) => pairInGaps(rest, arrays, pairs),
  ];
  const { pairs, rest } = pairStepwise(allOf(arrays), inPlace === null ? steps : [() => inPlace]);
  return { pairs: markMoved(pairs), removed: rest.baseline, added: rest.other };
}

/**
 * The same once equal elements and those of one key have been paired without being read as values, given the pairs and what is left:
 * only elements that are left need be in the arrays.
 */
export function alignLeft(arrays: BothArrays, identities: Identities, { pairs, rest }: Paired): Alignment {
  const { exact, masked } = identities;
  const numbers = numbersBy(arrays, exact);
  const steps: readonly FindPairs[] = [
    ...equalBut(numbers),
    ...equalBut(numbersBy(arrays, masked)),
    (left) => pairBySimilarity(left, arrays, exact),
    (left, known) => pairInGaps(left, arrays, known),
  ];
  const all = pairStepwise(rest, steps, pairs);
  return { pairs: markMoved(all.pairs), removed: all.rest.baseline, added: all.rest.other };
}

/**
 * Elements that were taken out of one array and put into another: which of them are the same? Used where the elements around them
 * are known to belong together, so that neighbours say nothing.
 */
export function pairAnywhere(arrays: BothArrays, { exact, masked }: Identities): readonly ElementPair[] {
  const steps: readonly FindPairs[] = [
    (rest) => pairEqual(rest, numbersBy(arrays, exact)),
    (rest) => pairByKey(rest, createFields(arrays)),
    (rest) => pairEqual(rest, numbersBy(arrays, masked)),
    (rest) => pairBySimilarity(rest, arrays, exact),
  ];
  return pairStepwise(allOf(arrays), steps).pairs;
}

/** Equal elements, those in the order of both first. */
function equalBut(numbers: ElementNumbers): readonly FindPairs[] {
  return [(rest) => pairInOrder(rest, numbers), (rest) => pairEqual(rest, numbers)];
}

function numbersBy({ baseline, other }: BothArrays, identify: Identify): ElementNumbers {
  return {
    baseline: (index) => identify(baseline[index] ?? null),
    other: (index) => identify(other[index] ?? null),
  };
}

function allOf({ baseline, other }: BothArrays): Unpaired {
  return { baseline: [...baseline.keys()], other: [...other.keys()] };
}

/** Pairs that were found so far, and what has none yet. */
export type Paired = { readonly pairs: readonly ElementPair[]; readonly rest: Unpaired };

export type FindPairs = (rest: Unpaired, pairs: readonly ElementPair[]) => readonly ElementPair[];

/** Each step pairs what it can of what those before have left. */
export function pairStepwise(
  from: Unpaired,
  steps: readonly FindPairs[],
  known: readonly ElementPair[] = [],
): Paired {
  let rest = from;
  const pairs = known.slice();
  for (const findPairs of steps) {
    if (rest.baseline.length === 0 || rest.other.length === 0) break;
    const found = findPairs(rest, pairs);
    for (const pair of found) pairs.push(pair);
    rest = without(rest, found);
  }
  return { pairs, rest };
}

function without(rest: Unpaired, pairs: readonly ElementPair[]): Unpaired {
  const isLeft = ({ length }: readonly number[]): boolean => length > pairs.length;
  if (pairs.length === 0) return rest;
  if (!isLeft(rest.baseline) && !isLeft(rest.other)) return { baseline: [], other: [] };
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
