import { largestOf, smallestOf } from '../../domain/extremes.ts';
import { signTest, type Tally } from './paired-test.ts';
import type { Sides, Vote } from './vote-on-place.ts';

/** What one exchange of one run says of a place. */
export type Ballot = { readonly run: number; readonly vote: Vote };

/** How likely chance alone explains what was seen, and what that was, in words. */
export type TestedPlace = { readonly p: number; readonly reason: string };

type Ballots = {
  readonly all: readonly Ballot[];
  /** Runs that replayed the route: what is systematic shows in each. */
  readonly runs: readonly number[];
};

/** `null` for a place that never varied for the baseline, which needs no statistics, or where none applies. */
export function testPlace(all: readonly Ballot[], runs: readonly number[]): TestedPlace | null {
  if (!all.some(({ vote }) => vote.secondaryDiffers)) return null;
  const ballots = { all, runs };
  const tests = [...testFew(ballots), ...testDrift(ballots)];
  const best = tests.toSorted((one, another) => one.p - another.p)[0];
  return best === undefined ? null : { ...best, p: Math.min(1, best.p * tests.length) };
}

/** More names are no set of states, and would each cost a test. */
const mostNames = 16;

/** Values of which there are few: whether the candidate parts alone too often, and whether it gives one of them too often. */
function testFew(ballots: Ballots): readonly TestedPlace[] {
  const names = new Set(
    ballots.all.flatMap(({ vote }) =>
      (vote.named ?? []).flatMap(({ baseline, secondary, candidate }) => [baseline, secondary, candidate]),
    ),
  );
  const areFew = names.size <= mostNames && ballots.all.every(({ vote }) => vote.named !== null);
  if (!areFew) return [];
  return [
    ...testAgreement(ballots),
    ...[...names].flatMap((name) =>
      testBoth(ballots, ({ named }) => named, {
        scoreOf: (one) => (given) => Number(given.candidate === name) - Number(given[one] === name),
        reason: `gives “${name}” more often than the unchanged build does`,
      }),
    ),
  ];
}

/** McNemar's test: how often the candidate alone parts from the baseline, against how often the secondary alone does. */
function testAgreement(ballots: Ballots): readonly TestedPlace[] {
  const tally = leaning(
    ballots,
    ({ candidateDiffers, secondaryDiffers }) => Number(candidateDiffers) - Number(secondaryDiffers),
  );
  if (tally === null) return [];
  return [
    {
      p: signTest(tally),
      reason: `differs ${tally.more} times where the baseline agrees with itself, and only ${tally.less} times the other way`,
    },
  ];
}

/** As for a constraint: fewer pairs do not tell how far values stray, and a wider jitter is no more than the range itself. */
const fewestForJitter = 8;
const widestJitter = 1 / 50;
/** From this share of steps upwards, a number counts or tells the time, and is higher in whoever started first. */
const monotoneShare = 0.8;

/** Numbers that stray a little about what the request decides: whether the candidate's are all higher, or all lower. */
function testDrift(ballots: Ballots): readonly TestedPlace[] {
  const values = ballots.all.flatMap(({ vote }) => vote.numbers ?? []);
  if (ballots.all.some(({ vote }) => vote.numbers === null) || !strays(values)) return [];
  return [1, -1].flatMap((sign) =>
    testBoth(ballots, ({ numbers }) => numbers, {
      scoreOf: (one) => (given) => sign * Math.sign(given.candidate - given[one]),
      reason: `is ${sign > 0 ? 'higher' : 'lower'} than what the unchanged build gives`,
    }),
  );
}

function strays(values: readonly Sides<number>[]): boolean {
  const baseline = values.map((value) => value.baseline);
  if (values.length < fewestForJitter || baseline.every(Number.isInteger)) return false;
  const range = largestOf(baseline) - smallestOf(baseline);
  const jitter = largestOf(values.map((value) => Math.abs(value.baseline - value.secondary)));
  const rising = baseline.filter(
    (value, index) => index > 0 && value >= (baseline[index - 1] ?? value),
  ).length;
  return jitter <= range * widestJitter && rising / (baseline.length - 1) < monotoneShare;
}

type Question<T> = {
  readonly scoreOf: (one: 'baseline' | 'secondary') => (given: Sides<T>) => number;
  readonly reason: string;
};

/**
 * Against the baseline and against the secondary, since one of the two may be off for a reason of its own, such as its
 * clock: both must be true, so the less certain one decides. An array shows a place many times, and counts once.
 */
function testBoth<T>(
  ballots: Ballots,
  read: (vote: Vote) => readonly Sides<T>[] | null,
  { scoreOf, reason }: Question<T>,
): readonly TestedPlace[] {
  const against = (one: 'baseline' | 'secondary') =>
    leaning(ballots, (vote) => (read(vote) ?? []).reduce((sum, given) => sum + scoreOf(one)(given), 0));
  const [own, other] = [against('baseline'), against('secondary')];
  if (own === null || other === null) return [];
  const seen = `${own.more} times, and ${own.less} times the other way`;
  return [{ p: Math.max(signTest(own), signTest(other)), reason: `${reason}: ${seen}` }];
}

/** In each run by itself, so that a strong run does not speak for one in which it did not come back. */
const likelyInOneRun = 0.05;

/** The tally over all runs; `null` unless each shows the same: what does not come back is no finding. */
function leaning({ all, runs }: Ballots, scoreOf: (vote: Vote) => number): Tally | null {
  const tallies = new Map(runs.map((run) => [run, { more: 0, less: 0 }]));
  for (const { run, vote } of all) {
    const tally = tallies.get(run);
    const score = scoreOf(vote);
    if (tally === undefined || score === 0) continue;
    if (score > 0) tally.more += 1;
    else tally.less += 1;
  }
  const each = [...tallies.values()];
  if (each.length === 0 || each.some((tally) => signTest(tally) > likelyInOneRun)) return null;
  const sum = (side: keyof Tally) => each.reduce((total, tally) => total + tally[side], 0);
  return { more: sum('more'), less: sum('less') };
}
