import { longestIncreasing } from './longest-increasing.ts';
import { type Range, type Sequences, shortestEdit } from './shortest-edit.ts';

/** Positions of two equal items, one in each sequence. */
export type IndexPair = { readonly one: number; readonly another: number };

/** How many items the recursion may look at for each item there is; beyond, ranges are paired by the cheapest means. */
const looksPerItem = 64;

/**
 * Pairs equal items of two sequences in an order both share: the lines of two texts, the elements of two arrays, each
 * given as a number. Longest where that is affordable, good where it is not, and always in bounded time: items of one
 * side only are left out, equal ends are trimmed, few edits are found exactly, and what is further apart is parted at
 * items that stand once on both sides.
 */
export function commonSubsequence(one: readonly number[], another: readonly number[]): readonly IndexPair[] {
  const ends = trim({ one, another }, { one: whole(one), another: whole(another) });
  const shared = sharedOnly({ one, another }, ends.rest);
  const pairs = pairRanges({ one: shared.one.items, another: shared.another.items });
  const inside = pairs.map((pair) => ({
    one: shared.one.positions[pair.one] ?? 0,
    another: shared.another.positions[pair.another] ?? 0,
  }));
  return [...ends.pairs, ...inside].toSorted((first, second) => first.one - second.one);
}

function whole(items: readonly number[]): Range['one'] {
  return { from: 0, to: items.length };
}

type Trimmed = { readonly pairs: readonly IndexPair[]; readonly rest: Range };

function trim({ one, another }: Sequences, range: Range): Trimmed {
  const pairs: IndexPair[] = [];
  let [from, otherFrom, to, otherTo] = [range.one.from, range.another.from, range.one.to, range.another.to];
  while (from < to && otherFrom < otherTo && one[from] === another[otherFrom]) {
    pairs.push({ one: from, another: otherFrom });
    from += 1;
    otherFrom += 1;
  }
  while (from < to && otherFrom < otherTo && one[to - 1] === another[otherTo - 1]) {
    to -= 1;
    otherTo -= 1;
    pairs.push({ one: to, another: otherTo });
  }
  return { pairs, rest: { one: { from, to }, another: { from: otherFrom, to: otherTo } } };
}

type Kept = { readonly items: readonly number[]; readonly positions: readonly number[] };

/** An item that the other side does not have can be in no pair. */
function sharedOnly(
  { one, another }: Sequences,
  range: Range,
): { readonly one: Kept; readonly another: Kept } {
  const ofOne = new Set(one.slice(range.one.from, range.one.to));
  const ofAnother = new Set(another.slice(range.another.from, range.another.to));
  return { one: keep(one, range.one, ofAnother), another: keep(another, range.another, ofOne) };
}

function keep(items: readonly number[], { from, to }: Range['one'], known: ReadonlySet<number>): Kept {
  const positions: number[] = [];
  for (let at = from; at < to; at += 1) if (known.has(items[at] ?? -1)) positions.push(at);
  return { items: positions.map((at) => items[at] ?? -1), positions };
}

function pairRanges(sequences: Sequences): readonly IndexPair[] {
  const pairs: IndexPair[] = [];
  const pending: Range[] = [{ one: whole(sequences.one), another: whole(sequences.another) }];
  let looks = looksPerItem * (sequences.one.length + sequences.another.length);
  for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
    const { pairs: ends, rest } = trim(sequences, range);
    for (const pair of ends) pairs.push(pair);
    const size = rest.one.to - rest.one.from + (rest.another.to - rest.another.from);
    if (rest.one.from === rest.one.to || rest.another.from === rest.another.to) continue;
    looks -= size;
    const shared = sharedItems(sequences, rest);
    const isOrder = shared.every(isSingle);
    const found = looks > 0 && !isOrder ? shortestEdit(sequences, rest) : null;
    const anchors = found ?? anchorsOf(shared);
    for (const pair of anchors) pairs.push(pair);
    if (found === null && !isOrder && looks > 0) pending.push(...between(rest, anchors));
  }
  return pairs;
}

/** Where one item stands in two ranges. */
type SharedItem = { readonly positions: readonly number[]; readonly others: readonly number[] };

/** What stands once on each side is merely ordered: then the longest run in order is the answer, and nothing is left between. */
function isSingle({ positions, others }: SharedItem): boolean {
  return positions.length === 1 && others.length === 1;
}

function sharedItems({ one, another }: Sequences, range: Range): readonly SharedItem[] {
  const ofAnother = positionsOf(another, range.another);
  return [...positionsOf(one, range.one)].flatMap(([item, positions]) => {
    const others = ofAnother.get(item);
    return others === undefined ? [] : [{ positions, others }];
  });
}

/** Items that stand once on both sides, as many as keep one order; where there are none, the first with the first, and so on. */
function anchorsOf(shared: readonly SharedItem[]): readonly IndexPair[] {
  const single = shared.filter(isSingle);
  const chosen = single.length > 0 ? single : shared;
  const pairs = chosen
    .flatMap(({ positions, others }) =>
      positions.slice(0, others.length).map((at, rank) => ({ one: at, another: others[rank] ?? 0 })),
    )
    .toSorted((first, second) => first.one - second.one);
  return longestIncreasing(pairs.map((pair) => pair.another)).flatMap((index) => pairs[index] ?? []);
}

function positionsOf(items: readonly number[], { from, to }: Range['one']): ReadonlyMap<number, number[]> {
  const positions = new Map<number, number[]>();
  for (let at = from; at < to; at += 1) {
    const item = items[at] ?? -1;
    const known = positions.get(item);
    if (known === undefined) positions.set(item, [at]);
    else known.push(at);
  }
  return positions;
}

function between(range: Range, anchors: readonly IndexPair[]): readonly Range[] {
  const end: IndexPair = { one: range.one.to, another: range.another.to };
  let at: IndexPair = { one: range.one.from, another: range.another.from };
  return [...anchors, end].map((anchor) => {
    const gap = { one: { from: at.one, to: anchor.one }, another: { from: at.another, to: anchor.another } };
    at = { one: anchor.one + 1, another: anchor.another + 1 };
    return gap;
  });
}
