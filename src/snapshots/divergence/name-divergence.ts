import type { FirstDivergence } from '../../domain/evidence-trace.ts';
import type { Hit, Probe } from '../../domain/runtime-snapshot.ts';
import type { HitPair } from '../aligning/align-hits.ts';
import type { ValueDifference } from '../comparing/compare-hits.ts';
import { renderCaptured } from '../comparing/render-captured.ts';
import { isOneSided, provesChangedLine } from '../probes/probe-ids.ts';

/** The probes of either build by id. */
export type ProbeSides = {
  readonly baseline: ReadonlyMap<string, Probe>;
  readonly candidate: ReadonlyMap<string, Probe>;
};
/**
 * `isOwn`: the exchange shows the cause itself, not merely state that was different before a changed statement ran.
 * `isByControl`: no value was seen to differ, only that other code ran; a refactor does that too.
 */
export type NamedDivergence = {
  readonly first: FirstDivergence;
  readonly isOwn: boolean;
  readonly isByControl?: boolean;
  /** What other code ran in this exchange, where the first difference is one that unchanged code met. */
  readonly control?: FirstDivergence;
  /** The probe that both builds passed with other values; absent for what only one build passed. */
  readonly at?: string;
};

/** Errors that only one build had in this exchange, as text. */
export type Thrown = { readonly baseline: string | null; readonly candidate: string | null };

type Common = { readonly exchangeId: string; readonly sides: ProbeSides };

/**
 * Names a difference in values. What the statement itself gives a value is blamed on it; a variable that was already
 * different is blamed on the last statement before that set it and that only one build has, if there is one; failing
 * that, on the last statement that only one build passed since the two were equal.
 */
export function explainValue(
  request: Common & {
    readonly pair: HitPair;
    readonly differences: readonly ValueDifference[];
    readonly before: readonly HitPair[];
  },
): NamedDivergence | null {
  const { pair, differences, before, sides } = request;
  const probeId = idOf(pair);
  const defined = new Set([
    ...(sides.candidate.get(probeId)?.defines ?? []),
    ...(sides.baseline.get(probeId)?.defines ?? []),
  ]);
  const earlier = differences.find(({ name }) => !defined.has(name) && setter(before, name, sides) !== null);
  const produced = differences.find(({ name }) => defined.has(name));
  const difference = earlier ?? produced ?? differences[0];
  if (difference === undefined) return null;
  const lone = earlier === undefined ? loneSinceEqual(request, probeId) : setter(before, earlier.name, sides);
  const blamed = lone ?? probeId;
  const isProduced = produced !== undefined && provesChangedLine(probeId);
  const first: FirstDivergence = {
    ...placeOf(request, blamed),
    kind: difference.name === 'condition' ? 'branch' : 'value',
    variable: difference.variable,
    baseline: difference.baseline === null ? 'absent' : renderCaptured(difference.baseline),
    candidate: difference.candidate === null ? 'absent' : renderCaptured(difference.candidate),
    equalInputs: equalInputs(pair, sides, differences),
  };
  return { first, isOwn: lone !== null || isProduced };
}

/** An unchanged place inside a function that differs after changed code ran in one build alone: that code did it. */
function loneSinceEqual(
  { before, sides }: { readonly before: readonly HitPair[]; readonly sides: ProbeSides },
  probeId: string,
): string | null {
  const moment = (sides.candidate.get(probeId) ?? sides.baseline.get(probeId))?.moment;
  if (provesChangedLine(probeId) || moment === 'entry') return null;
  const lone = sinceEqual(before).findLast((one) => isOneSided(idOf(one)));
  return lone === undefined ? null : idOf(lone);
}

function sinceEqual(before: readonly HitPair[]): readonly HitPair[] {
  return before.slice(before.findLastIndex((one) => one.baseline !== null && one.candidate !== null) + 1);
}

/** The last statement before that only one build has and that gives a variable its value. */
function setter(before: readonly HitPair[], name: string, sides: ProbeSides): string | null {
  const found = before.findLast((pair) => {
    const id = idOf(pair);
    const probe = sides.candidate.get(id) ?? sides.baseline.get(id);
    return isOneSided(id) && (probe?.defines ?? []).includes(name);
  });
  return found === undefined ? null : idOf(found);
}

/** Names a place that only one build reached: another branch, another number of iterations, or an error before it. */
export function explainBranch(
  request: Common & {
    readonly pair: HitPair;
    readonly all: readonly HitPair[];
    readonly before: readonly HitPair[];
    readonly thrown: Thrown;
  },
): NamedDivergence {
  const { pair, all, before, thrown, sides } = request;
  const probeId = idOf(pair);
  const isThrow = isNewError(thrown);
  const passes = timesOf(probeId, all);
  const isIteration = passes.baseline > 0 && passes.candidate > 0;
  const isLoop = isIteration && provesChangedLine(probeId);
  const guard = isLoop ? undefined : sinceEqual(before).find((one) => isOneSided(idOf(one)));
  const named = guard === undefined ? (changedGuard(request) ?? probeId) : idOf(guard);
  // What a guard decided shows where the two went on, for both came to the guard itself.
  const shown = guard === undefined ? probeId : named;
  const counts = timesOf(shown, all);
  const moment = (sides.candidate.get(shown) ?? sides.baseline.get(shown))?.moment;
  const reached = (side: 'baseline' | 'candidate'): string => {
    const line = shown === named ? null : sides[side].get(shown)?.statementLine;
    return `${line == null ? '' : `line ${line} `}${timesReached(counts[side], moment)}`;
  };
  const first: FirstDivergence = {
    ...placeOf(request, named),
    kind: isThrow ? 'throw' : guard !== undefined ? 'statement' : isIteration ? 'iterations' : 'branch',
    variable: null,
    baseline: isThrow ? thrown.baseline : reached('baseline'),
    candidate: isThrow ? thrown.candidate : reached('candidate'),
    equalInputs: [],
  };
  return { first, isOwn: provesChangedLine(named) };
}

function isNewError({ baseline, candidate }: Thrown): boolean {
  return baseline !== null || candidate !== null;
}

const guardStatement = /^(?:if|switch|for|while|do)\b/;

/** An unchanged place that only one build reached after both passed a changed guard: the guard sent them apart. */
function changedGuard({
  pair,
  before,
  sides,
}: Common & { pair: HitPair; before: readonly HitPair[] }): string | null {
  if (provesChangedLine(idOf(pair))) return null;
  const last = before.findLast((one) => provesChangedLine(idOf(one)));
  const probe = last && sides.candidate.get(idOf(last));
  return probe?.moment === 'before' && guardStatement.test(probe.statement) ? probe.id : null;
}

function timesOf(
  probeId: string,
  all: readonly HitPair[],
): Readonly<Record<'baseline' | 'candidate', number>> {
  const times = (side: 'baseline' | 'candidate') =>
    all.filter((one) => one[side]?.probeId === probeId).length;
  return { baseline: times('baseline'), candidate: times('candidate') };
}

/** A place behind a statement tells that it ran to its end; any other, that the program came to it. */
function timesReached(times: number, moment: Probe['moment']): string {
  const verb = moment === 'after' ? 'completed' : 'reached';
  if (times === 0) return `not ${verb}`;
  return times === 1 ? `${verb} once` : `${verb} ${times} times`;
}

/**
 * Nothing captured differs, but the responses do: names the changed statement that ran last, or the function it ran in,
 * and claims no cause. Null when the exchange passed no probe at all.
 */
export function explainUnknown(
  request: Common & { readonly pairs: readonly HitPair[]; readonly thrown: Thrown },
): NamedDivergence | null {
  const { pairs, thrown, sides } = request;
  const nearest = pairs.findLast((pair) => provesChangedLine(idOf(pair))) ?? pairs.at(-1);
  if (nearest === undefined) return null;
  const isThrow = isNewError(thrown);
  const first: FirstDivergence = {
    ...placeOf(request, idOf(nearest)),
    kind: isThrow ? 'throw' : 'unexplained',
    variable: null,
    baseline: thrown.baseline,
    candidate: thrown.candidate,
    equalInputs: equalInputs(nearest, sides, []),
  };
  return { first, isOwn: isThrow && provesChangedLine(idOf(nearest)) };
}

function idOf({ baseline, candidate }: HitPair): string {
  return (baseline ?? candidate)?.probeId ?? '';
}

type PlaceFields = Pick<
  FirstDivergence,
  | 'exchangeId'
  | 'file'
  | 'baselineLine'
  | 'candidateLine'
  | 'baselineStatement'
  | 'candidateStatement'
  | 'isChanged'
>;

/** Where a probe stands in both builds. */
export function placeOf({ exchangeId, sides }: Common, probeId: string): PlaceFields {
  const before = sides.baseline.get(probeId);
  const after = sides.candidate.get(probeId);
  return {
    exchangeId,
    file: (after ?? before)?.file ?? '',
    baselineLine: before?.statementLine ?? null,
    candidateLine: after?.statementLine ?? null,
    baselineStatement: before?.statement ?? null,
    candidateStatement: after?.statement ?? null,
    isChanged: provesChangedLine(probeId),
  };
}

function equalInputs(
  { baseline, candidate }: HitPair,
  sides: ProbeSides,
  differences: readonly ValueDifference[],
): FirstDivergence['equalInputs'] {
  if (baseline === null || candidate === null) return [];
  const different = new Set(differences.map(({ name }) => name));
  const inputs = sides.candidate.get(candidate.probeId)?.inputs ?? [];
  return inputs
    .filter((name) => !different.has(name) && isShownOnBoth(name, baseline, candidate))
    .map((name) => ({ name, value: renderCaptured(candidate.values[name] ?? { type: 'undefined' }) }));
}

function isShownOnBoth(name: string, baseline: Hit, candidate: Hit): boolean {
  const [before, after] = [baseline.values[name], candidate.values[name]];
  if (before === undefined || after === undefined) return false;
  return [before, after].every(({ type }) => type !== 'not-captured' && type !== 'function');
}
