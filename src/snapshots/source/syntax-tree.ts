import type { AnyNode, ArrowFunctionExpression, FunctionDeclaration, FunctionExpression } from 'acorn';

export type SyntaxNode = AnyNode;
export type FunctionNode = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** Direct children of a node in source order, whatever its type: for walks that look for a few types only. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (const value of Object.values(node)) {
    if (isNode(value)) children.push(value);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) children.push(item);
  }
  return children.sort((a, b) => a.start - b.start);
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** Whether a node is a function: the border at which scopes, statements and probes begin anew. */
export function isFunction(node: SyntaxNode): node is FunctionNode {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression'
  );
}

/** Every node below (and including) a node, without entering what `isBorder` holds off. */
export function* descendants(
  node: SyntaxNode,
  isBorder: (node: SyntaxNode) => boolean = () => false,
): Generator<SyntaxNode> {
  yield node;
  for (const child of childrenOf(node)) if (!isBorder(child)) yield* descendants(child, isBorder);
}

/** Names that a declaration, a parameter or the target of an assignment gives a value, destructuring included. */
export function patternNames(pattern: SyntaxNode | null | undefined): readonly string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        patternNames(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(patternNames);
    case 'AssignmentPattern':
      return patternNames(pattern.left);
    case 'RestElement':
      return patternNames(pattern.argument);
    default:
      return [];
  }
}

/** First line of a node, counted from 1. Sources are always parsed with locations. */
export function startLine(node: SyntaxNode): number {
  return node.loc?.start.line ?? 1;
}

/** Last line of a node, counted from 1. */
export function endLine(node: SyntaxNode): number {
  return node.loc?.end.line ?? 1;
}

/** Column of the first character of a node, counted from 1. */
export function startColumn(node: SyntaxNode): number {
  return (node.loc?.start.column ?? 0) + 1;
}
