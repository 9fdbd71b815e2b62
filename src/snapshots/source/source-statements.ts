import type { BlockStatement, Program, Statement as StatementNode } from 'acorn';
import { childrenOf, type FunctionNode, isFunction, type SyntaxNode } from './syntax-tree.ts';

/** Where state can be looked at: before a node, or at the closing brace of a function. */
export type Spot = {
  /** The node before which the program is; for a closing brace, the function's body. */
  readonly node: SyntaxNode;
  readonly atClosingBrace: boolean;
};

/** One statement of a function, with the spot at which its effect can be seen. */
export type SourceStatement = {
  readonly node: SyntaxNode;
  /** Spot reached right after it ran; null after `return`, `throw` and at the end of a module. */
  readonly after: Spot | null;
  /** First statement of the body of a loop, where each iteration can be seen. */
  readonly iteration: Spot | null;
  /** First statement of a catch block, for a `try` that has one. */
  readonly handler: Spot | null;
};

export type Site = FunctionNode | Program;

/** All statements of a function (or of the module's top level) in source order, nested functions left out. */
export function statementsOf(site: Site): readonly SourceStatement[] {
  if (site.type === 'Program') return listStatements(site.body, null);
  if (site.body.type !== 'BlockStatement') return [];
  return listStatements(site.body.body, { node: site.body, atClosingBrace: true });
}

/** The spot at which a function has been entered and nothing of it has run; null for an empty body. */
export function entryOf(site: FunctionNode): Spot | null {
  if (site.body.type !== 'BlockStatement') return { node: site.body, atClosingBrace: false };
  return firstSpot(site.body) ?? { node: site.body, atClosingBrace: true };
}

function listStatements(nodes: readonly SyntaxNode[], afterAll: Spot | null): readonly SourceStatement[] {
  return nodes.flatMap((node, index) => {
    const next = nodes.slice(index + 1).find(isBreakable);
    const after = next === undefined ? afterAll : { node: next, atClosingBrace: false };
    const unwrapped = withoutExport(node);
    return unwrapped === null ? [] : describeStatement(unwrapped, after);
  });
}

/** `export const x = …` is the declaration it exports; imports and re-exports are no statements that run. */
function withoutExport(node: SyntaxNode): SyntaxNode | null {
  switch (node.type) {
    case 'ExportNamedDeclaration':
      return node.declaration ?? null;
    case 'ExportDefaultDeclaration':
      return node.declaration;
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return null;
    default:
      return node;
  }
}

function describeStatement(node: SyntaxNode, after: Spot | null): readonly SourceStatement[] {
  switch (node.type) {
    case 'BlockStatement':
      return listStatements(node.body, after);
    case 'LabeledStatement':
      return describeStatement(node.body, after);
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'EmptyStatement':
      return [];
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return [{ node, after: null, iteration: null, handler: null }];
    default:
      return [plain(node, after), ...nestedStatements(node, after)];
  }
}

function plain(node: SyntaxNode, after: Spot | null): SourceStatement {
  const body = loopBody(node);
  const handler = node.type === 'TryStatement' ? (node.handler?.body ?? null) : null;
  return {
    node,
    after,
    iteration: body === null ? null : firstSpot(body),
    handler: handler === null ? null : firstSpot(handler),
  };
}

function nestedStatements(node: SyntaxNode, after: Spot | null): readonly SourceStatement[] {
  switch (node.type) {
    case 'IfStatement':
      return [...describeStatement(node.consequent, after), ...optional(node.alternate, after)];
    case 'TryStatement':
      return [
        ...describeStatement(node.block, after),
        ...optional(node.handler?.body, after),
        ...optional(node.finalizer, after),
      ];
    case 'SwitchStatement':
      return node.cases.flatMap((one) => listStatements(one.consequent, after));
    default: {
      const body = loopBody(node);
      return body === null ? [] : describeStatement(body, after);
    }
  }
}

function optional(node: SyntaxNode | null | undefined, after: Spot | null): readonly SourceStatement[] {
  return node ? describeStatement(node, after) : [];
}

function loopBody(node: SyntaxNode): StatementNode | null {
  switch (node.type) {
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return node.body;
    default:
      return null;
  }
}

function firstSpot(body: BlockStatement | StatementNode): Spot | null {
  const first = body.type === 'BlockStatement' ? body.body.find(isBreakable) : body;
  return first === undefined ? null : { node: first, atClosingBrace: false };
}

/** Whether V8 can stop in front of a statement: declarations that do nothing at run time are passed over. */
function isBreakable(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'EmptyStatement':
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
      return false;
    case 'ExportNamedDeclaration':
      return node.declaration != null && isBreakable(node.declaration);
    case 'VariableDeclaration':
      return node.declarations.some(({ init }) => init != null && !isFunction(init));
    case 'BlockStatement':
      return node.body.some(isBreakable);
    default:
      return true;
  }
}

/** The part of a statement that runs as itself: the head of a compound one, without nested blocks and functions. */
export function ownParts(statement: SyntaxNode): readonly SyntaxNode[] {
  switch (statement.type) {
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return [statement.test];
    case 'ForStatement':
      return [statement.init, statement.test, statement.update].filter((part) => part != null);
    case 'ForInStatement':
    case 'ForOfStatement':
      return [statement.left, statement.right];
    case 'SwitchStatement':
      return [statement.discriminant, ...statement.cases.flatMap(({ test }) => test ?? [])];
    case 'TryStatement':
      return statement.handler?.param ? [statement.handler.param] : [];
    default:
      return [statement];
  }
}

/** Whether a node opens a block of statements of its own, whose lines belong to those statements. */
export function isNestedBody(node: SyntaxNode): boolean {
  return node.type === 'BlockStatement' || node.type === 'ClassBody';
}

/** Lines that belong to a statement itself: of its own parts, without the lines of block bodies inside. */
export function ownLines(statement: SyntaxNode): ReadonlySet<number> {
  const lines = new Set<number>([statement.loc?.start.line ?? 1]);
  const visit = (node: SyntaxNode): void => {
    lines.add(node.loc?.start.line ?? 1);
    if (isNestedBody(node)) return;
    lines.add(node.loc?.end.line ?? 1);
    for (const child of childrenOf(node)) visit(child);
  };
  for (const part of ownParts(statement)) visit(part);
  return lines;
}
