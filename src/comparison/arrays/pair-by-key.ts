import { exactScalarName } from '../json/identify-json.ts';
import { isJsonNumber, isJsonObject, type JsonArray, type JsonObject } from '../json/json-value.ts';
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
export function pairByKey(rest: Unpaired, arrays: BothArrays): readonly ElementPair[] {
  if (rest.baseline.length === 0 || rest.other.length === 0) return [];
  const key = findKey(arrays);
  if (key === null) return [];
  const others = new Map(rest.other.map((index) => [key.other[index], index]));
  return rest.baseline.flatMap((baseline) => {
    const other = others.get(key.baseline[baseline]);
    return other === undefined ? [] : [{ baseline, other }];
  });
}

/** The value of one field in each element of both arrays. */
type KeyField = {
  readonly name: string;
  readonly baseline: readonly string[];
  readonly other: readonly string[];
};

function findKey({ baseline, other }: BothArrays): KeyField | null {
  const [first] = baseline;
  if (first === undefined || !isJsonObject(first)) return null;
  const fields = [...first.keys()].flatMap((name) => {
    const field = { name, baseline: valuesOf(baseline, name), other: valuesOf(other, name) };
    const { baseline: before, other: after } = field;
    return before === null || after === null ? [] : [{ name, baseline: before, other: after }];
  });
  const rated = fields.map((field) => ({ field, overlap: overlapOf(field) }));
  const [best] = rated
    .filter(({ overlap }) => overlap >= leastOverlap)
    .toSorted(
      (one, another) =>
        Number(isNamedAsKey(another.field)) - Number(isNamedAsKey(one.field)) ||
        another.overlap - one.overlap,
    );
  return best?.field ?? null;
}

function isNamedAsKey({ name }: KeyField): boolean {
  return namesOfKeys.test(name);
}

/** `null` when an element is no record, does not have the field, repeats a value or numbers its position. */
function valuesOf(array: JsonArray, name: string): readonly string[] | null {
  const seen = new Set<string>();
  for (const element of array) {
    const value = isJsonObject(element) ? scalarOf(element, name) : null;
    if (value === null || seen.has(value)) return null;
    seen.add(value);
  }
  const values = [...seen];
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
