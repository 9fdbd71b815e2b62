/** Two sequences put side by side: indices into each, null where one has no counterpart, in the order of both. */
export type AlignedPair = { readonly left: number | null; readonly right: number | null };

/** Cells of the table beyond which only equal beginnings and ends are paired: about 64 MB. */
const maximumCells = 4_000_000;

/**
 * Pairs two sequences so that the sum of scores is greatest and no two pairs cross. A score of 0 never pairs.
 * Unpaired items of the left come before those of the right.
 */
export function alignSequences<Left, Right>(
  left: readonly Left[],
  right: readonly Right[],
  scoreOf: (a: Left, b: Right) => number,
): readonly AlignedPair[] {
  const head = equalHead(left, right, scoreOf);
  const middle = { left: left.slice(head), right: right.slice(head) };
  const isTooLarge = (middle.left.length + 1) * (middle.right.length + 1) > maximumCells;
  const aligned = isTooLarge ? unpaired(middle) : alignByTable(middle.left, middle.right, scoreOf);
  return [
    ...Array.from({ length: head }, (_, index) => ({ left: index, right: index })),
    ...aligned.map(({ left: a, right: b }) => ({
      left: a === null ? null : a + head,
      right: b === null ? null : b + head,
    })),
  ];
}

/** A common beginning of items that match each other fully needs no table. A full match scores 4 or more. */
function equalHead<Left, Right>(
  left: readonly Left[],
  right: readonly Right[],
  scoreOf: (a: Left, b: Right) => number,
): number {
  let index = 0;
  for (const [at, a] of left.entries()) {
    const b = right[at];
    if (b === undefined || scoreOf(a, b) < fullMatch) break;
    index = at + 1;
  }
  return index;
}

/** Score of two items that are the same in every respect. */
export const fullMatch = 4;

function unpaired(sides: { left: readonly unknown[]; right: readonly unknown[] }): readonly AlignedPair[] {
  return [
    ...sides.left.map((_, index) => ({ left: index, right: null })),
    ...sides.right.map((_, index) => ({ left: null, right: index })),
  ];
}

function alignByTable<Left, Right>(
  left: readonly Left[],
  right: readonly Right[],
  scoreOf: (a: Left, b: Right) => number,
): readonly AlignedPair[] {
  const width = right.length + 1;
  const best = new Float64Array((left.length + 1) * width);
  const cell = (i: number, j: number): number => best[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      const score = scoreOf(left[i] as Left, right[j] as Right);
      const paired = score > 0 ? score + cell(i + 1, j + 1) : 0;
      best[i * width + j] = Math.max(paired, cell(i + 1, j), cell(i, j + 1));
    }
  }
  return readTable({ left, right, scoreOf, cell });
}

type Table<Left, Right> = {
  readonly left: readonly Left[];
  readonly right: readonly Right[];
  readonly scoreOf: (a: Left, b: Right) => number;
  readonly cell: (i: number, j: number) => number;
};

function readTable<Left, Right>({ left, right, scoreOf, cell }: Table<Left, Right>): readonly AlignedPair[] {
  const pairs: AlignedPair[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const score = scoreOf(left[i] as Left, right[j] as Right);
    if (score > 0 && cell(i, j) === score + cell(i + 1, j + 1)) pairs.push({ left: i++, right: j++ });
    else if (cell(i + 1, j) >= cell(i, j + 1)) pairs.push({ left: i++, right: null });
    else pairs.push({ left: null, right: j++ });
  }
  while (i < left.length) pairs.push({ left: i++, right: null });
  while (j < right.length) pairs.push({ left: null, right: j++ });
  return pairs;
}
