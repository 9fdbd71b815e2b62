import type { Program } from 'acorn';
import type { Spot } from '../source/source-statements.ts';
import { childrenOf, type FunctionNode, isFunction, type SyntaxNode } from '../source/syntax-tree.ts';

/** Where an offset stands in a built file: the nodes around its function, the module first and the function last. */
export type CodePlace = {
  readonly path: readonly SyntaxNode[];
  readonly site: FunctionNode | Program;
  readonly spot: Spot;
};

/** Goes down to an offset by the ranges of nodes, so that a large bundle is not walked for each probe. */
export function placeAt(program: Program, offset: number): CodePlace {
  const nodes: SyntaxNode[] = [program];
  for (let node = childAt(program, offset); node !== null; node = childAt(node, offset)) nodes.push(node);
  const at = nodes.findLastIndex((node) => isFunction(node) && isInside(node, offset));
  const found = nodes[at];
  const site = found !== undefined && isFunction(found) ? found : program;
  const node = nodes.find((one) => one.start === offset && one !== program) ?? nodes.at(-1) ?? program;
  return {
    path: nodes.slice(0, Math.max(at, 0) + 1),
    site,
    spot: { node, atClosingBrace: site.end - 1 === offset },
  };
}

/** A function's own name and, before its body, its key belong to what is around it. */
function isInside(node: FunctionNode, offset: number): boolean {
  return offset >= (node.params[0]?.start ?? node.body.start);
}

function childAt(node: SyntaxNode, offset: number): SyntaxNode | null {
  return childrenOf(node).find((child) => child.start <= offset && offset < child.end) ?? null;
}
