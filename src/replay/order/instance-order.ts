/** Gives the order in which the instances are asked for the next exchange of the plan. */
export type InstanceOrder<Instance> = () => readonly Instance[];

/**
 * One per run, so that no instance is always a little ahead. Every order of the instances comes once in each row of as many
 * exchanges as there are orders (six of three instances), and each row is drawn anew: an order that went round would meet traffic that
 * goes round too. The same seed gives the same orders. `seed` is an integer below 2³².
 */
export function createInstanceOrder<Instance>(
  instances: readonly Instance[],
  seed: number,
): InstanceOrder<Instance> {
  const orders = permutations(instances);
  const draw = createDraw(seed);
  let row: readonly (readonly Instance[])[] = [];
  let at = 0;
  return () => {
    if (at === row.length) {
      row = shuffle(orders, draw);
      at = 0;
    }
    const next = row[at] ?? instances;
    at += 1;
    return next;
  };
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length < 2) return [items];
  return items.flatMap((first, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [first, ...rest]),
  );
}

/** Each item beside a number of its own, sorted by it: with 32 bits, two are alike once in hundreds of millions of rows. */
function shuffle<Item>(items: readonly Item[], draw: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, drawn: draw() }))
    .sort((a, b) => a.drawn - b.drawn)
    .map(({ item }) => item);
}

/** Integers of 32 bits, by the mixing step of SplitMix32: nothing has to be secret here, only spread and repeatable. */
function createDraw(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}
