/** Codemods that rewrite statements. */
import type { Codemod, Splice } from './codemod.ts';
import {
  type AnyNode,
  below,
  boundNames,
  isFunction,
  isNode,
  type Placed,
  type ReadProgram,
} from './walk-program.ts';

const simple = new Set(['Identifier', 'Literal', 'ThisExpression']);

/** `return f(x)` → `const outcome = f(x); return outcome`. */
export const extractVariable: Codemod = {
  name: 'extract-variable',
  sites: (read) =>
    returnsOf(read).map(({ node, parents }) => {
      const value = node['argument'] as AnyNode;
      const name = unusedName(read, 'outcome');
      const put = `const ${name} = ${textOf(read, value)};\n  return ${name};`;
      return [splice(node, isInBlock(parents) ? put : `{ ${put} }`)];
    }),
};

/** `return x` → `if (x !== x) …` is no refactor; an early return that is equal is: `if (c) return x; return y` ↔ `return c ? x : y`. */
export const ternaryToEarlyReturn: Codemod = {
  name: 'ternary-to-early-return',
  sites: (read) =>
    returnsOf(read).flatMap(({ node, parents }) => {
      const value = node['argument'] as AnyNode;
      if (value.type !== 'ConditionalExpression' || !isInBlock(parents)) return [];
      const [test, yes, no] = ['test', 'consequent', 'alternate'].map((part) =>
        textOf(read, value[part] as AnyNode),
      );
      return [[splice(node, `if (${test}) return ${yes};\n  return ${no};`)]];
    }),
};

export const earlyReturnToTernary: Codemod = {
  name: 'early-return-to-ternary',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const body = node.type === 'BlockStatement' ? (node['body'] as AnyNode[]) : [];
      return body.flatMap((statement, index) => {
        const next = body[index + 1];
        const returned = onlyReturn(statement['consequent']);
        if (statement.type !== 'IfStatement' || statement['alternate'] !== null || returned === null)
          return [];
        if (next?.type !== 'ReturnStatement' || !isNode(next['argument'])) return [];
        const test = textOf(read, statement['test'] as AnyNode);
        const put = `return (${test}) ? (${textOf(read, returned)}) : (${textOf(read, next['argument'])});`;
        return [[{ start: statement.start, end: next.end, text: put }]];
      });
    }),
};

function onlyReturn(statement: unknown): AnyNode | null {
  if (!isNode(statement)) return null;
  const [only, ...more] =
    statement.type === 'BlockStatement' ? (statement['body'] as AnyNode[]) : [statement];
  if (only?.type !== 'ReturnStatement' || more.length > 0) return null;
  return isNode(only['argument']) ? only['argument'] : null;
}

/** `if (c) return;` → `if (c) { return; }`. */
export const addBraces: Codemod = {
  name: 'add-braces',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const inner = node['consequent'];
      if (node.type !== 'IfStatement' || !isNode(inner) || inner.type === 'BlockStatement') return [];
      return [[splice(inner, `{\n    ${textOf(read, inner)}\n  }`)]];
    }),
};

/** `for (const x of list)` → a counted loop over a copy, which is the same unless the list grows meanwhile. */
export const forOfToIndex: Codemod = {
  name: 'for-of-to-index',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const { left, right, body } = node as unknown as Record<'left' | 'right' | 'body', AnyNode>;
      if (node.type !== 'ForOfStatement' || node['await'] === true) return [];
      const [index, list] = [unusedName(read, 'position'), unusedName(read, 'list')];
      const inside =
        body.type === 'BlockStatement' ? textOf(read, body).slice(1, -1) : ` ${textOf(read, body)} `;
      const head = `for (let ${index} = 0, ${list} = [...${textOf(read, right)}]; ${index} < ${list}.length; ${index} += 1) {`;
      const { declarations, kind } = left as unknown as { declarations: AnyNode[]; kind: string };
      const name = textOf(read, (declarations[0] as AnyNode)['id'] as AnyNode);
      return [[splice(node, `${head}\n    ${kind} ${name} = ${list}[${index}];${inside}}`)]];
    }),
};

/** `if (a) {…} else {…}` with the condition turned round. */
export const invertCondition: Codemod = {
  name: 'invert-condition',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      if (node.type !== 'ConditionalExpression') return [];
      const [test, yes, no] = ['test', 'consequent', 'alternate'].map((part) =>
        textOf(read, node[part] as AnyNode),
      );
      return [[splice(node, `(!(${test}) ? (${no}) : (${yes}))`)]];
    }),
};

/** Writes to the log at the entry of a function. */
export const addLogging: Codemod = {
  name: 'add-logging',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const body = node['body'];
      if (!isFunction(node) || !isNode(body) || body.type !== 'BlockStatement') return [];
      const first = (body['body'] as AnyNode[])[0];
      if (first === undefined || callsSuper(body)) return [];
      return [
        [{ start: first.start, end: first.start, text: `process.stderr.write('at ${node.start}\\n');\n  ` }],
      ];
    }),
};

/** A line of comment above a statement, and one of nothing. */
export const addComment: Codemod = {
  name: 'add-comment',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      if (node.type !== 'BlockStatement') return [];
      return (node['body'] as AnyNode[]).map(({ start }) => [
        { start, end: start, text: `// As agreed with those who call this.\n\n  ` },
      ]);
    }),
};

/** Two function declarations that stand side by side, the other way round. */
export const reorderFunctions: Codemod = {
  name: 'reorder-functions',
  sites: (read) => {
    const body = read.program['body'] as AnyNode[];
    return body.flatMap((statement, index) => {
      const next = body[index + 1];
      if (!isDeclaredFunction(statement) || next === undefined || !isDeclaredFunction(next)) return [];
      return [[splice(statement, textOf(read, next)), splice(next, textOf(read, statement))]];
    });
  },
};

function isDeclaredFunction(statement: AnyNode): boolean {
  const inner = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : statement;
  return isNode(inner) && inner.type === 'FunctionDeclaration';
}

/** Two constants beside one another that hold nothing but literals. */
export const reorderConstants: Codemod = {
  name: 'reorder-constants',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      if (node.type !== 'Program' && node.type !== 'BlockStatement') return [];
      const body = node['body'] as AnyNode[];
      return body.flatMap((statement, index) => {
        const next = body[index + 1];
        if (next === undefined || !isIndependent(statement) || !isIndependent(next)) return [];
        const names = new Set(boundNames(statement));
        const uses = below(next).some(
          (each) => each.type === 'Identifier' && names.has(String(each['name'])),
        );
        return uses ? [] : [[splice(statement, textOf(read, next)), splice(next, textOf(read, statement))]];
      });
    }),
};

/** Declares constants by expressions that call nothing and take nothing apart that could be missing. */
function isIndependent(statement: AnyNode): boolean {
  if (statement.type !== 'VariableDeclaration' || statement['kind'] !== 'const') return false;
  const initials = (statement['declarations'] as AnyNode[]).map((one) => one['init']);
  return initials.every(
    (initial) =>
      isNode(initial) &&
      below(initial).every((each) =>
        /^(Literal|Identifier|BinaryExpression|ThisExpression|ArrayExpression|MemberExpression|ObjectExpression|Property)$/.test(
          each.type,
        ),
      ),
  );
}

function returnsOf(read: ReadProgram): readonly Placed[] {
  return read.nodes.filter(
    ({ node }) =>
      node.type === 'ReturnStatement' && isNode(node['argument']) && !simple.has(node['argument'].type),
  );
}

function callsSuper(body: AnyNode): boolean {
  return below(body).some(({ type }) => type === 'Super');
}

function isInBlock(parents: readonly AnyNode[]): boolean {
  return /^(BlockStatement|Program)$/.test(parents.at(-1)?.type ?? '');
}

export function unusedName(read: ReadProgram, wanted: string): string {
  const taken = new RegExp(`\\b${wanted}\\b`).test(read.text);
  return taken ? unusedName(read, `${wanted}Here`) : wanted;
}

export function textOf(read: ReadProgram, { start, end }: AnyNode): string {
  return read.text.slice(start, end);
}

export function splice({ start, end }: AnyNode, text: string): Splice {
  return { start, end, text };
}
