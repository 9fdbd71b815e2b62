import { createHash } from 'node:crypto';
import type { ShownValue } from '../../domain/divergence.ts';
import type { Failed } from '../../domain/observation.ts';
import { isJsonArray, isJsonNumber, isJsonObject, type JsonValue, typeOfJson } from '../json/json-value.ts';
import { writeJson } from '../json/write-json.ts';

/** Longest text of a value that a divergence carries, in UTF-16 units; the schema of `ShownValue` says the same. */
const shownLimit = 400;

/** One side of a divergence inside JSON. A string is shown as it is, without quotes; its type tells. */
export function showJson(value: JsonValue): ShownValue {
  const type = typeOfJson(value);
  if (typeof value === 'string') return showWhole(type, value);
  if (isJsonNumber(value)) return showWhole(type, value.lexeme);
  if (isJsonArray(value)) return showStructure(value, type, value.length);
  if (isJsonObject(value)) return showStructure(value, type, value.size);
  return showWhole(type, String(value));
}

/** One side of a header or of a status: a plain string. */
export function showString(text: string): ShownValue {
  return showWhole('string', text);
}

/** One side of a body that is compared as text. */
export function showText(text: string): ShownValue {
  return showWhole('text', text);
}

/** One side of a body that is compared as bytes: its first bytes in hex, its length and always its digest. */
export function showBytes(bytes: Uint8Array): ShownValue {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return {
    type: 'bytes',
    text: bytes.length > 16 ? `${head}…` : head,
    length: bytes.length,
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** The side that gave no whole response. */
export function showFailure(failure: Failed): ShownValue {
  const text = failure.detail === '' ? failure.reason : `${failure.reason}: ${failure.detail}`;
  return showWhole('failure', text);
}

function showWhole(type: ShownValue['type'], text: string): ShownValue {
  if (text.length <= shownLimit) return { type, text, length: text.length };
  return {
    type,
    text: cut(text),
    length: text.length,
    digest: createHash('sha256').update(text).digest('hex'),
  };
}

function showStructure(value: JsonValue, type: ShownValue['type'], length: number): ShownValue {
  let head = '';
  for (const piece of writeJson(value)) {
    head += piece;
    if (head.length > shownLimit) return { type, text: cut(head), length, digest: digestJson(value) };
  }
  return { type, text: head, length };
}

function digestJson(value: JsonValue): string {
  const hash = createHash('sha256');
  for (const piece of writeJson(value)) hash.update(piece);
  return hash.digest('hex');
}

/** Never leaves half of a surrogate pair at the end. */
function cut(text: string): string {
  const head = text.slice(0, shownLimit);
  return /[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head;
}
