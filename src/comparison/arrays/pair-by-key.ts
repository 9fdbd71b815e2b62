import { exactScalarName } from '../json/identify-json.ts';
import { isJsonNumber, isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { BothArrays, ElementPair, Unpaired } from './align-arrays.ts';

/** Names under which services give what tells one record from another. */
const namesOfKeys =
  /(^|[_@-])(id|uuid|guid|key|sku|slug|code|number|no|ref|email)$|[a-z](Id|Key|Code|Number|Ref)$/;
/** A field is taken for the key only where this part of the smaller array has its counterpart by it. */
const leastOverlap = 0.5;

/**
 * Pairs records by the field that tells them apart, found without being told: every element of both arrays has it, no two of
 * one array share a value, and most values stand in both. Without it a record of which most fields changed at once would be
 * a removal beside an addition. A field that merely numbers the positions is none, for an insertion renumbers it.
 */
export function pairByKey(rest: Unpaired, fields: Fields): readonly ElementPair[] {
  if (rest.baseline.length === 0 || rest.other.length === 0) return [];
  const key = findKey(fields);
  if (key === null) return [];
  const others = new Map(rest.other.map((index) => [key.other[index], index]));
  return rest.baseline.flatMap((baseline) => {
    const other = others.get(key.baseline[baseline]);
    return other === undefined ? [] : [{ baseline, other }];
  });
}

/** The fields by which the elements of two arrays may be told apart, read when they are asked for. */
export type Fields = {
  /** Of the first record of the baseline. */
  readonly names: readonly string[];
  /**
   * The text of one field in each element of one array, with what tells a string from a number; `null` when an element is no record,
   * does not have it, or has something else in it.
   */
  readonly textsOf: (side: keyof BothArrays, name: string) => readonly string[] | null;
};

/** The fields of arrays that have been read as values. */
export function createFields(arrays: BothArrays): Fields {
  const [first] = arrays.baseline;
  return {
    names: first === undefined || !isJsonObject(first) ? [] : [...first.keys()],
    textsOf: (side, name) => {
      const texts: string[] = [];
      for (const element of arrays[side]) {
        const text = isJsonObject(element) ? scalarOf(element, name) : null;
        if (text === null) return null;
        texts.push(text);
      }
      return texts;
    },
  };
}

/** The values of one field in each element of both arrays; no two of one array are equal. */
type KeyField = { readonly baseline: readonly string[]; readonly other: readonly string[] };

/** One whose name says so goes first; among them the one of which most values stand in both. */
function findKey(fields: Fields): KeyField | null {
  const named = fields.names.filter((name) => namesOfKeys.test(name));
  const others = fields.names.filter((name) => !namesOfKeys.test(name));
  return bestOf(fields, named) ?? bestOf(fields, others);
}

/** Of equally good ones the first; behind one of which all values stand in both, none is read. */
function bestOf(fields: Fields, names: readonly string[]): KeyField | null {
  let best: { readonly field: KeyField; readonly overlap: number } | null = null;
  for (const name of names) {
    const baseline = valuesOf(fields, 'baseline', name);
    const other = baseline === null ? null : valuesOf(fields, 'other', name);
    if (baseline === null || other === null) continue;
    const overlap = overlapOf(baseline.distinct, other.texts);
    if (overlap < leastOverlap || overlap <= (best?.overlap ?? 0)) continue;
    best = { field: { baseline: baseline.texts, other: other.texts }, overlap };
    if (overlap === 1) break;
  }
  return best?.field ?? null;
}

type Values = { readonly texts: readonly string[]; readonly distinct: ReadonlySet<string> };

/** `null` also when a value is repeated, or the field numbers the position. */
function valuesOf(fields: Fields, side: keyof BothArrays, name: string): Values | null {
  const texts = fields.textsOf(side, name);
  if (texts === null || hasEarlyRepeat(texts)) return null;
  const distinct = new Set(texts);
  if (distinct.size < texts.length) return null;
  return namesOfKeys.test(name) || !numbersPositions(texts) ? { texts, distinct } : null;
}

/** So many values tell mostly of a field that repeats that it does. */
const early = 64;

function hasEarlyRepeat(texts: readonly string[]): boolean {
  const first = texts.slice(0, early);
  return new Set(first).size < first.length;
}

function scalarOf(element: JsonObject, name: string): string | null {
  const value = element.get(name);
  if (value === undefined) return null;
  return typeof value === 'string' || isJsonNumber(value) ? exactScalarName(value) : null;
}

function numbersPositions(values: readonly string[]): boolean {
  const first = Number(values[0]);
  return values.length > 1 && values.every((value, index) => Number(value) === first + index);
}

function overlapOf(distinct: ReadonlySet<string>, others: readonly string[]): number {
  let shared = 0;
  for (const other of others) if (distinct.has(other)) shared += 1;
  return shared / Math.max(1, Math.min(distinct.size, others.length));
}
