import {
  type Alignment,
  alignLeft,
  type ElementPair,
  type FindPairs,
  pairStepwise,
} from '../../arrays/align-arrays.ts';
import { pairByKey } from '../../arrays/pair-by-key.ts';
import { type ElementNumbers, pairEqual, pairInOrder } from '../../arrays/pair-equal.ts';
import { createIdentities } from '../compare-json.ts';
import type { JsonValue } from '../json-value.ts';
import { parseJson } from '../parse-json.ts';
import type { Elements } from './array-walk.ts';
import { fieldsInBytes } from './fields-in-bytes.ts';

/** The elements of two arrays, in bytes. */
export type BothElements = { readonly baseline: Elements; readonly other: Elements };

/**
 * Which element of one array is which of the other, by the steps of `alignArrays`: those of the same bytes are equal, a key is read
 * where it stands, and only elements that have no counterpart by then are read as values.
 */
export function pairInBytes(both: BothElements, numbers: ElementNumbers): Alignment {
  const once = pairOnce(both, numbers);
  const steps: readonly FindPairs[] = [
    ...(once === null ? equal(numbers) : [() => once]),
    (rest) => pairByKey(rest, fieldsInBytes(both)),
  ];
  const all = { baseline: [...both.baseline.spans.keys()], other: [...both.other.spans.keys()] };
  const paired = pairStepwise(all, steps);
  const { baseline, other } = paired.rest;
  const isLeft = baseline.length > 0 && other.length > 0;
  const arrays = {
    baseline: isLeft ? readSome(both.baseline, baseline) : [],
    other: isLeft ? readSome(both.other, other) : [],
  };
  return alignLeft(arrays, createIdentities(), paired);
}

function equal(numbers: ElementNumbers): readonly FindPairs[] {
  return [(rest) => pairInOrder(rest, numbers), (rest) => pairEqual(rest, numbers)];
}

/**
 * Equal elements where no array has two that are equal: then there is one way to pair them, and which of them stayed in order is told
 * of all pairs at once. `null` where some are equal.
 */
function pairOnce({ baseline, other }: BothElements, numbers: ElementNumbers): readonly ElementPair[] | null {
  const size = baseline.spans.length + other.spans.length;
  const [ours, theirs] = [new Int32Array(size).fill(-1), new Int32Array(size).fill(-1)];
  for (let index = 0; index < other.spans.length; index += 1) {
    const number = numbers.other(index);
    if (theirs[number] !== -1) return null;
    theirs[number] = index;
  }
  const pairs: ElementPair[] = [];
  for (let index = 0; index < baseline.spans.length; index += 1) {
    const number = numbers.baseline(index);
    if (ours[number] !== -1) return null;
    ours[number] = index;
    const counterpart = theirs[number] ?? -1;
    if (counterpart !== -1) pairs.push({ baseline: index, other: counterpart });
  }
  return pairs;
}

function readSome({ bytes, spans }: Elements, indices: readonly number[]): JsonValue[] {
  const values: JsonValue[] = Array.from(spans, () => null);
  for (const index of indices) {
    const span = spans[index];
    if (span !== undefined) values[index] = parseJson(bytes.toString('utf8', span.from, span.to)) ?? null;
  }
  return values;
}
