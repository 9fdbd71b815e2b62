import type { Program } from 'acorn';
import { childrenOf, isFunction, type SyntaxNode, startLine } from './syntax-tree.ts';

/**
 * Lines of a file that hold something that runs: a statement, or a part of an expression. Blank lines, comments, lone
 * braces, heads of functions and classes, and types do not count: no request can ever execute them.
 */
export function executableLines(program: Program): ReadonlySet<number> {
  const lines = new Set<number>();
  const visit = (node: SyntaxNode): void => {
    if (runsItself(node)) lines.add(startLine(node));
    for (const child of childrenOf(node)) if (!isMerelyNamed(child, node)) visit(child);
  };
  visit(program);
  return lines;
}

const neverRun = new Set([
  ...['Program', 'BlockStatement', 'EmptyStatement', 'FunctionDeclaration', 'ClassDeclaration', 'ClassBody'],
  ...[
    'MethodDefinition',
    'PropertyDefinition',
    'StaticBlock',
    'ImportSpecifier',
    'ExportSpecifier',
    'CatchClause',
  ],
  ...[
    'ImportDefaultSpecifier',
    'ImportNamespaceSpecifier',
    'ImportAttribute',
    'ExportNamedDeclaration',
    'SwitchCase',
  ],
  ...[
    'TemplateElement',
    'Super',
    'PrivateIdentifier',
    'ExportDefaultDeclaration',
    'TryStatement',
    'LabeledStatement',
  ],
  ...['ObjectPattern', 'ArrayPattern', 'RestElement', 'AssignmentPattern', 'Property', 'SpreadElement'],
]);

function runsItself(node: SyntaxNode): boolean {
  if (neverRun.has(node.type)) return false;
  return !isFunction(node) || node.type === 'ArrowFunctionExpression';
}

/** Names of functions, parameters, methods and properties: they stand in the head and do not run. */
function isMerelyNamed(child: SyntaxNode, parent: SyntaxNode): boolean {
  if (child.type !== 'Identifier' && child.type !== 'Literal') return false;
  switch (parent.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return child !== parent.body;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return child === parent.id;
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return child === parent.key && !parent.computed;
    case 'CatchClause':
      return child === parent.param;
    case 'RestElement':
      return true;
    default:
      return false;
  }
}
