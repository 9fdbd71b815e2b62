import { type SignedRank, signedRank } from './signed-rank.ts';

/** One exchange as one measure sees it; null where no secondary ran. */
export type CostPair = {
  readonly exchangeId: string;
  readonly baseline: number;
  readonly secondary: number | null;
  readonly candidate: number;
};

/** What the pairs of one measure on one route come to, before other routes are looked at. */
export type ComparedCost = {
  readonly pairs: readonly CostPair[];
  readonly baseline: number;
  readonly candidate: number;
  /** Candidate less baseline. */
  readonly found: SignedRank;
  /** Secondary less baseline: what two instances of one build differ by. Null where no secondary ran. */
  readonly machine: SignedRank | null;
  /** Candidate less secondary: the same question, asked of the other instance of the base. */
  readonly control: SignedRank | null;
  /** Estimates of both questions in the first and in the second half of the run. */
  readonly halves: readonly number[];
};

/** Used on every route that has enough pairs. Null where there are none. */
export function compareCost(pairs: readonly CostPair[], confidence: number): ComparedCost | null {
  const found = signedRank(differences(pairs, 'baseline'), confidence);
  if (found === null) return null;
  const middle = Math.ceil(pairs.length / 2);
  const halves = [pairs.slice(0, middle), pairs.slice(middle)];
  return {
    pairs,
    baseline: median(pairs.map(({ baseline }) => baseline)),
    candidate: median(pairs.map(({ candidate }) => candidate)),
    found,
    machine: signedRank(
      pairs.flatMap(({ baseline, secondary }) => (secondary === null ? [] : [secondary - baseline])),
      confidence,
    ),
    control: signedRank(differences(pairs, 'secondary'), confidence),
    halves: halves.flatMap((half) => [estimateOf(half, 'baseline'), estimateOf(half, 'secondary')]),
  };
}

/** The exchange that shows most plainly what all of them show: its difference is the nearest to the estimate. */
export function typicalExchange({ pairs, found }: ComparedCost): string {
  const distance = ({ baseline, candidate }: CostPair) => Math.abs(candidate - baseline - found.estimate);
  const [nearest] = pairs.toSorted((one, another) => distance(one) - distance(another));
  return nearest?.exchangeId ?? '';
}

function differences(pairs: readonly CostPair[], against: 'baseline' | 'secondary'): readonly number[] {
  return pairs.flatMap((pair) => {
    const other = pair[against];
    return other === null ? [] : [pair.candidate - other];
  });
}

function estimateOf(pairs: readonly CostPair[], against: 'baseline' | 'secondary'): number {
  return signedRank(differences(pairs, against), 0.5)?.estimate ?? 0;
}

function median(values: readonly number[]): number {
  const ordered = values.toSorted((one, another) => one - another);
  const middle = (ordered.length - 1) / 2;
  return ((ordered[Math.floor(middle)] ?? 0) + (ordered[Math.ceil(middle)] ?? 0)) / 2;
}
