/** One number for each exchange of a run or of a recording, in the order in which they were added. */
export type PackedNumbers = {
  push(value: number): void;
  /** Undefined for an index at which nothing was added. */
  at(index: number): number | undefined;
  readonly length: number;
};

type Packed = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** What stands in one block: the least of its numbers, and how far each is above it; null where all are the least. */
type Block = { readonly least: number; readonly above: Packed | null };

/** Small enough that neighbours are alike, large enough that what a block costs besides its numbers is nothing. */
const blockLength = 4096;

/**
 * Used where a million exchanges are known by a few numbers each: a list takes eight bytes for each number, and what it leaves behind as it
 * grows as much again. Neighbours are alike, so each block keeps the least number and the rest as narrow as they are: mostly a byte, and
 * nothing where all are the same. Any numbers may be added, also such as are no integers.
 */
export function createPackedNumbers(): PackedNumbers {
  const blocks: Block[] = [];
  const open = new Float64Array(blockLength);
  let length = 0;
  return {
    push: (value) => {
      open[length % blockLength] = value;
      length += 1;
      if (length % blockLength === 0) blocks.push(pack(open));
    },
    at: (index) => {
      if (!(index >= 0 && index < length)) return undefined;
      const block = blocks[Math.floor(index / blockLength)];
      if (block === undefined) return open[index % blockLength];
      return block.least + (block.above?.[index % blockLength] ?? 0);
    },
    get length() {
      return length;
    },
  };
}

function pack(numbers: Float64Array): Block {
  let [least, most, isWhole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (const value of numbers) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    isWhole &&= Number.isSafeInteger(value);
  }
  if (!isWhole || !Number.isSafeInteger(most - least)) return { least: 0, above: numbers.slice() };
  if (least === most) return { least, above: null };
  const above = roomFor(most - least, numbers.length);
  for (let index = 0; index < numbers.length; index += 1) above[index] = (numbers[index] ?? 0) - least;
  return { least, above };
}

function roomFor(most: number, length: number): Packed {
  if (most < 2 ** 8) return new Uint8Array(length);
  if (most < 2 ** 16) return new Uint16Array(length);
  return most < 2 ** 32 ? new Uint32Array(length) : new Float64Array(length);
}
