/** Codemods that rewrite expressions. */
import type { Codemod } from './codemod.ts';
import { splice, textOf } from './of-statements.ts';
import { type AnyNode, below, isNode, type ReadProgram } from './walk-program.ts';

/** `` `a${b}` `` → `'a' + String(b)`. */
export const templateToConcatenation: Codemod = {
  name: 'template-to-concatenation',
  sites: (read) =>
    read.nodes.flatMap(({ node, parents }) => {
      const expressions = node['expressions'] as AnyNode[];
      if (node.type !== 'TemplateLiteral' || expressions.length === 0) return [];
      if (parents.at(-1)?.type === 'TaggedTemplateExpression') return [];
      const quasis = node['quasis'] as unknown as { readonly value: { readonly cooked: string } }[];
      const parts = quasis.flatMap(({ value }, index) => {
        const expression = expressions[index];
        return [
          JSON.stringify(value.cooked),
          ...(expression === undefined ? [] : [`String(${textOf(read, expression)})`]),
        ];
      });
      return [[splice(node, `(${parts.join(' + ')})`)]];
    }),
};

const mirrored: Readonly<Record<string, string>> = {
  ...{ '===': '===', '!==': '!==', '<': '>', '>': '<', '<=': '>=', '>=': '<=' },
};

/** `a < b` → `b > a`, where neither side does anything. */
export const mirrorComparison: Codemod = {
  name: 'mirror-comparison',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const operator = mirrored[String(node['operator'])];
      if (node.type !== 'BinaryExpression' || operator === undefined) return [];
      const { left, right } = node as unknown as Record<'left' | 'right', AnyNode>;
      if (!isStill(left) || !isStill(right)) return [];
      return [[splice(node, `(${textOf(read, right)}) ${operator} (${textOf(read, left)})`)]];
    }),
};

function isStill(expression: AnyNode): boolean {
  return below(expression).every(
    ({ type }) => !/Call|Assignment|Update|Await|Yield|New|Tagged|Arrow|Function/.test(type),
  );
}

/** `a && b` as a condition → `!(!a || !b)`. */
export const deMorgan: Codemod = {
  name: 'de-morgan',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const test = node['test'];
      if (!/^(IfStatement|ConditionalExpression)$/.test(node.type) || !isNode(test)) return [];
      const operator = test['operator'];
      if (test.type !== 'LogicalExpression' || (operator !== '&&' && operator !== '||')) return [];
      const [left, right] = [test['left'], test['right']].map((side) => textOf(read, side as AnyNode));
      return [[splice(test, `!(!(${left}) ${operator === '&&' ? '||' : '&&'} !(${right}))`)]];
    }),
};

/** `x => f(x)` → `x => { return f(x); }`. */
export const arrowToBlock: Codemod = {
  name: 'arrow-to-block',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const body = node['body'];
      if (node.type !== 'ArrowFunctionExpression' || !isNode(body) || body.type === 'BlockStatement')
        return [];
      const end = node.end;
      const open = read.text.indexOf('=>', lastParameterEnd(node)) + 2;
      return [[{ start: open, end, text: ` {\n    return ${read.text.slice(open, end).trim()};\n  }` }]];
    }),
};

function lastParameterEnd(node: AnyNode): number {
  return (node['params'] as AnyNode[]).at(-1)?.end ?? node.start;
}

/** `x ?? y` → `x !== null && x !== undefined ? x : y`, for a plain variable or member. */
export const spellOutNullish: Codemod = {
  name: 'spell-out-nullish',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const left = node['left'];
      if (node.type !== 'LogicalExpression' || node['operator'] !== '??' || !isNode(left)) return [];
      if (!isStill(left)) return [];
      const [one, other] = [textOf(read, left), textOf(read, node['right'] as AnyNode)];
      return [[splice(node, `((${one}) !== null && (${one}) !== undefined ? ${one} : ${other})`)]];
    }),
};

/** `a?.b` → `(a === null || a === undefined ? undefined : a.b)`, where nothing follows. */
export const spellOutOptional: Codemod = {
  name: 'spell-out-optional',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const expression = node['expression'];
      if (node.type !== 'ChainExpression' || !isNode(expression) || expression['optional'] !== true)
        return [];
      const object = expression['object'];
      if (expression.type !== 'MemberExpression' || !isNode(object) || !isStill(object)) return [];
      if (below(object).some((each) => each['optional'] === true)) return [];
      const [whole, owner] = [textOf(read, expression), textOf(read, object)];
      const access = whole
        .slice(owner.length)
        .replace(/^\?\.(?!\[)/, '.')
        .replace(/^\?\./, '');
      return [
        [splice(node, `(${owner} === null || ${owner} === undefined ? undefined : ${owner}${access})`)],
      ];
    }),
};

/** `{ id }` → `{ id: id }` in an object that is made, not taken apart. */
export const spellOutShorthand: Codemod = {
  name: 'spell-out-shorthand',
  sites: (read) =>
    read.nodes.flatMap(({ node, parents }) => {
      const isMade = parents.at(-1)?.type === 'ObjectExpression';
      if (node.type !== 'Property' || node['shorthand'] !== true || !isMade) return [];
      return [[splice(node, `${textOf(read, node)}: ${textOf(read, node)}`)]];
    }),
};

/** `const { a, b } = x` → `const { b, a } = x`; a rest stays the last. */
export const reorderDestructuring: Codemod = {
  name: 'reorder-destructuring',
  sites: (read) =>
    read.nodes.flatMap(({ node }) => {
      const properties = node.type === 'ObjectPattern' ? (node['properties'] as AnyNode[]) : [];
      const [first, second] = properties;
      if (first === undefined || second === undefined) return [];
      const plain = properties.every(
        (property) =>
          property.type === 'Property' &&
          isNode(property['value']) &&
          property['value'].type === 'Identifier',
      );
      if (!plain) return [];
      return [[splice(first, textOf(read, second)), splice(second, textOf(read, first))]];
    }),
};

/** `10_000` → `10000`, `1000` → `1e3`: the same number. */
export const rewriteNumber: Codemod = {
  name: 'rewrite-number',
  sites: (read) =>
    read.nodes.flatMap(({ node, parents }) => {
      const value = node['value'];
      if (node.type !== 'Literal' || typeof value !== 'number' || value < 10 || !Number.isInteger(value))
        return [];
      if (parents.at(-1)?.type === 'Property' && parents.at(-1)?.['key'] === node) return [];
      const written = textOf(read, node);
      const hex = `0x${value.toString(16)}`;
      return [[splice(node, written === hex ? String(value) : hex)]];
    }),
};

/** A number that says nothing gets a name at the top of the file. */
export const nameNumber: Codemod = {
  name: 'name-number',
  sites: (read: ReadProgram) => {
    const at = afterImports(read);
    return read.nodes.flatMap(({ node, parents }) => {
      const value = node['value'];
      const isInFunction = parents.some(({ type }) => /Function/.test(type));
      if (node.type !== 'Literal' || typeof value !== 'number' || value < 2 || !isInFunction) return [];
      if (parents.at(-1)?.type === 'Property' && parents.at(-1)?.['key'] === node) return [];
      const name = `amountOf${node.start}`;
      return [
        [{ start: at, end: at, text: `\nconst ${name} = ${textOf(read, node)};\n` }, splice(node, name)],
      ];
    });
  },
};

/** Behind imports, directives and what is required. */
export function afterImports({ program }: ReadProgram): number {
  const body = program['body'] as AnyNode[];
  const heads = body.filter(
    (statement) => statement.type === 'ImportDeclaration' || typeof statement['directive'] === 'string',
  );
  return heads.at(-1)?.end ?? 0;
}
