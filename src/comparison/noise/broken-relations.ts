import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import type { ComparedExchange } from '../compared-run.ts';
import { isRepeated } from '../place-pattern.ts';
import { differOnlyInTime } from '../values/differ-only-in-time.ts';
import { isValueKind } from '../values/kinds-of-value.ts';
import { recogniseTime } from '../values/recognise-time.ts';
import { generatedClass } from '../values/recognise-value.ts';
import { findFallen } from './fallen-values.ts';

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
  const tell = ({ exchangeId, place }: Pick<Cell, 'exchangeId' | 'place'>, reason: string): void => {
    const places = broken.get(exchangeId) ?? new Map<string, string>();
    broken.set(exchangeId, places);
    if (!places.has(place)) places.set(place, reason);
  };
  const add = ({ cell, origin }: Pair, inWords: (other: string) => string): void => {
    // Where both builds drew the same value, only the other of the two differs, and can be shown.
    const [shown, other] = cell.baseline === cell.candidate ? [origin, cell] : [cell, origin];
    tell(shown, inWords(nameOf(other)));
  };
  for (const pair of pairsBy(cells, 'baseline'))
    if (isSplit(pair, timesGiven))
      add(pair, (other) => `the baseline repeats what it gave at ${other}, the candidate does not`);
  const joined = pairsBy(cells.filter(isDrawn), 'candidate').filter(isJoined);
  for (const pair of [...joined, ...repeatedInLists(cells)])
    add(pair, (other) => `the candidate repeats what it gave at ${other}, the baseline does not`);
  for (const fallen of findFallen(exchanges)) tell(fallen, fallen.reason);
  return broken;
}

/** One token of a value that varies, as each instance gave it in the same place. */
type Cell = {
  readonly exchangeId: string;
  readonly route: string;
  readonly place: string;
  readonly pattern: string;
  readonly inArray: boolean;
  readonly baseline: string;
  readonly secondary: string;
  readonly candidate: string;
};

function cellsOf({ exchangeId, route, divergences, noise }: ComparedExchange): readonly Cell[] {
  const ofCandidate = new Map(divergences.map((divergence) => [divergence.place, divergence]));
  // Where a list or a whole answer has another shape, a place without divergence may be one that is not there.
  const hasSameShape = divergences.every(({ kind }) => isValueKind(kind));
  return (noise ?? []).flatMap((varied) => {
    const { place, pattern } = varied;
    const differs = ofCandidate.get(place);
    if (differs === undefined && !hasSameShape) return [];
    const baseline = tokensOf(varied, varied.baseline);
    const secondary = tokensOf(varied, varied.candidate);
    const candidate = differs === undefined ? baseline : tokensOf(differs, differs.candidate);
    if (baseline.length !== candidate.length || baseline.length !== secondary.length) return [];
    const where = { exchangeId, route, place, pattern, inArray: isRepeated({ place, pattern }) };
    return baseline.flatMap((token, index) => {
      const cell = { baseline: token, secondary: secondary[index] ?? '', candidate: candidate[index] ?? '' };
      const isId = /^\d+$/.test(token) ? isIdPlace(pattern) : isTelling(token);
      return token === cell.secondary || !isId ? [] : [{ ...where, ...cell }];
    });
  });
}

/** Numbers of a sequence tell as much as drawn texts do where they are called ids; other numbers agree by accident. */
function isIdPlace(pattern: string): boolean {
  const name = pattern.split('/').findLast((segment) => segment !== '*') ?? '';
  return /^_?ids?$|[a-z]Ids?$|[_-]ids?$/.test(name);
}

/** A moment or a drawn text is one token, whatever separators it holds; an id may stand inside a path, a quoted validator or a longer text. */
function tokensOf({ kind }: Divergence, value: ShownValue | null): readonly string[] {
  if (!isValueKind(kind) || value === null || value.digest !== undefined) return [];
  if (value.type === 'number') return /^\d{4,}$/.test(value.text) ? [value.text] : [];
  if (value.type !== 'string') return [];
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

/**
 * A list in which the candidate shows one id for two elements that baseline and secondary tell apart, wherever elements were paired: what
 * is put in another order repeats nothing. Told of routes whose lists never repeat an id by nature.
 */
function repeatedInLists(cells: readonly Cell[]): readonly Pair[] {
  const inLists = cells.filter((cell) => cell.inArray && recogniseTime(cell.baseline, false) === null);
  const lists = Map.groupBy(inLists, ({ exchangeId, pattern }) => `${exchangeId}\n${pattern}`);
  const repeating = new Set<string>();
  for (const list of lists.values())
    if (list.length > Math.min(distinct(list, 'baseline'), distinct(list, 'secondary')))
      for (const { route, pattern } of list.slice(0, 1)) repeating.add(`${route}\n${pattern}`);
  return [...lists.values()].flatMap((list) => {
    const [{ route, pattern } = { route: '', pattern: '' }] = list;
    return repeating.has(`${route}\n${pattern}`) ? [] : pairsBy(list, 'candidate');
  });
}

function distinct(cells: readonly Cell[], side: 'baseline' | 'secondary'): number {
  return new Set(cells.map((cell) => cell[side])).size;
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
function isSplit({ cell, origin }: Pair, timesGiven: ReadonlyMap<string, number>): boolean {
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

function isJoined({ cell, origin }: Pair): boolean {
  return cell.baseline !== origin.baseline && cell.secondary !== origin.secondary;
}

function shown(text: string): ShownValue {
  return { type: 'string', text, length: text.length };
}

function nameOf({ exchangeId, place }: Cell): string {
  return `${place} of ${exchangeId}`;
}
