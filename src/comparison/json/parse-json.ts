import type { JsonValue } from './json-value.ts';

/**
 * Reads a JSON text without losing anything (see json-value.ts), or returns `undefined` when it is not JSON.
 * Used instead of `JSON.parse`, which rounds numbers and forgets repeated keys. It keeps its own stack, so a
 * document of a million brackets is read rather than overflowing ours.
 */
export function parseJson(text: string): JsonValue | undefined {
  const cursor: Cursor = { text, at: text.startsWith('\uFEFF') ? 1 : 0, open: [] };
  try {
    const value = readDocument(cursor);
    skipSpace(cursor);
    return cursor.at === text.length ? value : undefined;
  } catch (error) {
    if (error === notJson) return undefined;
    throw error;
  }
}

const notJson = Symbol('not JSON');

type OpenArray = { readonly kind: 'array'; readonly value: JsonValue[] };
type OpenObject = { readonly kind: 'object'; readonly value: Map<string, JsonValue>; key: string };
type Cursor = { readonly text: string; at: number; readonly open: (OpenArray | OpenObject)[] };

function readDocument(cursor: Cursor): JsonValue {
  for (;;) {
    const value = readValueOrOpen(cursor);
    if (value === undefined) continue;
    const document = attach(cursor, value);
    if (document !== undefined) return document;
  }
}

/** A whole scalar or an empty container; `undefined` when a container was opened and its first value comes next. */
function readValueOrOpen(cursor: Cursor): JsonValue | undefined {
  skipSpace(cursor);
  const first = cursor.text[cursor.at];
  if (first === '{') return openObject(cursor);
  if (first === '[') return openArray(cursor);
  if (first === '"') return readString(cursor);
  const word = readWord(cursor);
  return word === undefined ? readNumber(cursor) : word;
}

function openObject(cursor: Cursor): JsonValue | undefined {
  cursor.at += 1;
  skipSpace(cursor);
  if (take(cursor, '}')) return new Map<string, JsonValue>();
  const opened: OpenObject = { kind: 'object', value: new Map(), key: '' };
  readKey(cursor, opened);
  cursor.open.push(opened);
  return undefined;
}

function openArray(cursor: Cursor): JsonValue | undefined {
  cursor.at += 1;
  skipSpace(cursor);
  if (take(cursor, ']')) return [];
  cursor.open.push({ kind: 'array', value: [] });
  return undefined;
}

/** Puts a value into the innermost open container, closing as many as end here; the document when none is left. */
function attach(cursor: Cursor, value: JsonValue): JsonValue | undefined {
  let whole: JsonValue = value;
  for (let container = cursor.open.at(-1); container !== undefined; container = cursor.open.at(-1)) {
    if (container.kind === 'array') container.value.push(whole);
    else container.value.set(container.key, whole);
    skipSpace(cursor);
    if (take(cursor, ',')) {
      if (container.kind === 'object') readKey(cursor, container);
      return undefined;
    }
    if (!take(cursor, container.kind === 'array' ? ']' : '}')) throw notJson;
    whole = container.value;
    cursor.open.pop();
  }
  return whole;
}

/** A key that was there before is kept under a name that says so: `id`, then `id (repeated)`. */
function readKey(cursor: Cursor, object: OpenObject): void {
  skipSpace(cursor);
  let key = readString(cursor);
  while (object.value.has(key)) key += ' (repeated)';
  object.key = key;
  skipSpace(cursor);
  if (!take(cursor, ':')) throw notJson;
}

const needsUnescaping = /[\\\p{Cc}]/u;

function readString(cursor: Cursor): string {
  const { text, at } = cursor;
  if (text[at] !== '"') throw notJson;
  let end = text.indexOf('"', at + 1);
  while (end !== -1 && isEscaped(text, end, at)) end = text.indexOf('"', end + 1);
  if (end === -1) throw notJson;
  cursor.at = end + 1;
  const raw = text.slice(at + 1, end);
  return needsUnescaping.test(raw) ? unescapeString(text.slice(at, end + 1)) : raw;
}

function isEscaped(text: string, quote: number, start: number): boolean {
  let backslashes = 0;
  while (quote - 1 - backslashes > start && text[quote - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
}

function unescapeString(quoted: string): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw notJson;
  }
}

const words: readonly (readonly [string, JsonValue])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

function readWord(cursor: Cursor): JsonValue | undefined {
  for (const [word, value] of words) {
    if (!cursor.text.startsWith(word, cursor.at)) continue;
    cursor.at += word.length;
    return value;
  }
  return undefined;
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readNumber(cursor: Cursor): JsonValue {
  numberPattern.lastIndex = cursor.at;
  const lexeme = numberPattern.exec(cursor.text)?.[0];
  if (lexeme === undefined) throw notJson;
  cursor.at += lexeme.length;
  return { lexeme };
}

function take(cursor: Cursor, character: string): boolean {
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    cursor.at += 1;
  }
}
