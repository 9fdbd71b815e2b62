import { upperTail } from './normal-distribution.ts';

/** Two groups of measurements, the second against the first. */
export type RankSum = {
  /** Chance of such ranks, or of ranks further apart, when nothing differs; two-sided. */
  readonly p: number;
  /** Cliff's delta: 1 when every value of the second group is larger than every value of the first, −1 when smaller. */
  readonly effect: number;
  /** By how much the second group lies higher: the median of all differences (Hodges and Lehmann 1963). */
  readonly shift: number;
};

/** Up to this size of either group the chance is counted and not estimated. */
const countedAtMost = 40;

/**
 * Mann-Whitney test (Mann and Whitney 1947), with the estimate that belongs to it. Used where two processes are measured at different moments,
 * so that their values come in no pairs: bytes that V8 estimates from samples of its own. Exact where no values are equal and the groups
 * are small, else by the normal distribution with corrections for ties and continuity. Null when a group is empty.
 */
export function rankSum(before: readonly number[], after: readonly number[]): RankSum | null {
  const [n, m] = [before.length, after.length];
  if (n === 0 || m === 0) return null;
  const { larger, ties } = countLarger(before, after);
  const isCounted = ties === 0 && n <= countedAtMost && m <= countedAtMost;
  const smaller = Math.min(larger, n * m - larger);
  return {
    p: isCounted ? countedChance(n, m, smaller) : estimatedChance({ n, m, smaller, ties }),
    effect: (2 * larger) / (n * m) - 1,
    shift: medianDifference(before, after),
  };
}

/** In how many pairs of one value each the second is larger, equal ones being half; and the sum of t³ − t over groups of t equal values. */
function countLarger(before: readonly number[], after: readonly number[]) {
  const ordered = [
    ...before.map((value) => ({ value, isAfter: false })),
    ...after.map((value) => ({ value, isAfter: true })),
  ].sort((one, another) => one.value - another.value);
  let [larger, ties, below] = [0, 0, 0];
  for (let start = 0, end = 0; start < ordered.length; start = end) {
    while (end < ordered.length && ordered[end]?.value === ordered[start]?.value) end += 1;
    const group = ordered.slice(start, end);
    const ofAfter = group.filter(({ isAfter }) => isAfter).length;
    const ofBefore = group.length - ofAfter;
    larger += ofAfter * (below + ofBefore / 2);
    below += ofBefore;
    ties += group.length ** 3 - group.length;
  }
  return { larger, ties };
}

type Counted = { readonly n: number; readonly m: number; readonly smaller: number; readonly ties: number };

function estimatedChance({ n, m, smaller, ties }: Counted): number {
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  if (variance <= 0) return 1;
  const distance = Math.max(0, (n * m) / 2 - smaller - 0.5);
  return Math.min(1, 2 * upperTail(distance / Math.sqrt(variance)));
}

/** Chance of a count as small as this or smaller, on either side, over all orders of the values. */
function countedChance(n: number, m: number, smaller: number): number {
  const chances = chancesOf(n, m);
  let sum = 0;
  for (let count = 0; count <= smaller; count += 1) sum += chances[count] ?? 0;
  return Math.min(1, 2 * sum);
}

/** Worked out once for each pair of sizes, since routes are mostly measured equally often. */
const tables = new Map<string, Float64Array>();

/** For each count its chance, by the recurrence of Mann and Whitney: the largest value of all is either of the first group or of the second. */
function chancesOf(n: number, m: number): Float64Array {
  const key = `${n} ${m}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  let rows: Float64Array[] = Array.from({ length: m + 1 }, () => Float64Array.of(1));
  for (let ofBefore = 1; ofBefore <= n; ofBefore += 1) {
    const next: Float64Array[] = [Float64Array.of(1)];
    for (let ofAfter = 1; ofAfter <= m; ofAfter += 1) {
      const share = ofAfter / (ofBefore + ofAfter);
      const chances = new Float64Array(ofBefore * ofAfter + 1);
      const [lastAfter, lastBefore] = [next[ofAfter - 1], rows[ofAfter]];
      for (let count = 0; count < chances.length; count += 1) {
        const fromAfter = count >= ofBefore ? (lastAfter?.[count - ofBefore] ?? 0) : 0;
        chances[count] = share * fromAfter + (1 - share) * (lastBefore?.[count] ?? 0);
      }
      next[ofAfter] = chances;
    }
    rows = next;
  }
  const chances = rows[m] ?? Float64Array.of(1);
  tables.set(key, chances);
  return chances;
}

function medianDifference(before: readonly number[], after: readonly number[]): number {
  const differences = new Float64Array(before.length * after.length);
  let next = 0;
  for (const one of before) {
    for (const another of after) {
      differences[next] = another - one;
      next += 1;
    }
  }
  differences.sort();
  const middle = (differences.length - 1) / 2;
  return ((differences[Math.floor(middle)] ?? 0) + (differences[Math.ceil(middle)] ?? 0)) / 2;
}
