import { parseExpressionAt } from 'acorn';
import { childrenOf, isFunction, patternNames, type SyntaxNode } from '../source/syntax-tree.ts';
import type { NameInCode } from './names-in-code.ts';

/**
 * A generated expression of a probe (safe-expression.ts) as the built file says it: every variable in it by its name
 * there. Null when one of them is not known there, or is called like something that the expression itself uses.
 */
export function renameExpression(expression: string, inCode: (name: string) => NameInCode): string | null {
  const edits: { readonly node: SyntaxNode; readonly text: string }[] = [];
  let isWhole = true;
  const visit = (node: SyntaxNode, bound: ReadonlySet<string>): void => {
    if (node.type === 'Identifier') {
      if (bound.has(node.name)) return;
      const text = textOf(inCode(node.name), bound);
      if (text === null) isWhole = false;
      else edits.push({ node, text });
      return;
    }
    const inner = isFunction(node) ? new Set([...bound, ...node.params.flatMap(patternNames)]) : bound;
    for (const child of childrenOf(node)) if (!isKey(child, node)) visit(child, inner);
  };
  visit(parseExpressionAt(expression, 0, { ecmaVersion: 'latest' }), new Set(['$', 'undefined']));
  if (!isWhole) return null;
  return edits
    .toSorted((a, b) => b.node.start - a.node.start)
    .reduce(
      (text, { node, text: name }) => text.slice(0, node.start) + name + text.slice(node.end),
      expression,
    );
}

/** What stands for a name in an expression that binds some names itself; null when nothing can. */
export function textOf(code: NameInCode, bound: ReadonlySet<string>): string | null {
  switch (code.kind) {
    case 'variable':
      return bound.has(code.name) ? null : code.name;
    case 'member':
      return bound.has(code.object) ? null : `$.g(${code.object},${JSON.stringify(code.key)})`;
    case 'unmapped':
    case 'unknown':
      return null;
    default:
      return code satisfies never;
  }
}

function isKey(child: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.type === 'MemberExpression') return child === parent.property && !parent.computed;
  return parent.type === 'Property' && child === parent.key && !parent.computed;
}
