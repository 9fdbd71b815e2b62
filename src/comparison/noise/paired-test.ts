/** How often something went one way and how often the other, in pairs of answers to one request. */
export type Tally = { readonly more: number; readonly less: number };

/**
 * The exact sign test, which on discordant pairs is McNemar's: the chance of `more` or a larger number out of all, were
 * both ways equally likely. One-sided, and exact for any number of pairs.
 */
export function signTest({ more, less }: Tally): number {
  const trials = more + less;
  if (more <= less) return 1;
  let term = Math.exp(logChoose(trials, less) - trials * Math.LN2);
  let sum = 0;
  for (let count = less; count >= 0 && term > 0; count -= 1) {
    sum += term;
    term *= count / (trials - count + 1);
  }
  return Math.min(1, sum);
}

function logChoose(all: number, chosen: number): number {
  let sum = 0;
  for (let index = 1; index <= chosen; index += 1) sum += Math.log((all - chosen + index) / index);
  return sum;
}

/**
 * p-values → q-values after Benjamini and Hochberg (1995), in the order given: of all places whose q is below a limit, at
 * most that share was flagged by chance. Without it, one in a hundred of many unchanged places would be.
 */
export function falseDiscoveryRates(pValues: readonly number[]): readonly number[] {
  const ranked = pValues.map((p, index) => ({ p, index })).toSorted((one, another) => another.p - one.p);
  const rates = new Array<number>(pValues.length).fill(1);
  let least = 1;
  for (const [position, { p, index }] of ranked.entries()) {
    least = Math.min(least, (p * ranked.length) / (ranked.length - position));
    rates[index] = least;
  }
  return rates;
}
