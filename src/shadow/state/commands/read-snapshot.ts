import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import type { StateReader, StateRow, StateValue } from '../../../domain/state.ts';
import { stateUnavailable } from '../state-unavailable.ts';

/** One line that a snapshot prints. */
const printedRow = z.strictObject({
  unit: z.string().min(1).describe('Table or the like that the row belongs to.'),
  key: z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()])).min(1)]),
  values: z.record(z.string(), z.json()),
});
type Units = ReadonlyMap<string, ReadonlyMap<string, StateRow>>;

/**
 * Shows what a command printed of the state. `takeSnapshot` runs it and returns the file with its lines. A snapshot
 * is taken when the units are asked for and serves their rows; reading single rows takes one of its own.
 */
export function readSnapshot(store: string, takeSnapshot: () => Promise<string>): StateReader {
  let last: Units | null = null;
  const take = async () => {
    last = await readUnits(await takeSnapshot());
    return last;
  };
  return {
    units: async () =>
      [...(await take()).keys()]
        .toSorted()
        .map((name) => ({ store, kind: 'table', name, keyColumns: ['key'] })),
    async *rows({ name }) {
      const rows = (last ?? (await take())).get(name) ?? new Map<string, StateRow>();
      yield* [...rows.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
    },
    async read({ name }, keys) {
      const rows = (await readUnits(await takeSnapshot())).get(name);
      return new Map(keys.flatMap((key) => [rows?.get(key) ?? []].flat().map((row) => [key, row] as const)));
    },
  };
}

async function readUnits(path: string): Promise<Units> {
  const units = new Map<string, Map<string, StateRow>>();
  let at = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    at += 1;
    if (line.trim() === '') continue;
    const printed = printedRow.safeParse(parsed(line));
    if (!printed.success) throw notARow(at);
    const { unit, key, values } = printed.data;
    const texts = [key].flat().map(String);
    const row: StateRow = {
      key: JSON.stringify(texts),
      values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, stateValueOf(value)])),
    };
    const rows = units.get(unit) ?? new Map<string, StateRow>();
    units.set(unit, rows.set(row.key, row));
  }
  return units;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function stateValueOf(value: z.core.util.JSONType): StateValue {
  if (value === null) return { type: 'null', text: '' };
  if (typeof value === 'object') return { type: 'json', text: JSON.stringify(value) };
  const type = typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';
  return { type, text: String(value) };
}

/** The line itself is not shown: it may hold what must not be told. */
function notARow(line: number) {
  return stateUnavailable(
    `Line ${line} of what the \`snapshot\` command printed is no row of state.`,
    'Print a line for each row: {"unit": "orders", "key": 1, "values": {"total": 12}}.',
  );
}
