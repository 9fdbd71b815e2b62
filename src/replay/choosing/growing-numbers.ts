/** One number for each exchange of a recording of unknown length, in a typed array that grows. */
export type GrowingNumbers = {
  push(value: number): void;
  /** What was pushed, without a copy; what is pushed later is not in it. */
  values(): Uint32Array;
};

/** A plain array of a million numbers takes up to four times as much, and moves the peak with every growth. */
export function createGrowingNumbers(): GrowingNumbers {
  let held = new Uint32Array(1024);
  let length = 0;
  return {
    push: (value) => {
      if (length === held.length) {
        const larger = new Uint32Array(Math.ceil(length * 1.5));
        larger.set(held);
        held = larger;
      }
      held[length] = value;
      length += 1;
    },
    values: () => held.subarray(0, length),
  };
}
