import { jsonBytes } from './json-bytes.ts';
import type { Offsets } from './offsets.ts';
import { skipString } from './skip-json.ts';

const { backslash, quote } = jsonBytes;

/** Up to so many keys are told apart by comparing each with each. */
const few = 16;

/** Where the keys of one object are listed: every so many items, from one on up to another. */
export type KeyList = {
  readonly list: Offsets;
  readonly from: number;
  readonly to: number;
  readonly every: number;
};

const signs = new Int32Array(few);

/**
 * Whether an object has a key twice. Asked only of objects that differ, for then each member must be named. A key that is
 * written with escapes counts as repeated, for it may be.
 */
export function hasRepeatedKey(bytes: Buffer, keys: KeyList): boolean {
  const { list, from, to, every } = keys;
  if (to - from > few * every) return hasRepeatedName(bytes, keys);
  let count = 0;
  for (let index = from; index < to; index += every) {
    const sign = signOf(bytes, list.items[index] ?? 0);
    if (sign === escaped) return true;
    for (let other = 0; other < count; other += 1)
      if (signs[other] === sign) return hasRepeatedName(bytes, keys);
    signs[count] = sign;
    count += 1;
  }
  return false;
}

const escaped = -1;

/** Equal keys have equal signs; unequal ones may, which is then looked into. */
function signOf(bytes: Buffer, key: number): number {
  let sign = 0;
  for (let at = key + 1; ; at += 1) {
    const byte = bytes[at] ?? quote;
    if (byte === quote) return sign >>> 1;
    if (byte === backslash) return escaped;
    sign = Math.imul(sign ^ byte, 0x01000193);
  }
}

function hasRepeatedName(bytes: Buffer, { list, from, to, every }: KeyList): boolean {
  const names = new Set<string>();
  for (let index = from; index < to; index += every) {
    const key = list.items[index] ?? 0;
    const name = bytes.toString('latin1', key, skipString(bytes, key));
    if (names.has(name) || name.includes('\\')) return true;
    names.add(name);
  }
  return false;
}
