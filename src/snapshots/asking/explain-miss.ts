import type { RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import type { SideFunction } from '../align-builds.ts';
import { evenBlanks } from '../statement-traits.ts';
import { childrenOf, endLine, isFunction, type SyntaxNode, startLine } from '../syntax-tree.ts';

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
    return `\`${headOf(guard, side.written)}\` at :${startLine(guard)} went the other way`;
  if (last === 0) return nearest(ran, node);
  return `the last line of ${name} that ran before it is :${last} \`${lineOf(side.written, last)}\``;
}

function lineOf(text: string, line: number): string {
  return cut(evenBlanks(text.split('\n')[line - 1] ?? ''));
}

function nearest(ran: ReadonlySet<number>, node: SyntaxNode): string {
  const line = startLine(node);
  const [near] = [...ran].sort((a, b) => Math.abs(a - line) - Math.abs(b - line) || a - b);
  return `the nearest line that ran is :${near ?? line}`;
}

/** What decides whether a node runs, the outermost first. */
function guardsAround(site: SyntaxNode, node: SyntaxNode): readonly SyntaxNode[] {
  const guards: SyntaxNode[] = [];
  let at: SyntaxNode | undefined = site;
  while (at !== undefined && at !== node) {
    if (at !== site && isGuard(at)) guards.push(at);
    at = childrenOf(at).find(
      (child) => child.start <= node.start && node.end <= child.end && !isOtherFunction(child, node),
    );
  }
  return guards;
}

function isOtherFunction(child: SyntaxNode, node: SyntaxNode): boolean {
  return isFunction(child) && child !== node;
}

function isGuard({ type }: SyntaxNode): boolean {
  return /^(?:If|Switch|For|ForIn|ForOf|While|Try)Statement$|^(?:Conditional|Logical)Expression$/.test(type);
}

const longest = 80;

/** The head of a guard, as its authors wrote it: `if (order.tier === "gold")`. */
function headOf(guard: SyntaxNode, written: string): string {
  const body = childrenOf(guard).find(({ type }) => type === 'BlockStatement');
  const consequent = guard.type === 'IfStatement' ? guard.consequent.start : undefined;
  const end = Math.min(consequent ?? guard.end, body?.start ?? guard.end);
  return cut(evenBlanks(written.slice(guard.start, end)));
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
