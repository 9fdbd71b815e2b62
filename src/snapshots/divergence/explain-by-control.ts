import type { Hit, Probe } from '../../domain/runtime-snapshot.ts';
import type { HitPair } from '../aligning/align-hits.ts';
import { isOneSided, provesChangedLine } from '../probes/probe-ids.ts';
import { type NamedDivergence, type ProbeSides, placeOf, type Thrown } from './name-divergence.ts';

type Request = {
  readonly exchangeId: string;
  readonly pairs: readonly HitPair[];
  readonly sides: ProbeSides;
  readonly thrown: Thrown;
};
type Side = 'baseline' | 'candidate';

/**
 * Where no captured value differs, what ran tells: a statement that only one build has and that it passed, else a changed
 * statement that both passed and that calls something else than before. What such a call did is seen from outside alone.
 * Null when every changed statement that ran has a counterpart and calls the same.
 */
export function explainByControl(request: Request): NamedDivergence | null {
  return explainLone(request) ?? explainCalls(request);
}

/** One that calls something goes first: its effect is what others may see. */
function explainLone(request: Request): NamedDivergence | null {
  const { pairs, sides } = request;
  const lone = pairs.filter((pair) => isOneSided(idOf(pair)));
  const calling = lone.find((pair) => (probeOf(pair, sides)?.calls ?? []).length > 0);
  const told = calling ?? lone[0];
  return told === undefined ? null : tellLone(told, request);
}

/**
 * Used where an effect is known to have come about during one pass: what its statement calls and the other build does not. Null where
 * both builds have it and call the same there.
 */
export function explainCall(request: Request, pair: HitPair): NamedDivergence | null {
  return isOneSided(idOf(pair)) ? tellLone(pair, request) : tellCalls(pair, request);
}

function tellLone(told: HitPair, { pairs, sides, exchangeId, thrown }: Request): NamedDivergence {
  const isCalling = (probeOf(told, sides)?.calls ?? []).length > 0;
  const lone = pairs.filter((pair) => isOneSided(idOf(pair)));
  const side: Side = told.baseline === null ? 'candidate' : 'baseline';
  const times = pairs.filter((pair) => idOf(pair) === idOf(told)).length;
  const counterpart = lone.find(
    (other) => sides[otherOf(side)].get(idOf(other))?.statement === statementOf(told, sides),
  );
  const place = placeOf({ exchangeId, sides }, idOf(told));
  const there = counterpart && placeOf({ exchangeId, sides }, idOf(counterpart));
  const ran = isCalling ? 'called' : 'reached';
  const here = times === 1 ? `${ran} once` : `${ran} ${times} times`;
  const control =
    side === 'baseline'
      ? { baseline: here, candidate: `not ${ran}` }
      : { baseline: `not ${ran}`, candidate: here };
  return named({
    ...(there === undefined ? place : onBothSides(place, there)),
    ...{ kind: there === undefined ? 'statement' : 'moved', variable: null, equalInputs: [] },
    ...(there === undefined ? control : { baseline: null, candidate: null }),
    ...(isThrow(thrown) ? { kind: 'throw' as const, ...thrown } : {}),
  });
}

type Placed = ReturnType<typeof placeOf>;

/** A statement that moved is there in both builds: its two places are told as one. */
function onBothSides(one: Placed, other: Placed): Placed {
  return {
    ...one,
    baselineLine: one.baselineLine ?? other.baselineLine,
    baselineStatement: one.baselineStatement ?? other.baselineStatement,
    candidateLine: one.candidateLine ?? other.candidateLine,
    candidateStatement: one.candidateStatement ?? other.candidateStatement,
  };
}

/** `page(escape(text))` against `page(text)`: both ran with the same values, and one called what the other did not. */
function explainCalls(request: Request): NamedDivergence | null {
  for (const pair of request.pairs) {
    if (!provesChangedLine(idOf(pair)) || pair.baseline === null || pair.candidate === null) continue;
    const told = isSettled(pair, request) ? null : tellCalls(pair, request);
    if (told !== null) return told;
  }
  return null;
}

function tellCalls(pair: HitPair, { sides, exchangeId, thrown }: Request): NamedDivergence | null {
  const id = idOf(pair);
  const [before, after] = [sides.baseline.get(id)?.calls ?? [], sides.candidate.get(id)?.calls ?? []];
  const [gone, come] = [beyond(before, after), beyond(after, before)];
  if (gone.length + come.length === 0) return null;
  return named({
    ...placeOf({ exchangeId, sides }, id),
    ...{ kind: 'call', variable: null, equalInputs: [] },
    ...{ baseline: calls(gone, come), candidate: calls(come, gone) },
    ...(isThrow(thrown) ? { kind: 'throw' as const, ...thrown } : {}),
  });
}

function named(first: NamedDivergence['first']): NamedDivergence {
  return { first, isOwn: true, isByControl: true };
}

function calls(own: readonly string[], others: readonly string[]): string {
  if (own.length > 0) return `calls ${own.join(', ')}`;
  return `does not call ${others.join(', ')}`;
}

/** Names of the one list that the other does not have as often. */
function beyond(names: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return names.filter((name) => {
    const index = left.indexOf(name);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** What the statement gave a value was seen to be the same behind it: it was only written in another way. */
function isSettled(pair: HitPair, { pairs, sides }: Request): boolean {
  const line = probeOf(pair, sides)?.statementLine;
  const assignment = /^(?:const|let|var)\b|^[\w.$[\]]+ [-+*/%&|^]?=[^=]/;
  return pairs.slice(pairs.indexOf(pair)).some((later) => {
    const probe = probeOf(later, sides);
    if (probe?.moment !== 'after' || probe.statementLine !== line || !assignment.test(probe.statement))
      return false;
    const { baseline, candidate } = later;
    const defines = probe.defines ?? [];
    if (baseline === null || candidate === null || defines.length === 0) return false;
    return defines.every((name) => isKnownEqual(name, baseline, candidate));
  });
}

function isKnownEqual(name: string, { values: before }: Hit, { values: after }: Hit): boolean {
  const [one, other] = [before[name], after[name]];
  if (one === undefined || other === undefined) return false;
  const text = JSON.stringify(one);
  // Anything that was cut, left out or only summed up may differ after all.
  return text === JSON.stringify(other) && !text.includes('"reason":') && one.type !== 'reference';
}

function isThrow({ baseline, candidate }: Thrown): boolean {
  return baseline !== null || candidate !== null;
}

function otherOf(side: Side): Side {
  return side === 'baseline' ? 'candidate' : 'baseline';
}

function statementOf(pair: HitPair, sides: ProbeSides): string | undefined {
  return probeOf(pair, sides)?.statement;
}

function probeOf(pair: HitPair, sides: ProbeSides): Probe | undefined {
  return sides.candidate.get(idOf(pair)) ?? sides.baseline.get(idOf(pair));
}

function idOf({ baseline, candidate }: HitPair): string {
  return (baseline ?? candidate)?.probeId ?? '';
}
