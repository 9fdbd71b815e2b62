/** Where the comparison stands: the exact place, and the same with `*` for indices and for keys that are ids. */
export type Position = { readonly place: string; readonly pattern: string };

/** A position without variable parts, such as `status` or `header.etag`. */
export function positionAt(place: string): Position {
  return { place, pattern: place };
}

/** One step down to a member with a fixed name. */
export function atName(position: Position, name: string): Position {
  const segment = `/${escapeSegment(name)}`;
  return { place: position.place + segment, pattern: position.pattern + segment };
}

/** One step down to an element: the pattern forgets the index, so that all elements share what is learned of one. */
export function atIndex(position: Position, index: number): Position {
  return { place: `${position.place}/${index}`, pattern: `${position.pattern}/*` };
}

/** One step down to a member of an object that is used as a map: the pattern forgets the key. */
export function atMapKey(position: Position, key: string): Position {
  return { place: `${position.place}/${escapeSegment(key)}`, pattern: `${position.pattern}/*` };
}

/**
 * One step down to a node of markup, as XPath names it: the number counts from 1 among siblings of its name and is left out
 * where there is one, and without a number a pattern means all of them.
 */
export function atNode(position: Position, name: string, number: number | null): Position {
  const segment = `/${escapeSegment(name)}`;
  const counted = number === null ? segment : `${segment}[${number}]`;
  return { place: position.place + counted, pattern: position.pattern + segment };
}

/** Whether a place is inside an array, a map or among siblings of one name. */
export function isRepeated({ place, pattern }: Position): boolean {
  return /\/\*(\/|$)/.test(pattern) || (place !== pattern && /\[\d+\](\/|$)/.test(place));
}

/** From this many members on, an object is taken for a map whatever its keys look like. */
const mapSize = 50;

/** One step down to a member of an object, as a map key when the object or the key looks like one. */
export function atKey(position: Position, key: string, memberCount: number): Position {
  return isMapKey(key, memberCount) ? atMapKey(position, key) : atName(position, key);
}

/** Whether a member of an object of so many is one of a map, whose pattern forgets the key. */
export function isMapKey(key: string, memberCount: number): boolean {
  return memberCount > mapSize || looksLikeId(key);
}

/** Whether a key names an entity rather than a field: a number, a UUID, a long token with digits, an address. */
export function looksLikeId(key: string): boolean {
  if (key.length <= 100 && !/[\d@]/.test(key)) return false;
  if (/^\d+$/.test(key) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(key)) return true;
  if (key.length > 100 || /^[^\s@]+@[^\s@]+\.[a-z]+$/i.test(key)) return true;
  return /^[\w-]{16,}$/.test(key) && (key.match(/\d/g) ?? []).length >= 3;
}

/** RFC 6901: `~` and `/` inside a segment are written `~0` and `~1`. */
function escapeSegment(segment: string): string {
  if (!segment.includes('/') && !segment.includes('~')) return segment;
  return segment.replaceAll('~', '~0').replaceAll('/', '~1');
}
