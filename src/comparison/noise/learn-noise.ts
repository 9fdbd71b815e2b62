import type { Divergence } from '../../domain/divergence.ts';
import { createExchangeIdSet } from '../../domain/exchange-id-set.ts';
import { largestOf } from '../../domain/extremes.ts';
import type { ComparedExchange, ComparedRun } from '../compared-run.ts';
import { isCut } from '../divergence-collector.ts';
import { linePairs } from '../text/hunk-lines.ts';
import { isText, isValueKind } from '../values/kinds-of-value.ts';
import { findSystematic, type SystematicDifferences } from './systematic-differences.ts';
import { learnConstraint, seenKey, type ValueConstraint, type ValuePair } from './value-constraint.ts';

/** What the baseline's own variation taught about one place pattern of one route. */
export type PlaceNoise = {
  /** What values may be there; `null` when only presence, order or type varied. */
  readonly constraint: ValueConstraint | null;
  readonly kinds: ReadonlySet<Divergence['kind']>;
  /** In how many of the compared exchanges of the route it varied, for the reason shown. */
  readonly varied: number;
  readonly compared: number;
  /** Most elements of one array that moved between two answers of the unchanged build. */
  readonly moved: number;
  /** Most bytes by which two answers of the unchanged build to one request were longer or shorter there than each other. */
  readonly lengthChange: number;
  /** Answers of the unchanged build that showed it varying. */
  readonly samples: number;
};

/** What varied in one exchange itself, over all runs. */
type ExchangeNoise = {
  readonly divergences: readonly Divergence[];
  /** Whether the value at this very place varied here. */
  readonly isVolatile: (divergence: Pick<Divergence, 'place' | 'pattern'>) => boolean;
  /** Places where the baseline gave the same value in two runs, some time apart. */
  readonly repeated: ReadonlySet<string>;
};

export type LearnedNoise = {
  readonly atPlace: (route: string, pattern: string) => PlaceNoise | null;
  readonly ofExchange: (exchangeId: string) => ExchangeNoise;
  /** Why a difference stands although its place varies: it is too frequent, or goes too much one way. */
  readonly systematic: SystematicDifferences;
};

/**
 * Learns from every pair of answers that the same code gave to the same request: baseline and secondary of each run, and
 * the baseline of one run and of the next. Headers are learned across routes too, because the same layer writes them.
 */
export function learnNoise(runs: readonly ComparedRun[]): LearnedNoise {
  const baselinePairs = pairBaselines(runs);
  const samples = [...runs.flatMap(secondarySamples), ...baselinePairs.filter(({ same }) => !same)];
  const places = groupPlaces(samples, comparedByRoute(runs));
  const byExchange = Map.groupBy(samples, ({ exchangeId }) => exchangeId);
  const repeatedBy = Map.groupBy(
    baselinePairs.filter(({ same }) => same),
    ({ exchangeId }) => exchangeId,
  );
  const known = new Map<string, ExchangeNoise>();
  return {
    atPlace: (route, pattern) => places.get(keyOf(route, pattern)) ?? headerPlace(places, pattern),
    ofExchange: (exchangeId) => {
      const repeated = new Set((repeatedBy.get(exchangeId) ?? []).map(({ divergence }) => divergence.place));
      const noise = known.get(exchangeId) ?? exchangeNoise(byExchange.get(exchangeId) ?? [], repeated);
      known.set(exchangeId, noise);
      return noise;
    },
    systematic: findSystematic(runs),
  };
}

type Sample = {
  readonly exchangeId: string;
  readonly route: string;
  /** Which pair of answers it is from. */
  readonly run: number | 'between runs';
  readonly divergence: Divergence;
};

const everyRoute = '*';

function keyOf(route: string, pattern: string): string {
  return `${route}\n${pattern}`;
}

function headerPlace(places: ReadonlyMap<string, PlaceNoise>, pattern: string): PlaceNoise | null {
  return isOfHeaders(pattern) ? (places.get(keyOf(everyRoute, pattern)) ?? null) : null;
}

/** What headers do is learned over all routes; a gRPC status is one, and means another thing on each route. */
function isOfHeaders(pattern: string): boolean {
  return /^(?:header\.|trailer\.(?!grpc-))/.test(pattern);
}

function secondarySamples({ differing }: ComparedRun, run: number): readonly Sample[] {
  return differing.flatMap(({ exchangeId, route, noise }) =>
    (noise ?? []).map((divergence) => ({ exchangeId, route, run, divergence })),
  );
}

type BaselinePair = Sample & { readonly same: boolean };

/**
 * Where the candidate diverged in two runs, the two values of the baseline are known, and are one more pair; not where each run
 * sent its own value and got it back, for that is no variation.
 */
function pairBaselines([first, ...others]: readonly ComparedRun[]): readonly BaselinePair[] {
  const earlier = new Map(first?.differing.map((exchange) => [exchange.exchangeId, exchange]));
  return others.flatMap(({ differing }) =>
    differing.flatMap((exchange) => pairBaselinesOf(earlier.get(exchange.exchangeId), exchange)),
  );
}

function pairBaselinesOf(
  earlier: ComparedExchange | undefined,
  later: ComparedExchange,
): readonly BaselinePair[] {
  const { exchangeId, route } = later;
  const values = new Map(earlier?.divergences.map((divergence) => [divergence.place, divergence]));
  return later.divergences.flatMap((divergence) => {
    const before = values.get(divergence.place);
    if (before === undefined || before.kind !== divergence.kind || !isValueKind(divergence.kind)) return [];
    if (before.baseline === null || divergence.baseline === null) return [];
    if (later.echoed.has(divergence.place) && earlier?.echoed.has(divergence.place)) return [];
    const same = seenKey(before.baseline) === seenKey(divergence.baseline);
    const pair = { ...divergence, baseline: before.baseline, candidate: divergence.baseline };
    return [{ exchangeId, route, run: 'between runs' as const, divergence: pair, same }];
  });
}

/** How many exchanges of each route were compared with a secondary. */
function comparedByRoute(runs: readonly ComparedRun[]): ReadonlyMap<string, number> {
  const compared = new Map<string, number>();
  const known = createExchangeIdSet();
  for (const { exchanges } of runs) {
    for (const { exchangeId, route, noise } of exchanges) {
      if (noise === null || !known.add(exchangeId)) continue;
      for (const name of [route, everyRoute]) compared.set(name, (compared.get(name) ?? 0) + 1);
    }
  }
  return compared;
}

function groupPlaces(
  samples: readonly Sample[],
  compared: ReadonlyMap<string, number>,
): ReadonlyMap<string, PlaceNoise> {
  const everywhere = samples
    .filter(({ divergence }) => isOfHeaders(divergence.pattern))
    .map((sample) => ({ ...sample, route: everyRoute }));
  const groups = Map.groupBy([...samples, ...everywhere], ({ route, divergence }) =>
    keyOf(route, divergence.pattern),
  );
  return new Map(
    [...groups].map(([key, group]) => {
      const divergences = group.map(({ divergence }) => divergence);
      const place: PlaceNoise = {
        constraint: constraintOf(divergences.flatMap(pairsOf), divergences[0]?.pattern.split('/').at(-1)),
        kinds: new Set(divergences.map(({ kind }) => kind)),
        varied: new Set(group.map(({ exchangeId }) => exchangeId)).size,
        compared: compared.get(group[0]?.route ?? '') ?? 0,
        moved: mostMoved(group),
        lengthChange: largestOf(divergences.map(lengthChangeOf)),
        samples: new Set(group.flatMap(answersOf)).size,
      };
      return [key, place];
    }),
  );
}

/** By how many bytes the two sides differ in length. */
export function lengthChangeOf({ baseline, candidate }: Divergence): number {
  return Math.abs((baseline?.length ?? 0) - (candidate?.length ?? 0));
}

/** The two answers of a pair, by name: the baseline's of one run stands in two pairs. */
function answersOf({ exchangeId, run }: Sample): readonly string[] {
  const names =
    run === 'between runs' ? ['baseline 0', 'baseline 1'] : [`baseline ${run}`, `secondary ${run}`];
  return names.map((name) => `${name} ${exchangeId}`);
}

function mostMoved(group: readonly Sample[]): number {
  const moves = group.filter(({ divergence }) => divergence.kind === 'element-moved');
  const byAnswer = Map.groupBy(moves, ({ exchangeId, run }) => `${run} ${exchangeId}`);
  return Math.max(0, largestOf([...byAnswer.values()].map((each) => each.length)));
}

function constraintOf(pairs: readonly ValuePair[], name: string | undefined): ValueConstraint | null {
  return pairs.length === 0 ? null : learnConstraint(pairs, name);
}

/** Two sides of a value, or each changed line of a text with the line in its place. */
function pairsOf(divergence: Divergence): readonly ValuePair[] {
  if (isText(divergence)) return linePairs(divergence);
  const { baseline, candidate } = divergence;
  return baseline === null || candidate === null ? [] : [{ one: baseline, another: candidate }];
}

/** A cut list does not say where else it varied: then the whole pattern did. */
function exchangeNoise(samples: readonly Sample[], repeated: ReadonlySet<string>): ExchangeNoise {
  const divergences = samples.map(({ divergence }) => divergence);
  const values = divergences.filter(({ kind }) => isValueKind(kind));
  const places = new Set(values.map(({ place }) => place));
  const cutPatterns = new Set(values.filter(isCut).map(({ pattern }) => pattern));
  return {
    divergences,
    repeated,
    isVolatile: ({ place, pattern }) => places.has(place) || cutPatterns.has(pattern),
  };
}
