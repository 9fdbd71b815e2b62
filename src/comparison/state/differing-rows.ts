import { type InstanceRole, instanceRoles } from '../../domain/observation.ts';
import type { StateRow } from '../../domain/state.ts';

/** The rows of one unit that are not the same in every instance, in the order in which they were read. */
export type DifferingRows = {
  readonly rows: Readonly<Record<InstanceRole, readonly StateRow[]>>;
  /** Rows that the baseline has. */
  readonly read: number;
  /** Why the rest was not compared, in words; null when all was. */
  readonly limit: string | null;
};

export type RowSources = Readonly<Partial<Record<InstanceRole, AsyncIterable<StateRow>>>>;

/** Rows that differ and are held at once, over all instances; a table that differs more is not compared whole. */
const mostHeld = 30_000;
const mostHeldLength = 64 * 1024 * 1024;

/**
 * Reads a unit of all instances side by side and keeps only the rows that differ. What is equal is let go as soon as all have
 * shown it, so that equal tables of any size need no memory. The order of the rows does not matter, as long as all
 * instances have the same.
 */
export async function readDifferingRows(sources: RowSources): Promise<DifferingRows> {
  const roles = instanceRoles.filter((role) => sources[role] !== undefined);
  const readers = roles.flatMap((role) => {
    const rows = sources[role]?.[Symbol.asyncIterator]();
    return rows === undefined ? [] : [{ role, rows }];
  });
  const held = createHeldRows(roles);
  let open = readers;
  let read = 0;
  try {
    while (open.length > 0) {
      const steps = await Promise.all(
        open.map(async ({ role, rows }) => ({ role, step: await rows.next() })),
      );
      const rows = steps.flatMap(({ role, step }) => (step.done ? [] : [{ role, row: step.value }]));
      if (rows.some(({ role }) => role === 'baseline')) read += 1;
      const areEqual = rows.length === roles.length && rows.every(({ row }) => isSameRow(row, rows[0]?.row));
      if (!areEqual) for (const { role, row } of rows) held.add(role, row);
      if (held.isFull()) return { rows: held.complete(), read, limit: limitText(read) };
      open = open.filter(({ role }) => steps.some((one) => one.role === role && !one.step.done));
    }
    return { rows: held.all(), read, limit: null };
  } finally {
    for (const { rows } of open) await rows.return?.();
  }
}

/** The usual case, settled without making a text of it: all have the same row at the same time. */
function isSameRow(one: StateRow, another: StateRow | undefined): boolean {
  if (one === another) return true;
  if (another === undefined || one.key !== another.key) return false;
  const columns = Object.keys(one.values);
  if (columns.length !== Object.keys(another.values).length) return false;
  return columns.every((column) => {
    const [before, after] = [one.values[column], another.values[column]];
    return before?.text === after?.text && before?.type === after?.type;
  });
}

function limitText(read: number): string {
  return `too many rows differ to hold them; the first ${read} were read, and rows that one side alone has were left out`;
}

type Held = { readonly byRole: Map<InstanceRole, Numbered[]> };
type Numbered = { readonly row: StateRow; readonly text: string; readonly number: number };

function createHeldRows(roles: readonly InstanceRole[]) {
  const held = new Map<string, Held>();
  let count = 0;
  let length = 0;
  let added = 0;
  const add = (role: InstanceRole, row: StateRow): void => {
    const one = { row, text: JSON.stringify(sorted(row.values)), number: added };
    added += 1;
    count += 1;
    length += one.text.length;
    const { byRole } = held.get(row.key) ?? { byRole: new Map<InstanceRole, Numbered[]>() };
    held.set(row.key, { byRole });
    byRole.set(role, [...(byRole.get(role) ?? []), one]);
    if (!roles.every((each) => byRole.get(each)?.some(({ text }) => text === one.text))) return;
    for (const each of roles) takeOne(byRole, each, one.text);
    count -= roles.length;
    length -= one.text.length * roles.length;
    if (byRole.size === 0) held.delete(row.key);
  };
  const rowsWhere = (isKept: (one: Held) => boolean): DifferingRows['rows'] => {
    const kept = [...held.values()].filter(isKept);
    const rowsOf = (role: InstanceRole): readonly StateRow[] =>
      kept
        .flatMap(({ byRole }) => byRole.get(role) ?? [])
        .toSorted((one, another) => one.number - another.number)
        .map(({ row }) => row);
    return { baseline: rowsOf('baseline'), secondary: rowsOf('secondary'), candidate: rowsOf('candidate') };
  };
  return {
    add,
    isFull: () => count > mostHeld || length > mostHeldLength,
    all: () => rowsWhere(() => true),
    /** Without those of which a counterpart may stand in what was not read. */
    complete: () => rowsWhere(({ byRole }) => roles.every((role) => byRole.has(role))),
  };
}

function takeOne(byRole: Map<InstanceRole, Numbered[]>, role: InstanceRole, text: string): void {
  const rows = byRole.get(role) ?? [];
  const index = rows.findIndex((one) => one.text === text);
  const left = rows.toSpliced(index, 1);
  if (left.length === 0) byRole.delete(role);
  else byRole.set(role, left);
}

function sorted(values: StateRow['values']): readonly unknown[] {
  return Object.keys(values)
    .sort()
    .map((name) => [name, values[name]?.type, values[name]?.text]);
}
