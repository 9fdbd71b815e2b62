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

/** The value of one field in each element of both arrays. */
type KeyField = { readonly baseline: readonly string[]; readonly other: readonly string[] };

/** One whose name says so goes first; among them the one of which most values stand in both. */
function findKey(fields: Fields): KeyField | null {
  const named = fields.names.filter((name) => namesOfKeys.test(name));
  const others = fields.names.filter((name) => !namesOfKeys.test(name));
  return bestOf(fields, named) ?? bestOf(fields, others);
}

function bestOf(fields: Fields, names: readonly string[]): KeyField | null {
  const [best] = names
    .flatMap((name) => {
      const baseline = valuesOf(fields, 'baseline', name);
      const other = baseline === null ? null : valuesOf(fields, 'other', name);
      return baseline === null || other === null ? [] : [{ baseline, other }];
    })
    .map((field) => ({ field, overlap: overlapOf(field) }))
    .filter(({ overlap }) => overlap >= leastOverlap)
    .toSorted((one, another) => another.overlap - one.overlap);
  return best?.field ?? null;
}

/** `null` also when a value is repeated, or the field numbers the position. */
function valuesOf(fields: Fields, side: keyof BothArrays, name: string): readonly string[] | null {
  const values = fields.textsOf(side, name);
  if (values === null || new Set(values).size < values.length) return null;
  return namesOfKeys.test(name) || !numbersPositions(values) ? values : null;
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

function overlapOf({ baseline, other }: KeyField): number {
  const shared = new Set(baseline).intersection(new Set(other)).size;
  return shared / Math.max(1, Math.min(baseline.length, other.length));
}
