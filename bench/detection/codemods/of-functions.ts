/** Codemods that rewrite functions and names. */
import type { Codemod } from './codemod.ts';
import { afterImports } from './of-expressions.ts';
import { splice, textOf, unusedName } from './of-statements.ts';
import {
  type AnyNode,
  below,
  boundNames,
  isFunction,
  isNode,
  isReference,
  type ReadProgram,
  referencesIn,
} from './walk-program.ts';

/** A variable of a function gets another name; only one whose name is bound once in the whole file. */
export const renameLocal: Codemod = {
  name: 'rename-local',
  sites: (read) => {
    const bound = boundNames(read.program);
    const isUnique = (name: string) => bound.filter((each) => each === name).length === 1;
    return read.nodes.flatMap(({ node, parents }) => {
      const id = node['id'];
      const owner = parents.findLast(isFunction);
      if (node.type !== 'VariableDeclarator' || !isNode(id) || id.type !== 'Identifier') return [];
      const name = String(id['name']);
      if (owner === undefined || !isUnique(name)) return [];
      const renamed = `${name}Renamed`;
      return [renameSplices(read, name, renamed)];
    });
  },
};

function renameSplices(read: ReadProgram, name: string, renamed: string) {
  return read.nodes.flatMap(({ node, parents }) => {
    const parent = parents.at(-1);
    if (node.type !== 'Identifier' || node['name'] !== name || !isReference(node, parent)) return [];
    const isShort = parent?.type === 'Property' && parent['shorthand'] === true;
    // A shorthand has one piece of text for key and value, which the tree holds twice.
    if (isShort && parent['key'] === node && parent['value'] !== node) return [];
    return [splice(node, isShort ? `${name}: ${renamed}` : renamed)];
  });
}

/** `function f() {…}` → `const f = function () {…}` would hoist no more; as arrows only where nothing before it runs. */
export const functionToArrow: Codemod = {
  name: 'function-to-arrow',
  sites: (read) => {
    const body = read.program['body'] as AnyNode[];
    return body.flatMap((statement, index) => {
      const inner = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : statement;
      if (!isNode(inner) || inner.type !== 'FunctionDeclaration' || inner['generator'] === true) return [];
      const others = body.filter((each) => each !== statement);
      if (usesThis(inner) || !others.every((each, at) => at >= index || isQuiet(each))) return [];
      if (runsAtLoad(others, String((inner['id'] as AnyNode)['name']))) return [];
      const id = inner['id'] as AnyNode;
      const block = inner['body'] as AnyNode;
      const head = read.text.slice(id.end, block.start).trimEnd();
      const isAsync = inner['async'] === true ? 'async ' : '';
      const put = `const ${textOf(read, id)} = ${isAsync}${head} => ${textOf(read, block)};`;
      return [[splice(inner, put)]];
    });
  },
};

/** Declares, and runs nothing that could call a function of the file. */
function isQuiet(statement: AnyNode): boolean {
  if (/^(Import|Function|Class)/.test(statement.type)) return true;
  if (statement.type === 'ExportNamedDeclaration')
    return isNode(statement['declaration']) && isQuiet(statement['declaration']);
  if (typeof statement['directive'] === 'string') return true;
  return (
    statement.type === 'VariableDeclaration' &&
    !below(statement).some(({ type }) => /^(Call|New)Expression$/.test(type))
  );
}

/** Named at the top level, outside any function, it may be needed before it is there. */
function runsAtLoad(statements: readonly AnyNode[], name: string): boolean {
  return statements.some((statement) => {
    const inner = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : statement;
    if (isNode(inner) && /^(Function|Class)Declaration$/.test(inner.type)) return false;
    return referencesIn(statement).some((each) => each['name'] === name);
  });
}

function usesThis(node: AnyNode): boolean {
  return below(node).some(
    (each) => each.type === 'ThisExpression' || (each.type === 'Identifier' && each['name'] === 'arguments'),
  );
}

/** What a return or a constant computes moves into a function of its own, with what it needs as parameters. */
export const splitIntoHelper: Codemod = {
  name: 'split-into-helper',
  sites: (read) => {
    const isCode = (text: string) => !/\b(await|yield|super|arguments|this)\b/.test(text);
    const global = new Set((read.program['body'] as AnyNode[]).flatMap(topLevelNames));
    return read.nodes.flatMap(({ node, parents }) => {
      const value =
        node.type === 'ReturnStatement'
          ? node['argument']
          : node.type === 'VariableDeclarator'
            ? node['init']
            : null;
      if (
        !isNode(value) ||
        !parents.some(isFunction) ||
        /^(Literal|Identifier|Await|Arrow|Function)/.test(value.type)
      )
        return [];
      const text = textOf(read, value);
      if (!isCode(text) || assigns(value) || read.path.endsWith('.ts')) return [];
      const inner = new Set(boundNames(value));
      const everywhere = new Set(boundNames(read.program));
      const needed = new Set(referencesIn(value).map((each) => String(each['name'])));
      const parameters = [...needed].filter(
        (name) => everywhere.has(name) && !inner.has(name) && !global.has(name),
      );
      const name = unusedName(read, 'computed');
      const at = afterImports(read);
      const helper = `\n\nfunction ${name}(${parameters.join(', ')}) {\n  return ${text};\n}\n`;
      return [[{ start: at, end: at, text: helper }, splice(value, `${name}(${parameters.join(', ')})`)]];
    });
  },
};

function assigns(node: AnyNode): boolean {
  return below(node).some(({ type }) => /^(AssignmentExpression|UpdateExpression)$/.test(type));
}

function topLevelNames(statement: AnyNode): readonly string[] {
  const inner = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : statement;
  if (!isNode(inner)) return [];
  if (/^(Function|Class)Declaration$/.test(inner.type)) return [String((inner['id'] as AnyNode)['name'])];
  if (inner.type === 'ImportDeclaration') return boundNames(inner);
  return inner.type === 'VariableDeclaration'
    ? boundNames({ ...inner, declarations: shallow(inner) } as AnyNode)
    : [];
}

/** Names that a declaration itself binds, without those inside the functions it holds. */
function shallow(declaration: AnyNode): readonly AnyNode[] {
  return (declaration['declarations'] as AnyNode[]).map((one) => ({ ...one, init: null }) as AnyNode);
}

/** A function that nothing calls. */
export const addUnusedFunction: Codemod = {
  name: 'add-unused-function',
  sites: (read) => {
    const name = unusedName(read, 'forLater');
    const end = read.text.length;
    return [
      [{ start: end, end, text: `\nfunction ${name}() {\n  return 'nobody asks yet';\n}\nvoid ${name};\n` }],
    ];
  },
};
