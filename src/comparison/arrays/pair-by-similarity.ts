import { childrenMark } from '../content/markup-node.ts';
import type { Identify } from '../json/identify-json.ts';
import { isJsonArray, isJsonObject, type JsonValue } from '../json/json-value.ts';
import type { BothArrays, ElementPair, Unpaired } from './align-arrays.ts';

/** Elements that share less than this part of their members are two different elements. */
const leastSimilarity = 0.4;
/** A member that stands in more elements than this says little of which is which, and would cost quadratic time. */
const commonMember = 32;

/**
 * Pairs elements of two arrays that share most of their members: the same record with a field changed. The most similar
 * pairs are made first; among equals the nearest. Seen from either side the pairs are the same.
 */
export function pairBySimilarity(
  rest: Unpaired,
  arrays: BothArrays,
  exact: Identify,
): readonly ElementPair[] {
  if (rest.baseline.length === 0 || rest.other.length === 0) return [];
  const baseline = membersOf(rest.baseline, arrays.baseline, exact);
  const other = membersOf(rest.other, arrays.other, exact);
  const scored = candidatePairs(baseline, other)
    .map((pair) => ({ ...pair, score: similarity(baseline.get(pair.baseline), other.get(pair.other)) }))
    .filter((pair) => pair.score >= leastSimilarity)
    .toSorted((one, another) => another.score - one.score || nearer(one, another));
  return takeGreedily(scored);
}

type Members = ReadonlyMap<number, ReadonlySet<string>>;

/** What an element consists of, one name per member; scalars have no parts and pair elsewhere. */
function membersOf(indices: readonly number[], array: readonly JsonValue[], exact: Identify): Members {
  return new Map(
    indices.flatMap((index): readonly (readonly [number, ReadonlySet<string>])[] => {
      const value = array[index] ?? null;
      if (isJsonObject(value))
        return [[index, new Set([...value].flatMap(([key, member]) => namesOf(key, member, exact)))]];
      if (isJsonArray(value)) return [[index, new Set(value.map((member) => `${exact(member)}`))]];
      return [];
    }),
  );
}

/** One name for a field; one for each child of an element of markup, which would otherwise have a single member. */
function namesOf(key: string, member: JsonValue, exact: Identify): readonly string[] {
  if (!key.startsWith(childrenMark) || !isJsonArray(member)) return [`${key}=${exact(member)}`];
  return member.map((child) => `${key}=${exact(child)}`);
}

/** Every pair that shares at least one member that is not common. */
function candidatePairs(baseline: Members, other: Members): readonly ElementPair[] {
  const holders = holdersOf(other);
  const pairs = new Map<string, ElementPair>();
  for (const [name, ones] of holdersOf(baseline)) {
    const others = holders.get(name) ?? [];
    if (ones.length > commonMember || others.length > commonMember) continue;
    for (const one of ones) {
      for (const another of others) pairs.set(`${one},${another}`, { baseline: one, other: another });
    }
  }
  return [...pairs.values()];
}

/** For each member, the elements that have it. */
function holdersOf(members: Members): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  for (const [index, names] of members) {
    for (const name of names) {
      const indices = holders.get(name);
      if (indices === undefined) holders.set(name, [index]);
      else indices.push(index);
    }
  }
  return holders;
}

function similarity(one: ReadonlySet<string> = new Set(), another: ReadonlySet<string> = new Set()): number {
  return one.intersection(another).size / Math.max(one.size, another.size, 1);
}

function nearer(one: ElementPair, another: ElementPair): number {
  const distance = (pair: ElementPair): number => Math.abs(pair.baseline - pair.other);
  const earlier = (pair: ElementPair): number => Math.min(pair.baseline, pair.other);
  return distance(one) - distance(another) || earlier(one) - earlier(another);
}

function takeGreedily(pairs: readonly ElementPair[]): readonly ElementPair[] {
  const taken = { baseline: new Set<number>(), other: new Set<number>() };
  return pairs.flatMap(({ baseline, other }) => {
    if (taken.baseline.has(baseline) || taken.other.has(other)) return [];
    taken.baseline.add(baseline);
    taken.other.add(other);
    return [{ baseline, other }];
  });
}
