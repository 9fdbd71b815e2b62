import { evenBlanks } from '../source/statement-traits.ts';
import { childrenOf, isFunction, type SyntaxNode } from '../source/syntax-tree.ts';

/** Used to say why code did not run: what decides in a function whether a node inside it runs, the outermost first. */
export function guardsAround(site: SyntaxNode, node: Span): readonly SyntaxNode[] {
  const guards: SyntaxNode[] = [];
  let at: SyntaxNode | undefined = site;
  while (at !== undefined && (at.start !== node.start || at.end !== node.end)) {
    if (at !== site && isGuard(at)) guards.push(at);
    at = childrenOf(at).find((child) => isAround(child, node) && !isFunction(child));
  }
  return guards;
}

type Span = { readonly start: number; readonly end: number };

function isAround(child: SyntaxNode, node: Span): boolean {
  return child.start <= node.start && node.end <= child.end;
}

function isGuard({ type }: SyntaxNode): boolean {
  return /^(?:If|Switch|For|ForIn|ForOf|While|Try)Statement$|^(?:Conditional|Logical)Expression$/.test(type);
}

/** The head of a guard, as its authors wrote it: `if (order.tier === "gold")`. */
export function guardHead(guard: SyntaxNode, written: string): string {
  const body = childrenOf(guard).find(({ type }) => type === 'BlockStatement');
  const consequent = guard.type === 'IfStatement' ? guard.consequent.start : guard.end;
  return cut(evenBlanks(written.slice(guard.start, Math.min(consequent, body?.start ?? guard.end))));
}

/** A line of a file, cut. */
export function lineOf(text: string, line: number): string {
  return cut(evenBlanks(text.split('\n')[line - 1] ?? ''));
}

const longest = 80;

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
