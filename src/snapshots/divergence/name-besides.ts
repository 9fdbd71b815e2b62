import type { FirstDivergence } from '../../domain/evidence-trace.ts';
import type { NamedDivergence } from './name-divergence.ts';

const mostBesides = 2;

/**
 * Used once the first divergence is known: a change that rewrote two statements may hold two faults, and the first alone would be blamed for
 * all that differs. Which of them did what cannot be told, so the others are told with it.
 */
export function withBesides(told: NamedDivergence, later: readonly NamedDivergence[]): NamedDivergence {
  const besides = later.flatMap((one) =>
    one.isOwn && !isSamePlace(one.first, told.first) ? besideOf(one.first) : [],
  );
  const byLine = new Map(besides.toReversed().map((one) => [`${one.file}:${one.line}`, one]));
  if (byLine.size === 0) return told;
  return { ...told, first: { ...told.first, besides: [...byLine.values()].reverse().slice(0, mostBesides) } };
}

type Beside = NonNullable<FirstDivergence['besides']>[number];

/** Only what reads otherwise than before: a statement that stayed as it was gives another value because of the first. */
function besideOf(first: FirstDivergence): readonly Beside[] {
  const { file, candidateLine: line, variable, baseline, candidate, kind } = first;
  if (kind !== 'value' || line === null || variable === null || baseline === null || candidate === null)
    return [];
  const isRewritten =
    first.baselineStatement !== null && first.baselineStatement !== first.candidateStatement;
  return isRewritten && first.isChanged ? [{ file, line, variable, baseline, candidate }] : [];
}

function isSamePlace(one: FirstDivergence, other: FirstDivergence): boolean {
  return (
    one.file === other.file &&
    one.candidateLine === other.candidateLine &&
    one.baselineLine === other.baselineLine
  );
}
