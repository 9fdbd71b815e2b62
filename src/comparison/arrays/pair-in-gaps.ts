import { isJsonObject, type JsonValue, typeOfJson } from '../json/json-value.ts';
import type { BothArrays, ElementPair, Unpaired } from './align-arrays.ts';
import { longestIncreasing } from './longest-increasing.ts';

/**
 * Pairs what nothing else could pair: elements that stand between the same two neighbours. Scalars pair one by one, so
 * that a changed number is a change and not a removal beside an addition; structures pair only when the gap holds as
 * many on both sides and they look alike.
 */
export function pairInGaps(
  rest: Unpaired,
  arrays: BothArrays,
  pairs: readonly ElementPair[],
): readonly ElementPair[] {
  const anchors = inOrder(pairs);
  const baselineGaps = byGap(
    rest.baseline,
    anchors.map((pair) => pair.baseline),
  );
  const otherGaps = byGap(
    rest.other,
    anchors.map((pair) => pair.other),
  );
  return [...baselineGaps].flatMap(([gap, baseline]) => {
    const other = otherGaps.get(gap) ?? [];
    return baseline.slice(0, other.length).flatMap((index, position) => {
      const pair = { baseline: index, other: other[position] ?? -1 };
      const one = arrays.baseline[pair.baseline] ?? null;
      const another = arrays.other[pair.other] ?? null;
      return belongTogether(one, another, baseline.length === other.length) ? [pair] : [];
    });
  });
}

function inOrder(pairs: readonly ElementPair[]): readonly ElementPair[] {
  const ordered = pairs.toSorted((one, another) => one.baseline - another.baseline);
  return longestIncreasing(ordered.map((pair) => pair.other)).flatMap((position) => ordered[position] ?? []);
}

/** Groups ascending indices by how many anchors come before them. */
function byGap(
  indices: readonly number[],
  anchors: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const gaps = new Map<number, number[]>();
  let passed = 0;
  for (const index of indices) {
    while (passed < anchors.length && (anchors[passed] ?? index) < index) passed += 1;
    const gap = gaps.get(passed);
    if (gap === undefined) gaps.set(passed, [index]);
    else gap.push(index);
  }
  return gaps;
}

function belongTogether(one: JsonValue, another: JsonValue, evenGap: boolean): boolean {
  const type = typeOfJson(one);
  const isStructure = type === 'object' || type === 'array';
  if (type !== typeOfJson(another)) return evenGap && !isStructure && !isStructured(another);
  if (!isStructure) return true;
  return evenGap && (!isJsonObject(one) || !isJsonObject(another) || shareKeys(one, another));
}

function isStructured(value: JsonValue): boolean {
  const type = typeOfJson(value);
  return type === 'object' || type === 'array';
}

/** At least half of the keys in common. */
function shareKeys(one: ReadonlyMap<string, JsonValue>, another: ReadonlyMap<string, JsonValue>): boolean {
  const shared = new Set(one.keys()).intersection(new Set(another.keys())).size;
  return shared * 2 >= Math.max(one.size, another.size);
}
