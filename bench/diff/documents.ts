/** Made-up answers of an ordinary service, the same on every run: lists of records with names, prices, tags and times. */

/** One record; thirteen leaves at three depths. */
export type Item = {
  readonly id: number;
  readonly name: string;
  readonly price: number;
  readonly active: boolean;
  readonly tags: readonly string[];
  readonly stock: { readonly north: number; readonly south: number };
  readonly updatedAt: string;
  readonly note: string | null;
  readonly owner: { readonly id: string; readonly email: string };
};

export type Listing = {
  readonly items: readonly Item[];
  readonly total: number;
  readonly page: { readonly next: string | null; readonly size: number };
};

const leavesOfItem = 13;

/** Numbers from 0 to 1 by a multiplicative generator (Lehmer): chance that repeats itself. */
export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function makeItem(id: number, chance: () => number): Item {
  const word = () => Math.floor(chance() * 1e12).toString(36);
  return {
    id,
    name: `${word()} ${word()}`,
    price: Math.round(chance() * 100_000) / 100,
    active: chance() > 0.5,
    tags: [word(), word()],
    stock: { north: Math.floor(chance() * 100), south: Math.floor(chance() * 100) },
    updatedAt: `2026-01-${10 + (id % 18)}T10:00:00.${100 + (id % 900)}Z`,
    note: null,
    owner: { id: word(), email: `${word()}@example.com` },
  };
}

/** A listing of about so many bytes. */
export function makeListing(bytes: number): Listing {
  const chance = createChance(7);
  const count = Math.max(1, Math.round(bytes / JSON.stringify(makeItem(1, createChance(3))).length));
  const items = Array.from({ length: count }, (_, index) => makeItem(index, chance));
  return { items, total: count, page: { next: null, size: 50 } };
}

const changes: readonly ((item: Item) => Item)[] = [
  (item) => ({ ...item, price: item.price + 1 }),
  (item) => ({ ...item, name: `${item.name}!` }),
  (item) => ({ ...item, stock: { ...item.stock, south: item.stock.south + 7 } }),
  (item) => ({ ...item, tags: [item.tags[0] ?? '', `${item.tags[1]}z`] }),
  (item) => ({ ...item, owner: { ...item.owner, email: 'new@example.com' } }),
  (item) => ({ ...item, active: !item.active }),
  (item) => ({ ...item, updatedAt: '2027-01-01T00:00:00.000Z' }),
  (item) => ({ ...item, note: 'x' }),
];

/** How many leaves a part of them is, one at least. */
export function leavesToChange({ items }: Listing, part: number): number {
  return Math.max(1, Math.round(items.length * leavesOfItem * part));
}

/** The same with so many leaves changed, one in each of as many items, spread evenly. */
export function changeLeaves(listing: Listing, count: number): Listing {
  const { items } = listing;
  const changed = items.slice();
  for (let at = 0; at < count; at += 1) {
    const index = count === 1 ? items.length >> 1 : Math.floor((at * items.length) / count);
    const item = changed[index];
    const change = changes[at % changes.length];
    if (item !== undefined && change !== undefined) changed[index] = change(item);
  }
  return { ...listing, items: changed };
}

/** The same with the keys of every object in the reverse order. */
export function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reverseKeys(inner)]),
  );
}
