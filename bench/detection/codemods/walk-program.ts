/** A syntax tree as codemods look at it: every node with its parents, and what its names stand for. */
import type { Node } from 'acorn';
import { parseSource } from '../../../src/snapshots/source/parse-source.ts';

/** A node of any type; its members are looked at by name. */
export type AnyNode = Node & { readonly [member: string]: unknown };

export type Placed = { readonly node: AnyNode; readonly parents: readonly AnyNode[] };

export type ReadProgram = {
  readonly path: string;
  readonly text: string;
  readonly program: AnyNode;
  /** In the order of the file, outer before inner. */
  readonly nodes: readonly Placed[];
};

/** TypeScript too: its types are blanks of equal length, so positions hold in the text as written. */
export function readProgram(path: string, text: string): ReadProgram {
  const parsed = parseSource(path, text);
  if (parsed.kind !== 'parsed') throw new Error(`${path} cannot be parsed`);
  if (parsed.written !== text) throw new Error(`${path} has positions of its own`);
  const program = parsed.program as unknown as AnyNode;
  return { path, text, program, nodes: collect(program, []) };
}

function collect(node: AnyNode, parents: readonly AnyNode[]): readonly Placed[] {
  const inside = childrenOf(node).flatMap((child) => collect(child, [...parents, node]));
  return [{ node, parents }, ...inside];
}

export function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

export function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as AnyNode).type === 'string';
}

/** Everything below a node, itself included. */
export function below(node: AnyNode): readonly AnyNode[] {
  return [node, ...childrenOf(node).flatMap(below)];
}

/** Identifiers that stand for a variable, not for a member or a key. */
export function referencesIn(node: AnyNode): readonly AnyNode[] {
  return collect(node, [])
    .filter(({ node: each, parents }) => each.type === 'Identifier' && isReference(each, parents.at(-1)))
    .map(({ node: each }) => each);
}

export function isReference(identifier: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent === undefined) return true;
  const { type } = parent;
  if (type === 'MemberExpression') return parent['object'] === identifier || parent['computed'] === true;
  if (type === 'Property') return parent['value'] === identifier || parent['computed'] === true;
  if (type === 'MethodDefinition' || type === 'PropertyDefinition') return parent['value'] === identifier;
  return type !== 'ImportSpecifier' && type !== 'ExportSpecifier' && type !== 'LabeledStatement';
}

export function isFunction(node: AnyNode): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** Names that are bound anywhere below: parameters, variables, functions, imports and what catch blocks catch. */
export function boundNames(node: AnyNode): readonly string[] {
  return below(node).flatMap((each) => {
    if (each.type === 'VariableDeclarator') return namesOfPattern(each['id'] as AnyNode);
    if (each.type === 'CatchClause' && isNode(each['param'])) return namesOfPattern(each['param']);
    if (/^Import.*Specifier$/.test(each.type)) return namesOfPattern(each['local'] as AnyNode);
    const own = isNode(each['id']) && /Declaration$/.test(each.type) ? namesOfPattern(each['id']) : [];
    return isFunction(each) ? [...own, ...(each['params'] as AnyNode[]).flatMap(namesOfPattern)] : own;
  });
}

export function namesOfPattern(pattern: AnyNode): readonly string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [String(pattern['name'])];
    case 'ObjectPattern':
      return (pattern['properties'] as AnyNode[]).flatMap((property) =>
        namesOfPattern((property['value'] ?? property['argument']) as AnyNode),
      );
    case 'ArrayPattern':
      return (pattern['elements'] as (AnyNode | null)[]).flatMap((element) =>
        element === null ? [] : namesOfPattern(element),
      );
    case 'AssignmentPattern':
      return namesOfPattern(pattern['left'] as AnyNode);
    case 'RestElement':
      return namesOfPattern(pattern['argument'] as AnyNode);
    default:
      return [];
  }
}
