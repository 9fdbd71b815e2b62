import type { Program } from 'acorn';
import { type Site, type SourceStatement, statementsOf } from './source-statements.ts';
import { childrenOf, isFunction, patternNames, type SyntaxNode } from './syntax-tree.ts';

/** A function of a file, or the top level of the file itself (named `(module)`). */
export type SourceFunction = {
  /** Names from the outside in, e.g. `Cart/total/map()`; callbacks of one function may share it. */
  readonly name: string;
  readonly node: Site;
  readonly statements: readonly SourceStatement[];
  /** Nodes around it, the module first and itself last. */
  readonly path: readonly SyntaxNode[];
};

/** Every function of a file with a name that survives moved lines: by it the two builds are paired. */
export function functionsOf(program: Program): readonly SourceFunction[] {
  const found: SourceFunction[] = [
    { name: '(module)', node: program, statements: statementsOf(program), path: [program] },
  ];
  const visit = (node: SyntaxNode, path: readonly SyntaxNode[], outer: string): void => {
    let name = outer;
    const here = [...path, node];
    if (isFunction(node)) {
      name = join(outer, nameOf(node, path));
      found.push({ name, node, statements: statementsOf(node), path: here });
    } else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      name = join(outer, node.id?.name ?? nameFromParent(node, path.at(-1)) ?? 'class');
    }
    for (const child of childrenOf(node)) visit(child, here, name);
  };
  for (const child of childrenOf(program)) visit(child, [program], '');
  return found;
}

function join(outer: string, name: string): string {
  return outer === '' ? name : `${outer}/${name}`;
}

function nameOf(node: SyntaxNode, path: readonly SyntaxNode[]): string {
  if ((node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression') && node.id) {
    return node.id.name;
  }
  return nameFromParent(node, path.at(-1)) ?? 'function';
}

/** The name a value has by where it stands: a variable, a property, a method, or an argument of a call. */
function nameFromParent(node: SyntaxNode, parent: SyntaxNode | undefined): string | null {
  switch (parent?.type) {
    case 'VariableDeclarator':
      return patternNames(parent.id)[0] ?? null;
    case 'AssignmentExpression':
      return memberName(parent.left);
    case 'AssignmentPattern':
      return patternNames(parent.left)[0] ?? null;
    case 'Property':
    case 'MethodDefinition':
    case 'PropertyDefinition':
      return keyName(parent.key);
    case 'CallExpression':
    case 'NewExpression': {
      const position = (parent.arguments as readonly SyntaxNode[]).indexOf(node);
      return `${memberName(parent.callee)}()${position > 0 ? position : ''}`;
    }
    case 'ExportDefaultDeclaration':
      return 'default';
    default:
      return null;
  }
}

/** The name of a key that is written out; null for one that is computed. */
export function keyName(key: SyntaxNode): string | null {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return key.type === 'Literal' ? String(key.value) : null;
}

/** What is called or written to, in a word: `send` of `this.send`. */
export function memberName(node: SyntaxNode): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? (keyName(node.property) ?? 'member') : 'expression';
}
