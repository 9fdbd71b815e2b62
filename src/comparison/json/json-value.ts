/**
 * A parsed JSON document that lost nothing: numbers keep their digits, objects keep every key in the order of the
 * text (a `Map`, so that a key named `__proto__` is a key), and a repeated key is kept beside the first one.
 */
export type JsonValue = null | boolean | string | JsonNumber | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export type JsonObject = ReadonlyMap<string, JsonValue>;

/** The digits as they stood in the text: 1, 1.0 and 9007199254740993 are three different lexemes. */
export type JsonNumber = { readonly lexeme: string };

export type JsonType = 'null' | 'boolean' | 'string' | 'number' | 'array' | 'object';

/** Used wherever JSON values are told apart: the one place that knows how each type is represented. */
export function typeOfJson(value: JsonValue): JsonType {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'string') return 'string';
  if (isJsonArray(value)) return 'array';
  return value instanceof Map ? 'object' : 'number';
}

/** `Array.isArray` does not narrow a readonly array; this does. */
export function isJsonArray(value: JsonValue): value is JsonArray {
  return Array.isArray(value);
}

export function isJsonObject(value: JsonValue): value is JsonObject {
  return value instanceof Map;
}

export function isJsonNumber(value: JsonValue): value is JsonNumber {
  return typeOfJson(value) === 'number';
}
