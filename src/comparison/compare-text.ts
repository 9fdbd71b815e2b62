import { diffArrays } from 'diff';

export type TextComparison = {
  /** Changed runs of lines in unified form, bounded. */
  readonly hunks: readonly string[];
  /** Whether lines were left out of the hunks, or lines that are equal may be shown as replaced. */
  readonly cut: boolean;
};

/** Past this many edits the shortest script is not worth its quadratic time: the rest is one replaced block. */
const mostEdits = 600;
const mostLines = 120;
const longestLine = 300;

/**
 * Two texts → the lines that changed. Always answers, and always in bounded time: equal ends are trimmed, and what is in
 * between is shown as replaced where the differ would have to give up. Markup is also split between tags.
 */
export function compareText(baseline: string, other: string, markup: boolean): TextComparison {
  const before = splitLines(baseline, markup);
  const after = splitLines(other, markup);
  const head = commonHead(before, after);
  const tail = commonTail(before.slice(head), after.slice(head));
  const middle = {
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  };
  const parts = diffArrays([...middle.before], [...middle.after], { maxEditLength: mostEdits });
  const runs = parts === undefined ? [{ at: head, otherAt: head, ...replaced(middle) }] : runsOf(parts, head);
  return { ...writeHunks(runs), ...(parts === undefined ? { cut: true } : {}) };
}

type Run = {
  readonly at: number;
  readonly otherAt: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
};

function splitLines(text: string, markup: boolean): readonly string[] {
  return text.split(markup ? /\r?\n|(?<=>)(?=<)|(?<=<br ?\/?>)/i : /\r?\n/);
}

function commonHead(before: readonly string[], after: readonly string[]): number {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  return head;
}

function commonTail(before: readonly string[], after: readonly string[]): number {
  const shorter = Math.min(before.length, after.length);
  let tail = 0;
  while (tail < shorter && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return tail;
}

function replaced({
  before,
  after,
}: {
  before: readonly string[];
  after: readonly string[];
}): Pick<Run, 'removed' | 'added'> {
  return { removed: before, added: after };
}

type Part = { readonly value: readonly string[]; readonly added?: boolean; readonly removed?: boolean };

/** Joins neighbouring removals and additions into runs, with the line numbers where they start. */
function runsOf(parts: readonly Part[], head: number): readonly Run[] {
  const runs: { at: number; otherAt: number; removed: string[]; added: string[] }[] = [];
  let isOpen = false;
  let at = head;
  let otherAt = head;
  for (const { value, added = false, removed = false } of parts) {
    const changed = added || removed;
    if (changed && !isOpen) runs.push({ at, otherAt, removed: [], added: [] });
    const run = runs.at(-1);
    if (run !== undefined && removed) run.removed = run.removed.concat(value);
    if (run !== undefined && added) run.added = run.added.concat(value);
    isOpen = changed;
    at += added ? 0 : value.length;
    otherAt += removed ? 0 : value.length;
  }
  return runs;
}

function writeHunks(runs: readonly Run[]): TextComparison {
  const hunks: string[] = [];
  let lines = 0;
  let cut = false;
  for (const { at, otherAt, removed, added } of runs) {
    const room = Math.max(0, Math.floor((mostLines - lines) / 2));
    if (room === 0) return { hunks, cut: true };
    const shown = [...mark('-', removed.slice(0, room)), ...mark('+', added.slice(0, room))];
    cut ||= removed.length > room || added.length > room;
    lines += shown.length;
    const header = `@@ -${at + 1},${removed.length} +${otherAt + 1},${added.length} @@`;
    hunks.push([header, ...shown].join('\n'));
  }
  return { hunks, cut };
}

function mark(sign: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${sign}${line.length > longestLine ? `${line.slice(0, longestLine)}…` : line}`);
}
