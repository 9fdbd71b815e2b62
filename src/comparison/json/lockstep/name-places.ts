import { atName, isMapKey, type Position } from '../../place-pattern.ts';
import { jsonBytes } from './json-bytes.ts';
import { readKey } from './place.ts';
import { isSameKey } from './read-members.ts';
import { skipString } from './skip-json.ts';
import type { Place } from './step.ts';

const { backslash } = jsonBytes;

/**
 * The pattern of places, read once for all of them, in all documents: what is found in ten thousand elements or answers is known to be the same
 * field by the bytes of its key. Two places of one document have the same pattern if they have the same of these.
 */
export type Pattern = {
  readonly text: string;
  /** What it adds to the one around it; of a place in an array or a map, not what the place adds. */
  readonly segment: string;
  /** The keys that were met inside, each in its quotes. */
  readonly keys: { readonly key: Buffer; readonly pattern: Pattern }[];
  /** Inside an array, or a map. */
  any: Pattern | null;
};

/** How the rest of the comparison names places; asked once all containers are closed. */
export type PlaceNames = {
  readonly positionOf: (place: Place | null) => Position;
  readonly patternOf: (place: Place | null) => Pattern;
};

/** Keys inside one pattern that are remembered, and how long they may be; of others each is read. */
const [mostKeys, longestKey] = [64, 64];
/** Patterns that are remembered from document to document; with more, all are forgotten. */
const mostPatterns = 4096;
const roots = new Map<string, Pattern>();
let remembered = 0;

export function createPlaceNames(baseline: Buffer, root: Position): PlaceNames {
  const rootPattern = rootOf(root.pattern);
  const patternOf = (place: Place | null): Pattern => {
    if (place === null) return rootPattern;
    place.pattern ??= patternInside(patternOf(place.parent), place, baseline);
    return place.pattern;
  };
  const positionOf = (place: Place | null): Position => {
    if (place === null) return root;
    place.named ??= positionInside(positionOf(place.parent), patternOf(place), { place, baseline });
    return place.named;
  };
  return { positionOf, patternOf };
}

function rootOf(text: string): Pattern {
  if (remembered > mostPatterns) {
    roots.clear();
    remembered = 0;
  }
  const known = roots.get(text);
  if (known !== undefined) return known;
  const root = makePattern(text, '');
  roots.set(text, root);
  remembered += 1;
  return root;
}

function makePattern(around: string, segment: string): Pattern {
  return { text: around + segment, segment, keys: [], any: null };
}

type Stepped = { readonly place: Place; readonly baseline: Buffer };

function positionInside(around: Position, pattern: Pattern, { place, baseline }: Stepped): Position {
  const { step } = place;
  if (pattern.segment !== anySegment) return { place: around.place + pattern.segment, pattern: pattern.text };
  if (typeof step === 'number' && step < 0)
    return { place: `${around.place}/${~step}`, pattern: pattern.text };
  const name = typeof step === 'number' ? readKey(baseline, step) : step;
  return { place: atName(around, name).place, pattern: pattern.text };
}

const anySegment = '/*';

function patternInside(around: Pattern, { step, noted }: Place, baseline: Buffer): Pattern {
  if (typeof step === 'number' && step < 0) return anyInside(around);
  if (typeof step === 'string') return patternOfKey(around, step, noted.size);
  if (isMapKey('', noted.size)) return anyInside(around);
  for (const { key, pattern } of around.keys)
    if (isSameKey({ one: key, key: 0 }, baseline, step)) return pattern;
  const pattern = patternOfKey(around, readKey(baseline, step), noted.size);
  const key = baseline.subarray(step, skipString(baseline, step));
  if (around.keys.length < mostKeys && key.length <= longestKey && !key.includes(backslash)) {
    around.keys.push({ key: Buffer.from(key), pattern });
    remembered += 1;
  }
  return pattern;
}

function patternOfKey(around: Pattern, name: string, memberCount: number): Pattern {
  if (isMapKey(name, memberCount)) return anyInside(around);
  return makePattern(around.text, atName({ place: '', pattern: '' }, name).place);
}

function anyInside(around: Pattern): Pattern {
  around.any ??= makePattern(around.text, anySegment);
  return around.any;
}
