import { compareBodies } from '../../src/comparison/compare-bodies.ts';
import { createCollector } from '../../src/comparison/divergence-collector.ts';
import { createPlaceNames } from '../../src/comparison/json/lockstep/name-places.ts';
import { walkTexts } from '../../src/comparison/json/lockstep/walk-texts.ts';
import { positionAt } from '../../src/comparison/place-pattern.ts';
import { createIdentityMask } from '../../src/comparison/values/instance-identity.ts';
import type { Divergence } from '../../src/domain/divergence.ts';
import type { Responded } from '../../src/domain/observation.ts';
import type { Measured } from './bars.ts';
import {
  changeLeaves,
  createChance,
  type Item,
  leavesToChange,
  makeItem,
  makeListing,
  reverseKeys,
} from './documents.ts';
import { compareTimes } from './time-of.ts';

const sizes = [
  { name: '1 KB', bytes: 1_000, bar: 0.65 },
  { name: '100 KB', bytes: 100_000, bar: 0.45 },
  { name: '10 MB', bytes: 10_000_000, bar: 0.25 },
];
const anyOrderBar = 1.25;
const headInsertBar = 0.4;
const equalBar = 1.5;

/** Two answers with equal bodies, against `Buffer.equals` of the same bytes. */
export function benchEqual(): readonly Measured[] {
  return sizes.slice(1).map(({ name, bytes }) => {
    const text = JSON.stringify(makeListing(bytes));
    const [one, another] = [answer(text), answer(text)];
    const [ours = 0, yardstick = 1] = compareTimes(
      () => compare(one, another),
      () => Buffer.from(one.body.buffer).equals(another.body),
    );
    return { name: `equal bodies, ${name}`, ratio: ours / yardstick, bar: equalBar, found: 0, expected: 0 };
  });
}

/** Sizes × changed leaves × order of keys, against two calls of `JSON.parse`. */
export function benchMatrix(): readonly Measured[] {
  const orders = [false, true];
  const changes = ['none', 'one', '1 %'] as const;
  return sizes.flatMap((size) =>
    orders.flatMap((isReversed) => changes.flatMap((amount) => benchListing(size, isReversed, amount))),
  );
}

type Size = (typeof sizes)[number];

function benchListing(
  { name, bytes, bar }: Size,
  isReversed: boolean,
  amount: 'none' | 'one' | '1 %',
): readonly Measured[] {
  const listing = makeListing(bytes);
  const count = { none: 0, one: 1, '1 %': leavesToChange(listing, 0.01) }[amount];
  const changed = changeLeaves(listing, count);
  const other = JSON.stringify(isReversed ? reverseKeys(changed) : changed);
  return against({
    name: `${name}, keys ${isReversed ? 'reversed' : 'in order'}, ${amount} changed`,
    baseline: JSON.stringify(listing),
    other: count === 0 ? `${other}\n` : other,
    bar: isReversed ? anyOrderBar : bar,
    expected: bytes > 1_000_000 && count > 1 ? null : count,
  });
}

/** One record put at the head of an array; found is what is not a changed value, for noise changes values. */
export function benchHeadInsert(): readonly Measured[] {
  const variants = [true, false].flatMap((hasIds) => [false, true].map((isNoisy) => ({ hasIds, isNoisy })));
  return [100, 1_000, 10_000].flatMap((length) =>
    variants.flatMap((variant) => benchInsert(length, variant)),
  );
}

type Variant = { readonly hasIds: boolean; readonly isNoisy: boolean };

function benchInsert(length: number, { hasIds, isNoisy }: Variant): readonly Measured[] {
  const chance = createChance(11);
  const items = Array.from({ length }, (_, index) => withoutId(makeItem(index, chance), hasIds));
  const inserted = [withoutId(makeItem(999_999, chance), hasIds), ...items];
  return against({
    name: `head insert, ${length} elements, ${hasIds ? 'ids' : 'no ids'}${isNoisy ? ', noise in each' : ''}`,
    baseline: JSON.stringify(items),
    other: JSON.stringify(addNoise(inserted, isNoisy)),
    bar: length === 10_000 ? headInsertBar : null,
    expected: 1,
    counts: ({ kind }) => kind !== 'value-changed',
  });
}

/** The same records in another order, against the bar that holds for any order of keys. */
export function benchShuffled(): readonly Measured[] {
  const chance = createChance(11);
  const items = Array.from({ length: 10_000 }, (_, index) => makeItem(index, chance));
  const shuffled = items
    .map((item) => [chance(), item] as const)
    .toSorted(([one], [another]) => one - another)
    .map(([, item]) => item);
  const variants = [true, false].flatMap((hasIds) => [false, true].map((isNoisy) => ({ hasIds, isNoisy })));
  return variants.flatMap(({ hasIds, isNoisy }) =>
    against({
      name: `shuffled, 10000 elements, ${hasIds ? 'ids' : 'no ids'}${isNoisy ? ', noise in each' : ''}`,
      baseline: JSON.stringify(items.map((item) => withoutId(item, hasIds))),
      other: JSON.stringify(
        addNoise(
          shuffled.map((item) => withoutId(item, hasIds)),
          isNoisy,
        ),
      ),
      bar: anyOrderBar,
      expected: null,
    }),
  );
}

function addNoise(items: readonly Partial<Item>[], isNoisy: boolean): readonly Partial<Item>[] {
  if (!isNoisy) return items;
  const timeAt = (index: number) => new Date(1_700_000_000_000 + index * 7919).toISOString();
  return items.map((item, index) => ({ ...item, updatedAt: timeAt(index) }));
}

type Case = {
  readonly name: string;
  readonly baseline: string;
  readonly other: string;
  readonly bar: number | null;
  /** `null` where the list of divergences is cut. */
  readonly expected: number | null;
  readonly counts?: (divergence: Divergence) => boolean;
};

/** The product's comparison, which names and shows what it keeps, is held to the bar; below it the walk that only finds the places. */
function against({ name, baseline, other, bar, expected, counts = () => true }: Case): readonly Measured[] {
  const [one, another] = [answer(baseline), answer(other)];
  const [ours = 0, places = 0, parse = 1] = compareTimes(
    () => compare(one, another),
    () => findPlaces(one.body, another.body),
    () => [one, another].map(({ body }) => JSON.parse(body.toString())),
  );
  const found = compare(one, another).filter(counts).length;
  const all = findPlaces(one.body, another.body);
  const product = { name, ratio: ours / parse, bar, found, expected };
  if (all === 0) return [product];
  return [
    product,
    { name: '  its places alone', ratio: places / parse, bar: null, found: all, expected: null },
  ];
}

/** How many places differ, each with its pointer, without a value being read. */
function findPlaces(one: Buffer, another: Buffer): number {
  const step = walkTexts(one, another);
  if (step === null) return 0;
  const { positionOf } = createPlaceNames(step.baseline, positionAt('body'));
  return step.found.map(({ place }) => positionOf(place).place).length;
}

function withoutId(item: Item, hasIds: boolean): Partial<Item> {
  const { id, ...rest } = item;
  return hasIds ? { id, ...rest } : rest;
}

function answer(text: string): Responded & { readonly body: Buffer } {
  const headers = [['Content-Type', 'application/json']] as const;
  return { kind: 'responded', status: 200, headers, body: Buffer.from(text), trailers: [], durationMs: 1 };
}

const identity = createIdentityMask(['/tmp/instance-a', '41234'], ['/tmp/instance-b', '41235']);

function compare(one: Responded, another: Responded): readonly Divergence[] {
  const collector = createCollector();
  compareBodies(one, another, { identity, collector });
  return collector.result();
}
