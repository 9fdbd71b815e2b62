import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import type { ComparedExchange } from '../compared-run.ts';
import { isRepeated } from '../place-pattern.ts';
import { isValueKind } from '../values/kinds-of-value.ts';
import { classOf } from './value-constraint.ts';

/** A place where the candidate's value is lower than one before it, though such values only rise. */
export type FallenValue = { readonly exchangeId: string; readonly place: string; readonly reason: string };

/** Fewer values that rise may do so by chance: ten in order come once in three million. */
const fewestPoints = 10;

/** What rises by more each time counts no requests: it may be the memory in use, which falls in its time. */
const widestCount = 100;
/** Answers side by side may overtake one another by a step. */
const fewestSteps = 2;

/**
 * Clocks and counters vary, and rise from answer to answer. Where baseline and secondary both rise over a whole run, the
 * candidate must: a moment that goes back, or a number that starts again, keeps its format and is no noise. Exchanges in
 * which nobody differs are not known and need not be.
 */
export function findFallen(exchanges: readonly ComparedExchange[]): readonly FallenValue[] {
  const series = Map.groupBy(exchanges.flatMap(pointsOf), ({ key }) => key);
  return [...series.values()].flatMap(fallenIn);
}

type Point = {
  readonly key: string;
  readonly exchangeId: string;
  readonly place: string;
  readonly baseline: number;
  readonly secondary: number;
  readonly candidate: number;
};

function pointsOf({ exchangeId, route, divergences, noise }: ComparedExchange): readonly Point[] {
  const ofNoise = valuesByPlace(noise ?? []);
  const ofCandidate = valuesByPlace(divergences);
  return [...new Set([...ofNoise.keys(), ...ofCandidate.keys()])].flatMap((place) => {
    const [own, other] = [ofCandidate.get(place), ofNoise.get(place)];
    const baseline = (own ?? other)?.baseline ?? null;
    const three = [baseline, other?.candidate ?? baseline, own?.candidate ?? baseline].map(measureOf);
    const [before, secondary, candidate] = three;
    if (before === undefined || secondary === undefined || candidate === undefined) return [];
    if (before.sort !== secondary.sort || before.sort !== candidate.sort || before.sort === '') return [];
    const values = { baseline: before.value, secondary: secondary.value, candidate: candidate.value };
    return [{ key: `${route}\n${place}\n${before.sort}`, exchangeId, place, ...values }];
  });
}

function valuesByPlace(divergences: readonly Divergence[]): ReadonlyMap<string, Divergence> {
  return new Map(
    divergences
      .filter((divergence) => isValueKind(divergence.kind) && !isRepeated(divergence))
      .map((divergence) => [divergence.place, divergence]),
  );
}

type Measure = { readonly sort: string; readonly value: number };

/** Of the sort '' where it is neither a moment nor a number. */
function measureOf(value: ShownValue | null): Measure {
  const found = value === null ? null : classOf(value);
  if (found?.kind === 'time') return { sort: found.format, value: found.ms };
  return found?.kind === 'number' ? { sort: 'number', value: found.value } : { sort: '', value: 0 };
}

function fallenIn(points: readonly Point[]): readonly FallenValue[] {
  const isRising = (side: 'baseline' | 'secondary') =>
    points.every((point, index) => index === 0 || point[side] > (points[index - 1]?.[side] ?? 0));
  if (points.length < fewestPoints || !isRising('baseline') || !isRising('secondary')) return [];
  const step = ((points.at(-1)?.baseline ?? 0) - (points[0]?.baseline ?? 0)) / (points.length - 1);
  if (points[0]?.key.endsWith('\nnumber') && step > widestCount) return [];
  return points.flatMap(({ exchangeId, place, candidate }, index) => {
    const before = points[index - 1];
    if (before === undefined || before.candidate - candidate < fewestSteps * step) return [];
    const reason = `only rises in all ${points.length} answers of the unchanged build, and falls here after ${before.exchangeId}`;
    return [{ exchangeId, place, reason }];
  });
}
