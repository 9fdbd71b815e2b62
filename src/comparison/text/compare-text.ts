import { commonSubsequence, type IndexPair } from '../arrays/common-subsequence.ts';

export type TextComparison = {
  /** Changed runs of lines in unified form, bounded. */
  readonly hunks: readonly string[];
  /** How many changed lines of both sides are not in the hunks. */
  readonly leftOut: number;
};

/** Said when the hunks do not hold every changed line. */
export const linesCutNote = 'the list of changed lines was cut';

/** Said when no line differs, but how they end does. */
export const lineEndsNote = 'only ends of lines differ';

/** What else must be known of a comparison of texts. */
export function notesOfText({ hunks, leftOut }: TextComparison): readonly string[] {
  if (hunks.length === 0) return [lineEndsNote];
  return leftOut === 0 ? [] : [`${linesCutNote}, ${leftOut} are not in it`];
}

/**
 * As many changed lines as are held against noise one by one; a reader is shown far fewer. What is left out beyond them
 * cannot be excused, so this is as large as memory allows.
 */
const mostLines = 10_000;

/**
 * Two texts → the lines that changed. Always answers, and in bounded time: which lines belong together is settled by
 * `commonSubsequence`, and only the list of changed lines is cut. Markup is also split between tags, and a long line where
 * it may be split, so that no change hides at its end.
 */
export function compareText(baseline: string, other: string, markup: boolean): TextComparison {
  const before = splitLines(baseline, markup);
  const after = splitLines(other, markup);
  const numbers = new Map<string, number>();
  const numberOf = (line: string): number => {
    const number = numbers.get(line) ?? numbers.size;
    numbers.set(line, number);
    return number;
  };
  const pairs = commonSubsequence(before.map(numberOf), after.map(numberOf));
  return writeHunks(runsOf({ before, after }, pairs));
}

type Run = {
  readonly at: number;
  readonly otherAt: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
};

const longestLine = 300;
/** As much of a long line as is read at a glance, up to a place where it may be split. */
const piece = /.{40,240}?(?:[>;,}\s]|$)|.{1,240}/gs;

function splitLines(text: string, markup: boolean): readonly string[] {
  const lines = text.split(markup ? /\r?\n|(?<=>)(?=<)|(?<=<br ?\/?>)/i : /\r?\n/);
  return lines.flatMap((line) => (line.length > longestLine ? splitLong(line) : [line]));
}

function splitLong(line: string): readonly string[] {
  return line.match(piece) ?? [];
}

type Lines = { readonly before: readonly string[]; readonly after: readonly string[] };

/** What stands between two pairs was removed from one text and added to the other. */
function runsOf({ before, after }: Lines, pairs: readonly IndexPair[]): readonly Run[] {
  const runs: Run[] = [];
  let at = 0;
  let otherAt = 0;
  for (const { one, another } of [...pairs, { one: before.length, another: after.length }]) {
    if (one > at || another > otherAt)
      runs.push({ at, otherAt, removed: before.slice(at, one), added: after.slice(otherAt, another) });
    at = one + 1;
    otherAt = another + 1;
  }
  return runs;
}

function writeHunks(runs: readonly Run[]): TextComparison {
  const hunks: string[] = [];
  let room = mostLines;
  let leftOut = 0;
  for (const { at, otherAt, removed, added } of runs) {
    const share = Math.max(0, Math.ceil(room / 2));
    const lines = [...mark('-', removed.slice(0, share)), ...mark('+', added.slice(0, share))];
    leftOut += removed.length + added.length - lines.length;
    room -= lines.length;
    if (lines.length === 0) continue;
    hunks.push([`@@ -${at + 1},${removed.length} +${otherAt + 1},${added.length} @@`, ...lines].join('\n'));
  }
  return { hunks, leftOut };
}

function mark(sign: string, lines: readonly string[]): readonly string[] {
  return lines.map((line) => `${sign}${line}`);
}
