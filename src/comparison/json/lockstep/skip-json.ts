import { jsonBytes } from './json-bytes.ts';

/**
 * Reading JSON by its bytes without building anything: each function takes the offset at which something begins and answers
 * the offset behind it, or -1 when that is not JSON (RFC 8259) or is nested too deep to follow. Used by the comparison in lockstep,
 * which must know that both documents are valid before it may answer for them.
 */

const { backslash, closeBrace, closeBracket, colon, comma, openBrace, openBracket, quote, space } = jsonBytes;

/** Nested deeper than this the lockstep gives up; what is compared as values stops there as well. */
export const deepestStep = 200;

/** 1 for what stands in a string as it is: neither quote, backslash nor control. */
const isPlain = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte < space || byte === quote || byte === backslash ? 0 : 1,
);
const isDigit = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x30 && byte <= 0x39 ? 1 : 0));

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
  while (isPlain[bytes[at] ?? 0] === 1) at += 1;
  return bytes[at] === quote ? at + 1 : skipEscaped(bytes, at);
}

/** The rest of a string from a byte on that is not plain. */
function skipEscaped(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === backslash) {
    at = skipEscape(bytes, at);
    if (at === -1) return -1;
    while (isPlain[bytes[at] ?? 0] === 1) at += 1;
  }
  return bytes[at] === quote ? at + 1 : -1;
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
  return isDigit[byte] === 1 || (lower >= 0x61 && lower <= 0x66);
}

/** A string, a number or one of the three words. */
export function skipScalar(bytes: Uint8Array, from: number): number {
  return bytes[from] === quote ? skipString(bytes, from) : skipBare(bytes, from);
}

/** A number or one of the three words. */
function skipBare(bytes: Uint8Array, from: number): number {
  const first = bytes[from] ?? 0;
  if (first === 0x74) return skipWord(bytes, from, rue);
  if (first === 0x66) return skipWord(bytes, from, alse);
  return first === 0x6e ? skipWord(bytes, from, ull) : skipNumber(bytes, from);
}

/** The three words behind their first letters. */
const [rue, alse, ull] = [Buffer.from('rue'), Buffer.from('alse'), Buffer.from('ull')];

function skipWord(bytes: Uint8Array, from: number, rest: Uint8Array): number {
  let at = from + 1;
  for (let index = 0; index < rest.length; index += 1) {
    if (bytes[at] !== rest[index]) return -1;
    at += 1;
  }
  return at;
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
  while (isDigit[bytes[at] ?? 0] === 1) at += 1;
  return at;
}

/** Any value. */
export function skipValue(bytes: Uint8Array, from: number): number {
  return opensContainer(bytes[from]) ? skipContainer(bytes, from, bytes.length) : skipScalar(bytes, from);
}

export function opensContainer(first: number | undefined): boolean {
  return first === openBrace || first === openBracket;
}

/** What closes the container that a byte opens; 0 for all others. */
const closerOf = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === openBrace) return closeBrace;
  return byte === openBracket ? closeBracket : 0;
});
/** What closes each open container; a stack of its own, so that a document of a million brackets overflows none. */
const closers = new Uint8Array(deepestStep + 2);

/**
 * Over a container; -1 when it is no JSON, or when a member begins behind a limit, which bounds how much is read in vain. What both
 * documents have in the same bytes is passed over like this, without a look at its members.
 */
export function skipContainer(bytes: Uint8Array, from: number, limit: number): number {
  let at = from;
  let open = 0;
  let closer = 0;
  while (at < limit && open <= deepestStep) {
    const opened = closerOf[bytes[at] ?? 0] ?? 0;
    if (opened === 0) {
      at = passSpace(bytes, skipScalar(bytes, at));
    } else {
      open += 1;
      closers[open] = opened;
      closer = opened;
      at = passSpace(bytes, at + 1);
      if (bytes[at] !== closer) {
        at = toValue(bytes, at, closer);
        continue;
      }
    }
    while (bytes[at] === closer) {
      at += 1;
      open -= 1;
      if (open === 0) return at;
      closer = closers[open] ?? 0;
      at = passSpace(bytes, at);
    }
    if (bytes[at] !== comma) return -1;
    at = toValue(bytes, passSpace(bytes, at + 1), closer);
  }
  return -1;
}

/** As `skipSpace`, and small enough to cost no call where there are no spaces, as in nearly all that services write. */
function passSpace(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) <= space ? skipSpace(bytes, at) : at;
}

function toValue(bytes: Uint8Array, at: number, closer: number): number {
  return closer === closeBrace ? skipKey(bytes, at) : at;
}

/** From the quote of a key to the value it names. */
export function skipKey(bytes: Uint8Array, from: number): number {
  let at = skipString(bytes, from);
  if (at === -1) return -1;
  if (bytes[at] !== colon) at = skipSpace(bytes, at);
  return bytes[at] === colon ? passSpace(bytes, at + 1) : -1;
}
