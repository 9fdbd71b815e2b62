import type { Divergence, ShownValue } from '../domain/divergence.ts';
import { differOnlyInTime } from './differ-only-in-time.ts';
import { isValueKind } from './kinds-of-value.ts';
import { isRepeated } from './place-pattern.ts';
import { recogniseTime } from './recognise-time.ts';
import { generatedClass } from './recognise-value.ts';
import type { ComparedExchange } from './run-comparison.ts';

/** For each exchange, the places where the candidate broke a relation, each with the reason shown. */
export type BrokenRelations = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * A value that varies means little by itself, but much beside another: the id that a read answers is the one that the
 * create gave, and two creates give two. Baseline and secondary show which values belong together; where both agree, the
 * candidate must do as they do. Called once a run, because values are drawn anew in each.
 */
export function findBrokenRelations(exchanges: readonly ComparedExchange[]): BrokenRelations {
  const cells = exchanges.flatMap(cellsOf);
  const timesGiven = countBy(cells, (cell) => cell.candidate);
  const broken = new Map<string, Map<string, string>>();
  const add = ({ exchangeId, place }: Cell, reason: string): void => {
    const places = broken.get(exchangeId) ?? new Map<string, string>();
    broken.set(exchangeId, places);
    if (!places.has(place)) places.set(place, reason);
  };
  for (const { cell, origin } of pairsBy(cells, 'baseline')) {
    if (isSplit(cell, origin, timesGiven))
      add(cell, `the baseline repeats what it gave at ${nameOf(origin)}, the candidate does not`);
  }
  for (const { cell, origin } of pairsBy(cells.filter(isDrawn), 'candidate')) {
    if (isJoined(cell, origin))
      add(cell, `the candidate repeats what it gave at ${nameOf(origin)}, the baseline does not`);
  }
  return broken;
}

/** One token of a value that varies, as each instance gave it in the same place. */
type Cell = {
  readonly exchangeId: string;
  readonly place: string;
  readonly inArray: boolean;
  readonly baseline: string;
  readonly secondary: string;
  readonly candidate: string;
};

function cellsOf({ exchangeId, divergences, noise }: ComparedExchange): readonly Cell[] {
  const ofNoise = new Map((noise ?? []).map((divergence) => [divergence.place, divergence]));
  return divergences.flatMap((divergence) => {
    const { place, pattern } = divergence;
    const varied = ofNoise.get(place);
    const baseline = tokensOf(divergence, divergence.baseline);
    const candidate = tokensOf(divergence, divergence.candidate);
    const secondary = varied === undefined ? [] : tokensOf(varied, varied.candidate);
    if (baseline.length !== candidate.length || baseline.length !== secondary.length) return [];
    const inArray = isRepeated({ place, pattern });
    return baseline.flatMap((token, index) => {
      const cell = { baseline: token, secondary: secondary[index] ?? '', candidate: candidate[index] ?? '' };
      return token === cell.secondary || !isTelling(token) ? [] : [{ exchangeId, place, inArray, ...cell }];
    });
  });
}

/** A moment or a drawn text is one token, whatever separators it holds; an id may stand inside a path, a quoted validator or a longer text. */
function tokensOf({ kind }: Divergence, value: ShownValue | null): readonly string[] {
  if (!isValueKind(kind) || value === null || value.type !== 'string' || value.digest !== undefined)
    return [];
  return generatedClass(value.text, false) === null ? value.text.split(/[^\w.~+=-]+/) : [value.text];
}

/** Words, numbers and short texts agree by accident. */
function isTelling(token: string): boolean {
  if (recogniseTime(token, false) !== null || generatedClass(token, false) !== null) return true;
  return (
    /^[\w+=-]{6,}$/.test(token) && /\d/.test(token) && /[A-Za-z]/.test(token) && !/^\d+[a-z]+$/i.test(token)
  );
}

/** Drawn from so many that no two are alike by accident. */
function isDrawn({ baseline, inArray }: Cell): boolean {
  return !inArray && recogniseTime(baseline, false) === null && generatedClass(baseline, false) !== null;
}

type Pair = { readonly cell: Cell; readonly origin: Cell };

/** Each cell with the first that shows the same text of one side. */
function pairsBy(cells: readonly Cell[], side: 'baseline' | 'candidate'): readonly Pair[] {
  const first = new Map<string, Cell>();
  return cells.flatMap((cell) => {
    const origin = first.get(cell[side]);
    if (origin === undefined) first.set(cell[side], cell);
    return origin === undefined ? [] : [{ cell, origin }];
  });
}

/**
 * Inside an array another element may have been taken for the counterpart: there only a value that the candidate gives nowhere
 * else tells. Moments that differ as little as two clock readings do are the same moment.
 */
function isSplit(cell: Cell, origin: Cell, timesGiven: ReadonlyMap<string, number>): boolean {
  if (cell.candidate === origin.candidate || cell.secondary !== origin.secondary) return false;
  const sides = [shown(origin.candidate), shown(cell.candidate)] as const;
  if (recogniseTime(cell.baseline, false) !== null)
    return recogniseTime(cell.candidate, false) !== null && !differOnlyInTime(...sides, null);
  const isArray = cell.inArray || origin.inArray;
  return !isArray || timesGiven.get(cell.candidate) === 1;
}

function countBy(cells: readonly Cell[], keyOf: (cell: Cell) => string): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(cells, keyOf)].map(([key, group]) => [key, group.length]));
}

function isJoined(cell: Cell, origin: Cell): boolean {
  return cell.baseline !== origin.baseline && cell.secondary !== origin.secondary;
}

function shown(text: string): ShownValue {
  return { type: 'string', text, length: text.length };
}

function nameOf({ exchangeId, place }: Cell): string {
  return `${place} of ${exchangeId}`;
}
