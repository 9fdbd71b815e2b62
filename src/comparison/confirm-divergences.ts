import type { Divergence } from '../domain/divergence.ts';
import type { NoiseRefusal } from '../domain/noise-report.ts';
import type { ComparedExchange, ComparedRun } from './compared-run.ts';
import { type Judged, judgeExchange } from './judge-exchange.ts';
import { findBrokenRelations } from './noise/broken-relations.ts';
import type { LearnedNoise, PlaceNoise } from './noise/learn-noise.ts';
import { measureRates, type RateOf } from './noise/measure-rates.ts';

/** A divergence with what all runs together say of it. */
export type Confirmed = {
  readonly exchangeId: string;
  readonly route: string;
  readonly baselineStatus: number | null;
  readonly divergence: Divergence;
  readonly outcome:
    | { readonly kind: 'noise'; readonly learned: string; readonly reason: string }
    | { readonly kind: 'counted' | 'flaky'; readonly reason: string };
  /** Set where values vary at the place, and it stands all the same. */
  readonly refused?: { readonly refusal: NoiseRefusal; readonly reason: string };
  /** What is known of the place, where values vary there. */
  readonly place?: PlaceNoise;
  /** Of what is flaky: whether it stood in each repeat so far, so that one more can make it count. */
  readonly isOpen?: boolean;
};

/** Runs of every gate: what stands in both is confirmed. Repeats only ask again for what does not. */
export const confirmingRuns = 2;
/** What stands in so many of recorded order stands by chance once in a million times, where chance brings it once in a hundred. */
export const mostRepeats = 3;

/**
 * Joins the runs (observe, explain, repeats): what stands must stand, at the same pattern and of the same kind, in both of the first two that
 * replayed its exchange, or in each of three repeats; else it is flaky. In the order of the first run, then of what only a later run showed.
 */
export function confirmDivergences(runs: readonly ComparedRun[], noise: LearnedNoise): readonly Confirmed[] {
  const differing = differingInAnyOf(runs);
  const comparedRuns = runs.map((run) => inRun(run, differing));
  const relations = runs.map((run) => findBrokenRelations(run.differing));
  const ids = new Set(comparedRuns.flatMap((exchanges) => [...exchanges.keys()]));
  const judged = [...ids].map((id) =>
    comparedRuns.flatMap((exchanges, run) => {
      const exchange = exchanges.get(id);
      if (exchange === undefined) return [];
      const judged = judgeExchange(exchange, noise, relations[run] ?? new Map());
      return [{ ...judge(exchange, judged), run }];
    }),
  );
  const rateOf = measureRates(
    runs.map(({ exchanges }) => exchanges),
    judged.flat().map(({ exchange, standing }) => ({ route: exchange.route, keys: standing })),
  );
  return judged.flatMap((seen) => confirmExchange(seen, noise, rateOf));
}

/** Whether asking once more can still make something count that is flaky so far. */
export function isUndecided(confirmed: readonly Confirmed[]): boolean {
  return confirmed.some(({ isOpen }) => isOpen === true);
}

function differingInAnyOf(runs: readonly ComparedRun[]): ReadonlySet<string> {
  return new Set(runs.flatMap(({ differing }) => differing.map(({ exchangeId }) => exchangeId)));
}

/** What one run saw of the exchanges that differ in any: where it saw no difference, that counts too. */
function inRun(
  { exchanges }: ComparedRun,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, ComparedExchange> {
  const found = new Map<string, ComparedExchange>();
  for (const exchange of wanted.size === 0 ? [] : exchanges)
    if (wanted.has(exchange.exchangeId)) found.set(exchange.exchangeId, exchange);
  return found;
}

type JudgedExchange = {
  readonly exchange: ComparedExchange;
  readonly judged: readonly Judged[];
  /** Keys of what stands. */
  readonly standing: ReadonlySet<string>;
  /** Number of the run, from 0. */
  readonly run: number;
};

function judge(exchange: ComparedExchange, judged: readonly Judged[]): Omit<JudgedExchange, 'run'> {
  const standing = new Set(judged.filter(stands).map(({ divergence }) => keyOf(divergence)));
  return { exchange, judged, standing };
}

function confirmExchange(
  seen: readonly JudgedExchange[],
  noise: LearnedNoise,
  rateOf: RateOf,
): readonly Confirmed[] {
  const standing = seen.map((one) => one.standing);
  const first = seen.filter(({ run }) => run < confirmingRuns).map((one) => one.standing);
  const repeats = standing.slice(first.length);
  const reported = new Set<string>();
  return seen.flatMap(({ exchange, judged }, place) => {
    const mine = judged.filter(({ divergence }) => !reported.has(keyOf(divergence)) || place === 0);
    const relevant =
      place === 0 ? mine.filter((one) => !isOnlyNoiseHere(one, standing)) : mine.filter(stands);
    for (const { divergence } of relevant) reported.add(keyOf(divergence));
    return relevant.map((one) => ({
      ...confirm(one, { exchange, standing, first, repeats, rateOf }),
      ...learnedOf(noise.atPlace(exchange.route, one.divergence.pattern)),
    }));
  });
}

function stands({ excuse }: Judged): boolean {
  return excuse.kind === 'stands';
}

/** Noise in this run that stands in another is reported there, as flaky. */
function isOnlyNoiseHere({ divergence, excuse }: Judged, standing: readonly ReadonlySet<string>[]): boolean {
  return (
    excuse.kind === 'noise' &&
    standing[0]?.has(keyOf(divergence)) !== true &&
    standing.some((keys) => keys.has(keyOf(divergence)))
  );
}

type Runs = {
  readonly exchange: ComparedExchange;
  readonly standing: readonly ReadonlySet<string>[];
  /** Of the runs that every gate makes. */
  readonly first: readonly ReadonlySet<string>[];
  readonly repeats: readonly ReadonlySet<string>[];
  readonly rateOf: RateOf;
};

function confirm(
  { divergence, excuse }: Judged,
  { exchange, standing, first, repeats, rateOf }: Runs,
): Confirmed {
  const { exchangeId, route, baselineStatus } = exchange;
  const known = { exchangeId, route, baselineStatus, divergence };
  if (excuse.kind === 'noise') return { ...known, outcome: excuse };
  const isIn = (keys: ReadonlySet<string>): boolean => keys.has(keyOf(divergence));
  const times = standing.filter(isIn).length;
  const isOpen = repeats.every(isIn);
  const cameBack = (first.length > 0 && first.every(isIn)) || (repeats.length === mostRepeats && isOpen);
  const seen = `seen in ${times} of ${standing.length} ${standing.length === 1 ? 'run' : 'runs'}`;
  const { refusal, reason } = excuse;
  // Chance decides in which exchanges it shows; that it shows too often was found in every run.
  const kind = cameBack || refusal === 'systematic' ? 'counted' : 'flaky';
  return {
    ...known,
    outcome: {
      kind,
      reason: [seen, ...(kind === 'flaky' ? [rateOf(route, keyOf(divergence))] : []), reason].join('; '),
    },
    ...(refusal === null ? {} : { refused: { refusal, reason } }),
    ...(kind === 'flaky' ? { isOpen } : {}),
  };
}

function learnedOf(place: PlaceNoise | null): Pick<Confirmed, 'place'> {
  return place === null ? {} : { place };
}

function keyOf({ pattern, kind }: Divergence): string {
  return `${kind} ${pattern}`;
}
