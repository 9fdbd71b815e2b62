/**
 * Reading JSON by its bytes without building anything: each function takes the offset at which something begins and answers
 * the offset behind it, or -1 when that is not JSON (RFC 8259) or is nested too deep to follow. Used by the comparison in lockstep,
 * which must know that both documents are valid before it may answer for them.
 */

export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;
const backslash = 0x5c;
const space = 0x20;

/** Nested deeper than this the lockstep gives up; what is compared as values stops there as well. */
export const deepestStep = 200;

/** What a byte may be part of: a string as it is, a space between tokens, or the digits of a number. */
const plain = 1;
const digit = 3;
const classOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte >= 0x30 && byte <= 0x39) return digit;
  return byte < space || byte === quote || byte === backslash ? 0 : plain;
});

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at] ?? quote;
    if (byte > space || (byte !== space && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return at;
    at += 1;
  }
}

/** `from` stands on the opening quote. */
export function skipString(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== quote) return -1;
  let at = from + 1;
  for (;;) {
    while (classOf[bytes[at] ?? 0] !== 0) at += 1;
    if (bytes[at] === quote) return at + 1;
    if (bytes[at] !== backslash) return -1;
    at = skipEscape(bytes, at);
    if (at === -1) return -1;
  }
}

const escapable = new Set([...'"\\/bfnrt'].map((character) => character.charCodeAt(0)));

function skipEscape(bytes: Uint8Array, from: number): number {
  const byte = bytes[from + 1] ?? 0;
  if (escapable.has(byte)) return from + 2;
  if (byte !== 0x75) return -1;
  for (let at = from + 2; at < from + 6; at += 1) if (!isHex(bytes[at] ?? 0)) return -1;
  return from + 6;
}

function isHex(byte: number): boolean {
  const lower = byte | 0x20;
  return isDigit(byte) || (lower >= 0x61 && lower <= 0x66);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** A string, a number or one of the three words. */
export function skipScalar(bytes: Uint8Array, from: number): number {
  switch (bytes[from]) {
    case quote:
      return skipString(bytes, from);
    case 0x74:
      return skipWord(bytes, from, 'true');
    case 0x66:
      return skipWord(bytes, from, 'false');
    case 0x6e:
      return skipWord(bytes, from, 'null');
    default:
      return skipNumber(bytes, from);
  }
}

function skipWord(bytes: Uint8Array, from: number, word: string): number {
  for (let at = 1; at < word.length; at += 1) if (bytes[from + at] !== word.charCodeAt(at)) return -1;
  return from + word.length;
}

function skipNumber(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 0x2d ? from + 1 : from;
  const first = at;
  at = skipDigits(bytes, at);
  if (at === first || (bytes[first] === 0x30 && at > first + 1)) return -1;
  if (bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = skipDigits(bytes, fraction);
    if (at === fraction) return -1;
  }
  return ((bytes[at] ?? 0) | 0x20) === 0x65 ? skipExponent(bytes, at + 1) : at;
}

function skipExponent(bytes: Uint8Array, from: number): number {
  const first = bytes[from] === 0x2b || bytes[from] === 0x2d ? from + 1 : from;
  const at = skipDigits(bytes, first);
  return at === first ? -1 : at;
}

function skipDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (classOf[bytes[at] ?? 0] === digit) at += 1;
  return at;
}

/** Any value; `depth` counts the containers around it. */
export function skipValue(bytes: Uint8Array, from: number, depth: number): number {
  const end = closingOf(bytes[from]);
  if (end === 0) return skipScalar(bytes, from);
  if (depth >= deepestStep) return -1;
  let at = skipSpace(bytes, from + 1);
  if (bytes[at] === end) return at + 1;
  for (;;) {
    if (end === closeBrace) at = skipKey(bytes, at);
    if (at !== -1) at = skipValue(bytes, at, depth + 1);
    if (at === -1) return -1;
    at = skipSpace(bytes, at);
    if (bytes[at] === end) return at + 1;
    if (bytes[at] !== comma) return -1;
    at = skipSpace(bytes, at + 1);
  }
}

/** What closes the container that opens with a byte; 0 when none does. */
function closingOf(first: number | undefined): number {
  if (first === openBrace) return closeBrace;
  return first === openBracket ? closeBracket : 0;
}

/** From the quote of a key to the value it names. */
export function skipKey(bytes: Uint8Array, from: number): number {
  const key = skipString(bytes, from);
  if (key === -1) return -1;
  const at = skipSpace(bytes, key);
  return bytes[at] === colon ? skipSpace(bytes, at + 1) : -1;
}
