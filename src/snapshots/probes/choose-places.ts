import type { Described, FunctionPair, SideFunction } from '../aligning/align-builds.ts';
import { type ChangedLines, isBodyTouched, isHeadTouched, isTouched } from '../exercise/touched-code.ts';
import type { Spot } from '../source/source-statements.ts';
import { reachableFrom } from '../source/visible-names.ts';
import { changedParts, type PartSide } from './changed-parts.ts';
import { placesBehindLoneStatements } from './places-behind-lone-statements.ts';
import { entrySide, expressionSide, type SidePlace, sidePlace, spotBefore } from './side-place.ts';

export type Moment = 'entry' | 'before' | 'after' | 'catch';

/** One probe to be: the same place in both builds, or in one. A lower rank is kept first when there are too many. */
export type Place = {
  readonly baseline: SidePlace | null;
  readonly candidate: SidePlace | null;
  readonly moment: Moment;
  readonly rank: number;
  /** Whether the statement itself was changed, or only the function around it. */
  readonly changed: boolean;
  /** What else is worth a look there: names that statements of one build alone gave a new state. */
  readonly effects?: readonly string[];
};

const ranks = {
  guard: 1,
  return: 2,
  statement: 3,
  catch: 3,
  entry: 4,
  before: 5,
  iteration: 5,
  unchangedReturn: 6,
};

/** Chooses where to look in one pair of functions; nothing when the change does not touch it. */
export function choosePlaces(pair: FunctionPair, lines: ChangedLines): readonly Place[] {
  const entries = pair.statements.map((statements, index) => ({ ...statements, index }));
  const touched = entries.filter((pair) => isTouched(pair, lines));
  const expression = expressionPlace(pair, lines);
  const isEntered = !pair.isPartOnly && isHeadTouched(pair, lines);
  if (touched.length === 0 && expression === null && !isEntered) return [];
  const changed = touched.flatMap(({ index }) => placesOf(pair, index));
  const indices = new Set(touched.map(({ index }) => index));
  const returns = entries
    .filter(
      ({ index, baseline, candidate }) => !indices.has(index) && isReturn(baseline) && isReturn(candidate),
    )
    .map(({ baseline, candidate }) => ({
      baseline: beforePlace(pair.baseline, baseline),
      candidate: beforePlace(pair.candidate, candidate),
      moment: 'before' as const,
      rank: ranks.unchangedReturn,
      changed: false,
    }));
  const joins = placesBehindLoneStatements(pair, touched);
  return [entryPlace(pair, lines), expression, ...changed, ...joins, ...returns].filter(
    (one) => one !== null,
  );
}

/** Every place of a function that both builds have, as if all of it had changed: for a look at code that uses the change. */
export function everyPlace(pair: FunctionPair): readonly Place[] {
  const [baseline, candidate] = [entrySide(pair.baseline), entrySide(pair.candidate)];
  const entry: Place = { baseline, candidate, moment: 'entry', rank: ranks.entry, changed: false };
  const body: Place = {
    ...{ baseline: expressionSide(pair.baseline), candidate: expressionSide(pair.candidate) },
    ...{ moment: 'before', rank: ranks.return, changed: false },
  };
  const inside = pair.statements.flatMap((both, index) =>
    both.baseline === null || both.candidate === null ? [] : placesOf(pair, index),
  );
  return [entry, body, ...inside]
    .filter((place) => place.baseline !== null && place.candidate !== null)
    .map((place) => ({ ...place, changed: false }));
}

/** An arrow function without a block has no statement: its body is what it returns. */
function expressionPlace(pair: FunctionPair, lines: ChangedLines): Place | null {
  if (pair.isPartOnly) return null;
  const baseline = expressionSide(pair.baseline);
  const candidate = expressionSide(pair.candidate);
  if (!isBodyTouched(pair, lines)) return null;
  const place = { baseline, candidate, moment: 'before', rank: ranks.return, changed: true } as const;
  return withParts(place, 'return');
}

function entryPlace(pair: FunctionPair, lines: ChangedLines): Place | null {
  if (pair.isPartOnly) return null;
  const [baseline, candidate] = [entrySide(pair.baseline), entrySide(pair.candidate)];
  if (baseline === null || candidate === null) return null;
  const changed = isHeadTouched(pair, lines);
  return { baseline, candidate, moment: 'entry', rank: ranks.entry, changed };
}

function placesOf(pair: FunctionPair, index: number): readonly Place[] {
  const both = pair.statements[index];
  const type = (both?.candidate ?? both?.baseline)?.traits.type;
  const make = (spotOf: SpotOf, moment: Moment, rank: number): Place | null => {
    const baseline = sidePlace(pair.baseline, both?.baseline, (one) => spotOf(one, 'baseline'));
    const candidate = sidePlace(pair.candidate, both?.candidate, (one) => spotOf(one, 'candidate'));
    if (baseline === null && candidate === null) return null;
    return { baseline, candidate, moment, rank, changed: true };
  };
  const before = (rank: number) => {
    const place = make(({ statement }) => spotBefore(statement.node), 'before', rank);
    return place && withParts(place);
  };
  switch (type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return listed(before(ranks.return));
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'IfStatement':
    case 'SwitchStatement':
      return listed(before(ranks.guard));
    case 'TryStatement':
      return listed(make(({ statement }) => statement.handler, 'catch', ranks.catch));
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return listed(
        toldByParts(before(ranks.before)),
        make(({ statement }) => statement.iteration, 'before', ranks.iteration),
        make(({ statement }) => statement.after, 'after', ranks.statement),
      );
    default:
      return listed(
        isToldBefore(both?.baseline) || isToldBefore(both?.candidate)
          ? before(ranks.before)
          : toldByParts(before(ranks.before)),
        make((described, side) => settledAfter(pair, index, described, side), 'after', ranks.statement),
      );
  }
}

/** Adds what is new inside a statement that both builds have, computed where it is about to run. */
function withParts(place: Place, name = ''): Place {
  const { baseline, candidate } = place;
  if (baseline === null || candidate === null) return place;
  const parts = changedParts(partSide(baseline), partSide(candidate), name);
  const of = (side: 'baseline' | 'candidate') =>
    Object.fromEntries(parts.map((part) => [part.name, part[side]]));
  return {
    ...place,
    baseline: { ...baseline, parts: of('baseline') },
    candidate: { ...candidate, parts: of('candidate') },
  };
}

function partSide({ side: { source, text }, spot, described }: SidePlace): PartSide {
  const node = described?.statement.node ?? spot.node;
  return { node, text, isVisible: reachableFrom(source.path, spot) };
}

/** A look before a statement that is also looked at later is worth a probe only when it shows what is new in it. */
function toldByParts(place: Place | null): Place | null {
  return Object.keys(place?.candidate?.parts ?? {}).length > 0 ? place : null;
}

type SpotOf = (described: Described, side: 'baseline' | 'candidate') => Spot | null;

function listed(...places: readonly (Place | null)[]): readonly Place[] {
  return places.filter((place) => place !== null);
}

function isReturn(described: Described | null): boolean {
  return described?.traits.type === 'ReturnStatement';
}

function beforePlace(side: SideFunction | null, described: Described | null): SidePlace | null {
  return sidePlace(side, described, ({ statement }) => spotBefore(statement.node));
}

/** `total += x` hides the value it started from, a call for its effect what it was given, a `yield` what it gives: a look before shows it. */
function isToldBefore(described: Described | null | undefined): boolean {
  if (/^(?:calls |yields$)/.test(described?.traits.key ?? '')) return true;
  return described?.traits.defines.some((name) => described.traits.reads.has(name)) ?? false;
}

/**
 * The spot after a statement, or after the last statement that has no counterpart and gives the same variable its
 * value: `let rate = 0; if (gold) rate = 0.1` against `const rate = gold ? 0.1 : 0` are equal only then.
 */
function settledAfter(
  pair: FunctionPair,
  index: number,
  described: Described,
  side: 'baseline' | 'candidate',
): Spot | null {
  let spot = described.statement.after;
  for (const next of pair.statements.slice(index + 1)) {
    if (next.baseline !== null && next.candidate !== null) break;
    const alone = next[side];
    if (alone?.traits.defines.some((name) => described.traits.defines.includes(name))) {
      spot = alone.statement.after ?? spot;
    }
  }
  return spot;
}
