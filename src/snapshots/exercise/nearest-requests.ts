import type { NearestRequest } from '../../domain/exercise.ts';
import type { Hit, Probe } from '../../domain/runtime-snapshot.ts';
import type { ParsedSource } from '../source/parse-source.ts';
import { functionsOf, type SourceFunction } from '../source/source-functions.ts';
import { endLine, startLine } from '../source/syntax-tree.ts';
import { guardHead, guardsAround } from './guards-around.ts';

export type NearestOf = {
  readonly path: string;
  readonly source: Extract<ParsedSource, { kind: 'parsed' }>;
  /** Changed lines that never ran, in order. */
  readonly never: readonly number[];
  /** Lines of the file that did. */
  readonly ran: ReadonlySet<number>;
};

/** What the run with probes saw of one build. */
export type SeenHits = {
  readonly probes: readonly Probe[];
  readonly hits: readonly Hit[];
  readonly routeOf: (exchangeId: string) => string;
};

type Group = {
  readonly site: SourceFunction;
  readonly guard: ReturnType<typeof guardsAround>[number] | null;
  readonly lines: number[];
};

/**
 * Used for changed lines that no replayed request ran: by branch, what came nearest, which is a request that took the other side of the guard, else one
 * that ran other lines of the same function, else of the same file.
 */
export function nearestRequests(of: NearestOf, seen: SeenHits): readonly NearestRequest[] {
  const functions = functionsOf(of.source.program);
  const groups = new Map<string, Group>();
  for (const line of of.never) {
    const site = innermost(functions, line);
    if (site === null) continue;
    const guard = guardOf(of, site, line);
    const key = `${site.node.start} ${guard?.start ?? ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { site, guard, lines: [line] });
    else group.lines.push(line);
  }
  return [...groups.values()].map((group) => describe(of, group, seen));
}

function innermost(functions: readonly SourceFunction[], line: number): SourceFunction | null {
  const around = functions.filter(
    ({ node }) => node.type === 'Program' || (startLine(node) <= line && line <= endLine(node)),
  );
  return around.toSorted((a, b) => a.node.end - a.node.start - (b.node.end - b.node.start))[0] ?? null;
}

function guardOf({ source, ran }: NearestOf, site: SourceFunction, line: number): Group['guard'] {
  const start = startOfLine(source.text, line);
  const guards = guardsAround(site.node, { start, end: start });
  return guards.findLast((guard) => startLine(guard) < line && ran.has(startLine(guard))) ?? null;
}

/** Where the first word of a line stands. */
function startOfLine(text: string, line: number): number {
  let start = 0;
  for (let number = 1; number < line; number += 1) start = text.indexOf('\n', start) + 1;
  return start + (/^\s*/.exec(text.slice(start, start + 1_000))?.[0].length ?? 0);
}

function describe(
  { path, source, ran }: NearestOf,
  { site, guard, lines }: Group,
  seen: SeenHits,
): NearestRequest {
  const isInside = (line: number) => startLine(site.node) <= line && line <= endLine(site.node);
  // Not by all lines: `export` before a function runs when its file is loaded.
  const isEntered = site.statements.some(({ node }) => ran.has(startLine(node)));
  const came = guard !== null ? 'guard' : isEntered ? 'function' : ran.size > 0 ? 'file' : 'nowhere';
  const before = lines[0] ?? 0;
  const wanted = (probe: Probe): number => {
    if (probe.file !== path) return -1;
    if (guard !== null && probe.statementLine === startLine(guard)) return before + 2;
    if (!isInside(probe.statementLine)) return came === 'file' ? 0 : -1;
    return probe.statementLine < before ? probe.statementLine + 1 : 1;
  };
  const exchangeId = exchangeAt(wanted, seen);
  return {
    ...{ lines, function: site.name, came },
    guard: guard && { line: startLine(guard), source: guardHead(guard, source.written) },
    exchangeId,
    route: exchangeId === null ? null : seen.routeOf(exchangeId),
  };
}

/** The first exchange with a hit at the probe that is wanted most; below 0 a probe is not wanted at all. */
function exchangeAt(wanted: (probe: Probe) => number, { probes, hits }: SeenHits): string | null {
  const ranked = probes
    .map((probe) => ({ id: probe.id, rank: wanted(probe) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => b.rank - a.rank);
  for (const { id } of ranked) {
    const hit = hits.find(({ probeId, exchangeId }) => probeId === id && exchangeId !== '');
    if (hit !== undefined) return hit.exchangeId;
  }
  return null;
}
