import type { AllocationRow, MeasuredThing } from '../../domain/allocation.ts';
import type { InstanceRole } from '../../domain/observation.ts';
import { falseDiscoveryRates } from '../cost/false-discovery.ts';
import { type RankSum, rankSum } from '../cost/rank-sum.ts';

/** One thing that was measured in every exchange of a route, by each instance. */
export type Series = {
  readonly route: string;
  readonly measured: MeasuredThing;
  readonly values: Readonly<Record<InstanceRole, readonly number[]>>;
};

/** From what difference on it counts; both bounds must be passed. */
export type SeriesBound = {
  readonly percent: number;
  readonly absolute: number;
  /** An amount as people write it. */
  readonly text: (amount: number) => string;
};

/** A row, and the series it was made of. */
export type JudgedSeries = {
  readonly row: AllocationRow;
  readonly series: Series;
  /** Whether others of the route come to as much less, so that it is no finding. */
  readonly isMoved?: true;
};

/** A difference that would come by chance more often than this is none. */
const mostChance = 0.01;

/**
 * Whether the candidate comes to more in each series. All of this must hold: a significant difference, with false discoveries
 * among all series controlled; both bounds; the same against the secondary, which is the base in another process; and at least
 * twice what those two differ by.
 */
export function judgeSeries(all: readonly Series[], bound: SeriesBound): readonly JudgedSeries[] {
  const compared = all.flatMap((series) => compare(series) ?? []);
  const rates = falseDiscoveryRates(compared.map(({ found }) => found.p));
  return compared.map((each, index) => {
    const rate = rates[index] ?? 1;
    return {
      series: each.series,
      row: { ...figures(each), q: rounded(rate), ...verdictOf(each, rate, bound) },
    };
  });
}

type Compared = {
  readonly series: Series;
  readonly baseline: number;
  readonly found: RankSum;
  readonly machine: RankSum;
  readonly control: RankSum;
};

function compare(series: Series): Compared | null {
  const { baseline, secondary, candidate } = series.values;
  const found = rankSum(baseline, candidate);
  const machine = rankSum(baseline, secondary);
  const control = rankSum(secondary, candidate);
  if (found === null || machine === null || control === null) return null;
  return { series, baseline: medianOf(baseline), found, machine, control };
}

function verdictOf(
  { baseline, found, machine, control, series }: Compared,
  rate: number,
  bound: SeriesBound,
): Pick<AllocationRow, 'verdict' | 'reason'> {
  const { percent, absolute, text } = bound;
  const least = Math.max(absolute, (baseline * percent) / 100);
  const { shift } = found;
  const [size, sign] = [`${shift > 0 ? '+' : ''}${text(shift)} each`, Math.sign(shift)];
  if (Math.abs(shift) < least) return { verdict: 'same', reason: `${size} is below ${text(least)}` };
  if (rate > mostChance) return { verdict: 'same', reason: `${size} may be chance (q ${rate.toFixed(3)})` };
  if (sign * machine.shift > Math.abs(shift) / 2) {
    const reason = `${size}, but two instances of the base differ by ${text(machine.shift)}`;
    return { verdict: 'could-not-tell', reason };
  }
  if (sign * control.shift < least || control.p > mostChance) {
    const reason = `${size}, but only ${text(control.shift)} against the second instance of the base`;
    return { verdict: 'could-not-tell', reason };
  }
  const over = `in ${series.values.candidate.length} exchanges`;
  return { verdict: sign > 0 ? 'more' : 'less', reason: `${size} ${over} (p ${chanceText(found.p)})` };
}

function figures({ series, baseline, found }: Compared): Omit<AllocationRow, 'verdict' | 'reason' | 'q'> {
  const { route, measured, values } = series;
  return {
    ...{ route, measured, exchanges: values.candidate.length },
    baseline: rounded(baseline),
    candidate: rounded(medianOf(values.candidate)),
    estimate: rounded(found.shift),
    ratio: baseline > 0 ? rounded((baseline + found.shift) / baseline) : null,
    effect: rounded(found.effect),
    p: rounded(found.p),
  };
}

/** Two digits: what is beyond them says nothing to anybody. */
export function chanceText(chance: number): string {
  return chance < 0.001 ? chance.toExponential(0) : chance.toPrecision(2);
}

/** Five digits: what is beyond them is not measured. */
export function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/** What lies in the middle; 0 of nothing. */
export function medianOf(values: readonly number[]): number {
  const ordered = values.toSorted((one, another) => one - another);
  const middle = (ordered.length - 1) / 2;
  return ((ordered[Math.floor(middle)] ?? 0) + (ordered[Math.ceil(middle)] ?? 0)) / 2;
}
