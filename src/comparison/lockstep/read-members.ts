import { type Offsets, pushOffset } from './offsets.ts';
import type { KeyList } from './repeated-keys.ts';
import { closeBrace, colon, comma, quote, skipSpace, skipString, skipValue } from './skip-json.ts';

/**
 * The members of one object in a list of offsets, three a member: of its key, of its value and behind that. The list is shared by
 * all open objects; who is done with one cuts it back to `from`.
 */
export type Members = KeyList & {
  /** Behind the closing brace. */
  readonly end: number;
};

const every = 3;

/** Reads over an object that opens at an offset, inside `depth - 1` containers; `null` when it is no JSON. */
export function readMembers(
  bytes: Buffer,
  opensAt: number,
  { list, depth }: { readonly list: Offsets; readonly depth: number },
): Members | null {
  const from = list.count;
  let at = skipSpace(bytes, opensAt + 1);
  if (bytes[at] === closeBrace) return { list, from, to: from, every, end: at + 1 };
  for (;;) {
    pushOffset(list, at);
    at = skipString(bytes, at);
    if (at !== -1) at = skipSpace(bytes, at);
    if (at === -1 || bytes[at] !== colon) return null;
    at = skipSpace(bytes, at + 1);
    pushOffset(list, at);
    at = skipValue(bytes, at, depth);
    if (at === -1) return null;
    pushOffset(list, at);
    at = skipSpace(bytes, at);
    if (bytes[at] === closeBrace) return { list, from, to: list.count, every, end: at + 1 };
    if (bytes[at] !== comma) return null;
    at = skipSpace(bytes, at + 1);
  }
}

export function countMembers({ from, to }: Members): number {
  return (to - from) / every;
}

export function keyOf({ list, from }: Members, member: number): number {
  return list.items[from + member * every] ?? 0;
}

export function beginningOf({ list, from }: Members, member: number): number {
  return list.items[from + member * every + 1] ?? 0;
}

export function endOf({ list, from }: Members, member: number): number {
  return list.items[from + member * every + 2] ?? 0;
}

/** Of larger objects the keys are looked up rather than searched. */
const few = 32;

/** Finds the member with the key of another object, -1 where there is none; quickest in the order of both. */
export function createFinder(one: Buffer, another: Buffer, others: Members): (key: number) => number {
  const count = countMembers(others);
  if (count > few) {
    const known = new Map(
      Array.from({ length: count }, (_, member) => [nameOf(another, keyOf(others, member)), member]),
    );
    return (key) => known.get(nameOf(one, key)) ?? -1;
  }
  let next = 0;
  return (key) => {
    for (let tried = 0; tried < count; tried += 1) {
      const member = next < count ? next : 0;
      next = member + 1;
      if (isSameKey({ one, key }, another, keyOf(others, member))) return member;
    }
    return -1;
  };
}

function nameOf(bytes: Buffer, key: number): string {
  return bytes.toString('latin1', key, skipString(bytes, key));
}

/** Both are written without escapes. */
function isSameKey(
  { one, key }: { readonly one: Buffer; readonly key: number },
  another: Buffer,
  otherKey: number,
): boolean {
  for (let at = 1; ; at += 1) {
    const byte = one[key + at];
    if (byte !== another[otherKey + at]) return false;
    if (byte === quote) return true;
  }
}
