/**
 * Used where there may be a number for each exchange: `Math.max(...numbers)` hands each over as an argument of its own, and fails from some
 * hundred thousand on. The largest of them; of none, what `Math.max()` gives.
 */
export function largestOf(numbers: Iterable<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (const number of numbers) largest = Math.max(largest, number);
  return largest;
}

/** The smallest of them, in the same way. */
export function smallestOf(numbers: Iterable<number>): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const number of numbers) smallest = Math.min(smallest, number);
  return smallest;
}
