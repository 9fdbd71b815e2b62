import { jsonBytes } from './json-bytes.ts';
import type { KeyList } from './repeated-keys.ts';
import { skipString } from './skip-json.ts';

const { quote } = jsonBytes;

/**
 * The members of one object in a list of offsets, three a member: of its key, of its value and behind that. The list is shared by
 * all open objects; who is done with one cuts it back to `from`.
 */
export type Members = KeyList & {
  /** Behind the closing brace. */
  readonly end: number;
};

const every = 3;

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

/** Finds the member with the key of another object, -1 where there is none; quickest in the order of both, or its reverse. */
export function createFinder(one: Buffer, another: Buffer, others: Members): (key: number) => number {
  const count = countMembers(others);
  if (count > few) {
    const known = new Map(
      Array.from({ length: count }, (_, member) => [nameOf(another, keyOf(others, member)), member]),
    );
    return (key) => known.get(nameOf(one, key)) ?? -1;
  }
  let last = -1;
  return (key) => {
    for (const near of [last + 1, last - 1]) {
      if (near < 0 || near >= count || !isSameKey({ one, key }, another, keyOf(others, near))) continue;
      last = near;
      return near;
    }
    for (let member = 0; member < count; member += 1) {
      if (!isSameKey({ one, key }, another, keyOf(others, member))) continue;
      last = member;
      return member;
    }
    return -1;
  };
}

function nameOf(bytes: Buffer, key: number): string {
  return bytes.toString('latin1', key, skipString(bytes, key));
}

/** Two keys, by the offsets of their quotes. Both are written without escapes. */
export function isSameKey(
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
