/** The twelve kinds of fault of which the first divergence is to be named, and the twelve refactors of which none is. */
import { wholeCorpus } from '../detection/corpus.ts';
import type { SeededChange } from '../detection/seeded-change.ts';

/** One fault of each kind, all of them seeded into services of different style. */
const faults: Readonly<Record<string, string>> = {
  rounding: 'shop/discount-rounded-down',
  'off by one': 'shop/last-piece-unsold',
  'dropped await': 'payments/checks-not-awaited',
  'swapped arguments': 'payments/tax-arguments-swapped',
  'changed default': 'shop/default-quantity',
  'removed guard': 'shop/any-cart-ordered',
  'swallowed error': 'payments/decline-swallowed',
  'N+1': 'payments/risk-asked-per-item',
  'reordered effects': 'bookings/mail-before-journal',
  'unbounded cache': 'search/cache-grows-for-ever',
  'locale bug': 'payments/amounts-in-german',
  'mutation of shared input': 'search/tags-turned-in-place',
};

const refactors: Readonly<Record<string, string>> = {
  'table into a function': 'shop/rates-by-function',
  'reduce into a loop': 'shop/sum-by-loop',
  'query written otherwise': 'shop/statement-prepared-once',
  'loop into a map': 'payments/net-by-map',
  'independent statements reordered': 'payments/id-made-later',
  'array built by a loop': 'payments/split-by-loop',
  'loop into a reduce': 'bookings/gaps-by-reduce',
  'set into a list': 'bookings/set-by-array',
  'randomness in two parts': 'bookings/token-by-uuid-bytes',
  'split into a match': 'search/words-by-match',
  'callbacks a turn earlier': 'search/next-tick',
  'template into parts': 'search/html-by-parts',
};

export type NamedChange = { readonly what: string; readonly change: SeededChange };

/** Every fault of the detection bench, under its kind; the refactors stand there as harmless changes. */
export function allFaults(): readonly NamedChange[] {
  return wholeCorpus().flatMap((change) => (change.kind === 'fault' ? [{ what: change.fault, change }] : []));
}

/** All twenty-four, faults first. */
export function namedChanges(): readonly NamedChange[] {
  const corpus = new Map(wholeCorpus().map((change) => [change.id, change]));
  return [...Object.entries(faults), ...Object.entries(refactors)].map(([what, id]) => {
    const change = corpus.get(id);
    if (change === undefined) throw new Error(`${id} is no change of the corpus`);
    return { what, change };
  });
}
