/**
 * A list of offsets that is filled and emptied for every object of a document. It is emptied by its count: an array that is cut
 * gives its room back each time.
 */
export type Offsets = { readonly items: number[]; count: number };

export function createOffsets(): Offsets {
  return { items: [], count: 0 };
}

export function pushOffset(list: Offsets, offset: number): void {
  list.items[list.count] = offset;
  list.count += 1;
}
