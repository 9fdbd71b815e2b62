import type { Divergence } from '../../domain/divergence.ts';
import { alignArrays, type Identities } from '../arrays/align-arrays.ts';
import type { DivergenceCollector } from '../divergence-collector.ts';
import { atIndex, atKey, type Position } from '../place-pattern.ts';
import { compareScalars } from '../values/compare-scalars.ts';
import type { IdentityMask } from '../values/instance-identity.ts';
import { generatedClass } from '../values/recognise-value.ts';
import { showJson } from '../values/shown-value.ts';
import { createIdentifier, exactScalarName, type Identify } from './identify-json.ts';
import {
  isJsonArray,
  isJsonObject,
  type JsonArray,
  type JsonObject,
  type JsonValue,
  typeOfJson,
} from './json-value.ts';

/** Nested deeper than this, two subtrees are compared as wholes; real documents stay far above, bombs do not. */
const deepest = 200;

export type JsonComparison = {
  readonly position: Position;
  readonly identity: IdentityMask;
  readonly collector: DivergenceCollector;
};

/**
 * The heart of the comparison: two JSON values → divergences, as few as describe the change. Equal subtrees are skipped
 * by identity, arrays are aligned without being told a key, and every pair is then compared inside, so that no
 * shortcut of the alignment can hide a difference.
 */
export function compareJson(baseline: JsonValue, other: JsonValue, comparison: JsonComparison): void {
  compareValues(baseline, other, { ...comparison, identities: createIdentities(), depth: 0 });
}

/** The same for two values inside two documents that were compared in lockstep down to them. */
export function compareJsonInside(
  baseline: JsonValue,
  other: JsonValue,
  comparison: JsonComparison & { readonly identities: Identities; readonly depth: number },
): void {
  compareValues(baseline, other, comparison);
}

/** What tells the elements of arrays from each other; one pair of documents shares one, and most need none. */
export function createIdentities(): Identities {
  const made: { exact?: Identify; masked?: Identify } = {};
  return {
    exact: (value) => {
      made.exact ??= createIdentifier(exactScalarName);
      return made.exact(value);
    },
    masked: (value) => {
      made.masked ??= createIdentifier(maskedScalarName);
      return made.masked(value);
    },
  };
}

type Walk = JsonComparison & { readonly identities: Identities; readonly depth: number };

function compareValues(baseline: JsonValue, other: JsonValue, walk: Walk): void {
  const type = typeOfJson(baseline);
  const isStructure = type === 'object' || type === 'array';
  if (isSame(baseline, other, isStructure ? walk.identities.exact : null)) return;
  if (type !== typeOfJson(other)) {
    add(walk, 'type-changed', { baseline, other });
  } else if (isStructure && walk.depth >= deepest) {
    add(walk, 'value-changed', { baseline, other }, `nested deeper than ${deepest}, compared as a whole`);
  } else if (isJsonObject(baseline) && isJsonObject(other)) {
    compareObjects(baseline, other, walk);
  } else if (isJsonArray(baseline) && isJsonArray(other)) {
    compareArrays(baseline, other, walk);
  } else {
    const { position, identity, collector } = walk;
    const comparison = {
      position,
      identity,
      collector,
      kind: 'value-changed',
      compareNested: compareJson,
    } as const;
    compareScalars(baseline, other, comparison);
  }
}

/** Scalars are compared as they are: to number each of them would cost more than to compare them. */
function isSame(baseline: JsonValue, other: JsonValue, identify: Identify | null): boolean {
  if (identify !== null) return identify(baseline) === identify(other);
  if (typeof baseline === 'string') return baseline === other;
  return typeOfJson(baseline) === typeOfJson(other) && exactScalarName(baseline) === exactScalarName(other);
}

function compareObjects(baseline: JsonObject, other: JsonObject, walk: Walk): void {
  const size = Math.max(baseline.size, other.size);
  for (const [key, value] of baseline) {
    const inside = stepTo(walk, atKey(walk.position, key, size));
    const counterpart = other.get(key);
    if (counterpart === undefined) add(inside, 'field-removed', { baseline: value });
    else compareValues(value, counterpart, inside);
  }
  for (const [key, value] of other) {
    if (!baseline.has(key))
      add(stepTo(walk, atKey(walk.position, key, size)), 'field-added', { other: value });
  }
}

function compareArrays(baseline: JsonArray, other: JsonArray, walk: Walk): void {
  const { pairs, removed, added } = alignArrays({ baseline, other }, walk.identities);
  for (const pair of pairs) {
    const inside = stepTo(walk, atIndex(walk.position, pair.baseline));
    const values = { baseline: baseline[pair.baseline] ?? null, other: other[pair.other] ?? null };
    if (pair.moved) add(inside, 'element-moved', values, `from index ${pair.baseline} to ${pair.other}`);
    compareValues(values.baseline, values.other, inside);
  }
  for (const index of removed) {
    add(stepTo(walk, atIndex(walk.position, index)), 'element-removed', {
      baseline: baseline[index] ?? null,
    });
  }
  for (const index of added) {
    add(stepTo(walk, atIndex(walk.position, index)), 'element-added', { other: other[index] ?? null });
  }
}

function stepTo(walk: Walk, position: Position): Walk {
  return { ...walk, position, depth: walk.depth + 1 };
}

type Sides = { readonly baseline?: JsonValue; readonly other?: JsonValue };

function add(walk: Walk, kind: Divergence['kind'], { baseline, other }: Sides, note?: string): void {
  walk.collector.add({
    kind,
    ...walk.position,
    baseline: baseline === undefined ? null : showJson(baseline),
    candidate: other === undefined ? null : showJson(other),
    ...(note === undefined ? {} : { note }),
  });
}

/** What looks generated counts as its class, so that noise inside elements does not break their alignment. */
function maskedScalarName(scalar: JsonValue): string {
  const type = typeOfJson(scalar);
  const exact = exactScalarName(scalar);
  if (type !== 'string' && type !== 'number') return exact;
  const found = generatedClass(type === 'string' ? String(scalar) : exact, type === 'number');
  return found === null ? exact : `\uE000${found}`;
}
