/**
 * Positions of a longest strictly increasing subsequence, in order. Used to find the largest set of array elements that
 * kept their order; all others moved. O(n log n).
 */
export function longestIncreasing(values: readonly number[]): readonly number[] {
  const tails: number[] = [];
  const previous: number[] = [];
  values.forEach((value, position) => {
    const length = lengthBelow(value, tails, values);
    previous.push(tails[length - 1] ?? -1);
    tails[length] = position;
  });
  const chosen: number[] = [];
  for (let position = tails.at(-1) ?? -1; position !== -1; position = previous[position] ?? -1)
    chosen.push(position);
  return chosen.toReversed();
}

/** How long a subsequence the value can extend: the number of tails that are smaller. */
function lengthBelow(value: number, tails: readonly number[], values: readonly number[]): number {
  let low = 0;
  let high = tails.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[tails[middle] ?? -1] ?? Number.NEGATIVE_INFINITY) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
