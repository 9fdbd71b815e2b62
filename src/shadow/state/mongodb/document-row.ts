import type { StateRow, StateValue } from '../../../domain/state.ts';

/** A document as extended JSON has it (github.com/mongodb/specifications, extended-json): types stand as `$` keys. */
export type ExtendedDocument = Readonly<Record<string, unknown>>;

/** A document as a row: its top fields as values, its `_id` as the key. */
export function rowOfDocument(document: ExtendedDocument): StateRow {
  const values = Object.entries(document).map(([name, value]) => [name, stateValueOf(value)] as const);
  return { key: JSON.stringify([textOf(document['_id'])]), values: Object.fromEntries(values) };
}

function stateValueOf(value: unknown): StateValue {
  if (value === null || value === undefined) return { type: 'null', text: '' };
  if (typeof value === 'boolean') return { type: 'boolean', text: String(value) };
  if (typeof value === 'string') return { type: 'text', text: value };
  const [name, inner] = wrapped(value);
  if (/^\$number/.test(name)) return { type: 'number', text: String(inner) };
  if (name === '$oid' || name === '$uuid' || name === '$symbol') return { type: 'text', text: String(inner) };
  if (name === '$date') return { type: 'text', text: dateText(inner) };
  if (name === '$binary')
    return { type: 'bytes', text: String((inner as { base64?: unknown }).base64 ?? '') };
  return { type: 'json', text: JSON.stringify(value) };
}

function textOf(id: unknown): string {
  return typeof id === 'string' ? id : JSON.stringify(id ?? null);
}

/** The one `$` key of a value that extended JSON wraps; empty names for all else. */
function wrapped(value: unknown): readonly [string, unknown] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return ['', value];
  const entries = Object.entries(value);
  return entries.length === 1 && entries[0]?.[0].startsWith('$') ? entries[0] : ['', value];
}

function dateText(inner: unknown): string {
  const [, milliseconds] = wrapped(inner);
  const date = new Date(typeof inner === 'string' ? inner : Number(milliseconds));
  return Number.isNaN(date.getTime()) ? JSON.stringify(inner) : date.toISOString();
}
