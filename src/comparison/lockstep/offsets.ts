/**
 * A list of offsets that is filled and emptied for every object of a document: an array would give its room back each time
 * that it is cut.
 */
export type Offsets = { items: Int32Array; count: number };

const firstRoom = 64;

export function createOffsets(): Offsets {
  return { items: new Int32Array(firstRoom), count: 0 };
}

export function pushOffset(list: Offsets, offset: number): void {
  if (list.count === list.items.length) {
    const items = new Int32Array(2 * list.count);
    items.set(list.items);
    list.items = items;
  }
  list.items[list.count] = offset;
  list.count += 1;
}
