/**
 * Benjamini-Hochberg: for each p-value the rate of false discoveries among all that are at most as large. Used over the
 * routes of one measure, because with fifty of them one passes a test of 2 % by chance. In the order given.
 */
export function falseDiscoveryRates(chances: readonly number[]): readonly number[] {
  const order = chances.map((_, index) => index).toSorted((a, b) => (chances[b] ?? 1) - (chances[a] ?? 1));
  const rates = new Array<number>(chances.length).fill(1);
  let least = 1;
  for (const [fromTop, index] of order.entries()) {
    const rank = chances.length - fromTop;
    least = Math.min(least, ((chances[index] ?? 1) * chances.length) / rank);
    rates[index] = least;
  }
  return rates;
}
