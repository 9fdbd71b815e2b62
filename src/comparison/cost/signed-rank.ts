import { quantileOfTail, upperTail } from './normal-distribution.ts';

/** What the differences of pairs say of the whole. */
export type SignedRank = {
  /** Pairs that differ; equal ones say nothing of a direction. */
  readonly differing: number;
  /** Hodges-Lehmann estimate: the median of the means of all two differences, equal ones included. */
  readonly estimate: number;
  /** Within which the difference lies, with the confidence asked for. */
  readonly interval: readonly [number, number];
  /** Rank-biserial correlation, from -1 to 1: share of ranks that are positive, less that of the negative ones. */
  readonly effect: number;
  /** Of no difference, two-sided. */
  readonly p: number;
};

/** So many pairs are counted case by case when no two differences are of one size; for more, a normal curve fits. */
const countedAtMost = 50;

/**
 * Wilcoxon signed-rank test with the estimate and the interval that belong to it. Used on the costs of one route, where
 * each pair is one exchange that both builds answered at about the same moment: what a request asks for and what the machine
 * did just then are in both halves of a pair and fall out. It asks for no distribution, and one slow answer weighs as
 * much as its rank. Null when there are no differences at hand.
 */
export function signedRank(differences: readonly number[], confidence: number): SignedRank | null {
  if (differences.length === 0) return null;
  const { positive, negative, ties, differing } = rankSums(differences);
  const total = positive + negative;
  const spread = spreadOf(differing, ties);
  const isCounted = differing <= countedAtMost && ties === 0;
  const smaller = Math.min(positive, negative);
  return {
    differing,
    ...locate(differences, confidence),
    effect: total === 0 ? 0 : (positive - negative) / total,
    p: isCounted ? countedChance(differing, smaller) : normalChance(total / 2 - smaller, spread),
  };
}

type RankSums = {
  readonly positive: number;
  readonly negative: number;
  /** Sum of t³ − t over groups of t differences of one size. */
  readonly ties: number;
  readonly differing: number;
};

function rankSums(differences: readonly number[]): RankSums {
  const ordered = differences
    .filter((difference) => difference !== 0)
    .toSorted((one, another) => Math.abs(one) - Math.abs(another));
  let [positive, negative, ties] = [0, 0, 0];
  for (let start = 0, end = 0; start < ordered.length; start = end) {
    const size = Math.abs(ordered[start] ?? 0);
    while (end < ordered.length && Math.abs(ordered[end] ?? 0) === size) end += 1;
    const above = ordered.slice(start, end).filter((difference) => difference > 0).length;
    const rank = (start + 1 + end) / 2;
    positive += above * rank;
    negative += (end - start - above) * rank;
    ties += (end - start) ** 3 - (end - start);
  }
  return { positive, negative, ties, differing: ordered.length };
}

/** Standard deviation of the sum of positive ranks when nothing differs. */
function spreadOf(count: number, ties: number): number {
  return Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24 - ties / 48);
}

/** With correction for continuity. */
function normalChance(distance: number, spread: number): number {
  if (spread === 0) return 1;
  return Math.min(1, 2 * upperTail(Math.max(0, distance - 0.5) / spread));
}

/** Chance of a rank sum as small as this or smaller, on either side, of all ways to give signs to the ranks. */
function countedChance(count: number, sum: number): number {
  return Math.min(1, 2 * cumulated(count, sum));
}

function cumulated(count: number, sum: number): number {
  const table = tables[count] ?? chancesOf(count);
  tables[count] = table;
  return table[Math.min(Math.floor(sum), table.length - 1)] ?? 1;
}

/** Worked out once for each number of pairs, since a gate asks for the same few again and again. */
const tables: Float64Array[] = [];

/** For each rank sum the chance of it or of a smaller one, when each rank is positive or negative alike. */
function chancesOf(count: number): Float64Array {
  const most = (count * (count + 1)) / 2;
  const chances = new Float64Array(most + 1);
  chances[0] = 1;
  for (let rank = 1; rank <= count; rank += 1) {
    for (let at = most; at >= 0; at -= 1) {
      chances[at] = ((chances[at] ?? 0) + (at >= rank ? (chances[at - rank] ?? 0) : 0)) / 2;
    }
  }
  for (let at = 1; at <= most; at += 1) chances[at] = (chances[at] ?? 0) + (chances[at - 1] ?? 0);
  return chances;
}

/** Estimate and interval of Tukey: both are order statistics of the means of all two differences. */
function locate(
  differences: readonly number[],
  confidence: number,
): Pick<SignedRank, 'estimate' | 'interval'> {
  const count = differences.length;
  const means = new Float64Array((count * (count + 1)) / 2);
  let next = 0;
  for (const [index, one] of differences.entries()) {
    for (let other = index; other < count; other += 1) {
      means[next] = (one + (differences[other] ?? one)) / 2;
      next += 1;
    }
  }
  means.sort();
  const skipped = skippedMeans(count, (1 - confidence) / 2);
  const at = (index: number) => means[index] ?? 0;
  const middle = (means.length - 1) / 2;
  return {
    estimate: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    interval: [at(skipped), at(means.length - 1 - skipped)],
  };
}

/**
 * How many of the smallest and of the largest means lie outside the interval. None where there are too few pairs for the
 * confidence asked for, which is then not reached.
 */
function skippedMeans(count: number, tail: number): number {
  if (count > countedAtMost) {
    const center = (count * (count + 1)) / 4;
    return Math.max(0, Math.floor(center - quantileOfTail(tail) * spreadOf(count, 0)) - 1);
  }
  let sum = 0;
  while (cumulated(count, sum) <= tail) sum += 1;
  return Math.max(0, sum - 1);
}
