import type { JsonValue } from '../json/json-value.ts';
import { parseJson } from '../json/parse-json.ts';

/**
 * Reads a stream of server-sent events as the standard has clients read it (HTML, 9.2.6): one record an event with its `event`,
 * `id`, `retry` and `data`, the data as JSON where it is. Comments are keep-alives and say nothing; an event cut off at the
 * end is kept, for it is part of what was sent. `null` when a line is none that a stream has.
 */
export function readEvents(text: string): readonly JsonValue[] | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const events: JsonValue[] = [];
  let fields = new Map<string, string[]>();
  for (const line of [...lines, '']) {
    if (line === '') {
      if (fields.size > 0) events.push(eventOf(fields));
      fields = new Map();
      continue;
    }
    if (line.startsWith(':')) continue;
    const [, name, value = ''] = /^(event|id|retry|data)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === undefined) return null;
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return events;
}

/** Data is joined, of all other fields the last one counts. */
function eventOf(fields: ReadonlyMap<string, readonly string[]>): JsonValue {
  return new Map(
    [...fields].map(([name, values]) => [
      name,
      name === 'data' ? dataOf(values.join('\n')) : (values.at(-1) ?? ''),
    ]),
  );
}

function dataOf(text: string): JsonValue {
  return parseJson(text) ?? text;
}
