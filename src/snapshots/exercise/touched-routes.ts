import type { ChangedFile, LineRange } from '../../domain/change.ts';
import type { ReachedLines } from '../../domain/runtime-snapshot.ts';
import { parseSource } from '../source/parse-source.ts';
import { functionsOf } from '../source/source-functions.ts';

/** Which lines of one file ran on which route: the file at base, and what is known of it. */
export type RouteLines = Readonly<Record<string, readonly number[]>>;

type ChangedAtBase = { readonly file: ChangedFile; readonly baseline: string | null };

/** Used after the run that measures reach: its lines by file and route instead of by exchange. Routes that ran nothing have an empty list. */
export function linesByRoute(
  path: string,
  reached: readonly ReachedLines[],
  routeOf: ReadonlyMap<string, string>,
): RouteLines {
  const byRoute = new Map<string, Set<number>>([...routeOf.values()].map((route) => [route, new Set()]));
  for (const { exchangeId, path: of, lines } of reached) {
    const route = routeOf.get(exchangeId);
    if (of !== path || route === undefined) continue;
    for (const line of lines) byRoute.get(route)?.add(line);
  }
  return Object.fromEntries([...byRoute].map(([route, lines]) => [route, [...lines].sort((a, b) => a - b)]));
}

/**
 * Used when exchanges are chosen: routes on which a function ran at base that the change touches. A change outside any function counts for
 * all that use its file, and one in a branch that did not run counts for its function: more requests of such a route may take it.
 */
export function touchedRoutesOf({ file, baseline }: ChangedAtBase, lines: RouteLines): readonly string[] {
  const ranges = touchedRanges(file, baseline ?? '');
  const isTouched = (line: number) => ranges.some(({ start, end }) => start <= line && line <= end);
  return Object.entries(lines).flatMap(([route, ran]) => (ran.some(isTouched) ? [route] : []));
}

/** Innermost functions around each changed place; the whole file where there is none, or where it cannot be read. */
function touchedRanges(file: ChangedFile, text: string): readonly LineRange[] {
  const path = file.previousPath ?? file.path;
  const whole = { start: 1, end: Number.POSITIVE_INFINITY };
  const parsed = parseSource(path, text);
  if (parsed.kind !== 'parsed') return [whole];
  const lineOf = lineCounter(text);
  const functions = functionsOf(parsed.program)
    .filter(({ name }) => name !== '(module)')
    .map(({ node }) => ({ start: lineOf(node.start), end: lineOf(node.end) }));
  return changedAtBase(file).map((changed) => {
    const around = functions.filter(({ start, end }) => start <= changed.start && changed.end <= end);
    return around.reduce(
      (inner, each) => (each.end - each.start < inner.end - inner.start ? each : inner),
      whole,
    );
  });
}

/** In lines of the base file. An insertion lies between two of them, which may be the last of one function and the first of the next. */
function changedAtBase({ blocks }: ChangedFile): readonly LineRange[] {
  let shift = 0;
  return blocks.map(({ baseline, candidate }) => {
    const before = candidate === null ? 0 : candidate.start - 1 - shift;
    const range = baseline ?? { start: Math.max(1, before), end: Math.max(1, before) };
    shift += lengthOf(candidate) - lengthOf(baseline);
    return range;
  });
}

function lengthOf(range: LineRange | null): number {
  return range === null ? 0 : range.end - range.start + 1;
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => starts.findLastIndex((start) => start <= offset) + 1;
}
