import type { Fields } from '../../arrays/pair-by-key.ts';
import type { Elements } from './array-walk.ts';
import { jsonBytes } from './json-bytes.ts';
import { readKey } from './place.ts';
import { skipKey, skipSpace, skipValue } from './skip-json.ts';
import type { Span } from './step.ts';

const { backslash, closeBrace, comma, minus, nine, openBrace, quote, zero } = jsonBytes;

/**
 * The fields of two arrays that stand in bytes: the one that tells their records apart is mostly among the first, so that little of
 * each is read. A field whose name is written with escapes is none.
 */
export function fieldsInBytes(sides: { readonly baseline: Elements; readonly other: Elements }): Fields {
  const { bytes, spans } = sides.baseline;
  const [first] = spans;
  const names = first === undefined ? [] : namesIn(bytes, first);
  return {
    names: names.filter((name) => JSON.stringify(name) === `"${name}"`),
    textsOf: (side, name) => textsOf(sides[side], Buffer.from(`"${name}"`)),
  };
}

function namesIn(bytes: Buffer, { from }: Span): readonly string[] {
  const names: string[] = [];
  for (let at = firstMember(bytes, from); at !== -1; at = nextMember(bytes, skipKey(bytes, at)))
    names.push(readKey(bytes, at));
  return names;
}

function textsOf({ bytes, spans }: Elements, key: Buffer): readonly string[] | null {
  const texts: string[] = [];
  for (const { from } of spans) {
    const text = textOf(bytes, findValue(bytes, from, key));
    if (text === null) return null;
    texts.push(text);
  }
  return texts;
}

/** Where the value of a member begins; -1 in what has no such member. */
function findValue(bytes: Buffer, element: number, key: Buffer): number {
  for (let at = firstMember(bytes, element); at !== -1; ) {
    const value = skipKey(bytes, at);
    if (isKey(bytes, at, key)) return value;
    at = nextMember(bytes, value);
  }
  return -1;
}

function isKey(bytes: Buffer, at: number, key: Buffer): boolean {
  for (let index = 1; index < key.length; index += 1) if (bytes[at + index] !== key[index]) return false;
  return true;
}

function firstMember(bytes: Buffer, element: number): number {
  if (bytes[element] !== openBrace) return -1;
  const at = skipSpace(bytes, element + 1);
  return bytes[at] === closeBrace ? -1 : at;
}

/** From a value, known to be JSON, to the next key. */
function nextMember(bytes: Buffer, value: number): number {
  const at = skipSpace(bytes, skipValue(bytes, value));
  return bytes[at] === comma ? skipSpace(bytes, at + 1) : -1;
}

/** Of a string, with its first quote, or of a number; equal for equal ones. */
function textOf(bytes: Buffer, value: number): string | null {
  const first = bytes[value];
  if (value === -1 || first === undefined) return null;
  const isString = first === quote;
  if (!isString && first !== minus && (first < zero || first > nine)) return null;
  const to = skipValue(bytes, value);
  if (!isString) return bytes.toString('latin1', value, to);
  const isEscaped = bytes.subarray(value, to).includes(backslash);
  if (!isEscaped) return bytes.toString('latin1', value, to - 1);
  return `"${Buffer.from(String(JSON.parse(bytes.toString('utf8', value, to)))).toString('latin1')}`;
}
