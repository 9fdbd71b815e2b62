import type { RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import type { SideFunction } from '../aligning/align-builds.ts';
import { guardHead, guardsAround, lineOf } from '../exercise/guards-around.ts';
import { endLine, type SyntaxNode, startLine } from '../source/syntax-tree.ts';

export type MissRequest = {
  /** Path of the file in that build. */
  readonly path: string;
  readonly exchangeId: string;
  /** The function that the place stands in, and the statement, which may be the function itself. */
  readonly side: SideFunction;
  readonly node: SyntaxNode;
  /** Of the build, with the lines that each exchange ran. */
  readonly snapshot: Pick<RuntimeSnapshot, 'reached' | 'executedLines'>;
};

/** Used for a place that an exchange never passed: the guard that went the other way, or how near to it the exchange came. */
export function explainMiss(request: MissRequest): string {
  const { path, exchangeId, side, node, snapshot } = request;
  if (snapshot.executedLines[path] === undefined) return `no process loaded ${path}`;
  const ran = new Set(
    (snapshot.reached ?? []).flatMap((one) =>
      one.exchangeId === exchangeId && one.path === path ? one.lines : [],
    ),
  );
  const site = side.source.node;
  const inside = [...ran].filter((line) => startLine(site) <= line && line <= endLine(site));
  const name = side.source.name;
  if (inside.length === 0)
    return ran.size === 0 ? `nothing of ${path} ran` : `${name} was not entered; ${nearest(ran, node)}`;
  const guard = guardsAround(site, node).findLast((one) => ran.has(startLine(one)));
  const last = Math.max(...inside.filter((line) => line < startLine(node)), 0);
  if (guard !== undefined)
    return `\`${guardHead(guard, side.written)}\` at :${startLine(guard)} went the other way`;
  if (last === 0) return nearest(ran, node);
  return `the last line of ${name} that ran before it is :${last} \`${lineOf(side.written, last)}\``;
}

function nearest(ran: ReadonlySet<number>, node: SyntaxNode): string {
  const line = startLine(node);
  const [near] = [...ran].sort((a, b) => Math.abs(a - line) - Math.abs(b - line) || a - b);
  return `the nearest line that ran is :${near ?? line}`;
}
