import { memberName } from './source-functions.ts';
import { isNestedBody, ownParts, type SourceStatement } from './source-statements.ts';
import { descendants, isFunction, patternNames, type SyntaxNode } from './syntax-tree.ts';
import { readNames } from './visible-names.ts';

/** What a statement is known by when the two builds are put side by side, and what it does to variables. */
export type StatementTraits = {
  /** Type of node; statements of different types are never paired. */
  readonly type: string;
  /** Source of its own part with blanks made even. */
  readonly text: string;
  /** Source of all that runs as the statement itself: two of the same are the same statement. */
  readonly own: string;
  /** Whether nothing stands before it on its line. */
  readonly beginsLine: boolean;
  /** Defined names, callee and arity, or the like: what stays when the details change. */
  readonly key: string;
  /** Source of an initialiser or assigned value, which stays when a variable is renamed. */
  readonly value: string;
  readonly defines: readonly string[];
  readonly reads: ReadonlySet<string>;
  /** What it calls, in a word each, in the order of the source; as often as it stands there. */
  readonly calls: readonly string[];
};

/** Describes a statement; `text` is the text of its file. */
export function traitsOf({ node }: SourceStatement, text: string): StatementTraits {
  const parts = ownParts(node);
  const defines = [...new Set(parts.flatMap(definedNames))];
  const reads = new Set(parts.flatMap((part) => [...readNames(part), ...readMembers(part)]));
  return {
    type: node.type,
    text: evenBlanks(sourceOf(node, text)),
    own: parts.map((part) => evenBlanks(text.slice(part.start, part.end))).join(' '),
    beginsLine: text.slice(text.lastIndexOf('\n', node.start - 1) + 1, node.start).trim() === '',
    key: keyOf(node, text, defines),
    value: evenBlanks(valueSource(node, text)),
    defines,
    reads,
    calls: parts.flatMap(calledNames),
  };
}

/** Called or constructed by a node itself; functions inside are statements of their own. */
export function calledNames(part: SyntaxNode): readonly string[] {
  return [...descendants(part, (child) => isFunction(child) || isNestedBody(child))].flatMap((node) =>
    node.type === 'CallExpression' || node.type === 'NewExpression' ? [memberName(node.callee)] : [],
  );
}

/** Source of a statement's own part: the head of a compound one, else all of it. */
export function sourceOf(node: SyntaxNode, text: string): string {
  const body = [...descendants(node)].find((part) => part !== node && part.type === 'BlockStatement');
  const isCompound = ownParts(node)[0] !== node;
  if (!isCompound) return text.slice(node.start, node.end);
  const end = node.type === 'IfStatement' ? headEnd(node.consequent, text) : (body?.start ?? node.end);
  return text.slice(node.start, end).trimEnd();
}

/** An `if` with a single statement for a body is shown whole; one with a block only by its head. */
function headEnd(body: SyntaxNode, text: string): number {
  if (body.type !== 'BlockStatement') return body.end;
  return text.slice(0, body.start).trimEnd().length;
}

/** Makes runs of blanks one blank, so that re-indented code reads the same. */
export function evenBlanks(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function definedNames(part: SyntaxNode): readonly string[] {
  const names: string[] = [];
  for (const node of descendants(part, (child) => isFunction(child) || isNestedBody(child))) {
    if (node.type === 'VariableDeclarator' && node.init) names.push(...patternNames(node.id));
    if (node.type === 'AssignmentExpression') names.push(...patternNames(node.left), ...rootName(node.left));
    if (node.type === 'UpdateExpression')
      names.push(...patternNames(node.argument), ...rootName(node.argument));
  }
  return part.type === 'ExpressionStatement' ? [...names, ...touchedNames(part.expression)] : names;
}

/** A call whose result nobody takes is made for its effect: on its object, or on what it is given. */
function touchedNames(expression: SyntaxNode): readonly string[] {
  if (expression.type === 'AwaitExpression') return touchedNames(expression.argument);
  if (expression.type !== 'CallExpression') return [];
  return [...rootName(expression.callee), ...expression.arguments.flatMap(patternNames)];
}

/** `cart.total = …` gives `cart` a new state, `this.log.push(…)` gives one to `this.log`. */
function rootName(target: SyntaxNode): readonly string[] {
  if (target.type !== 'MemberExpression') return [];
  const object = target.object;
  if (object.type === 'ThisExpression') return memberOfThis(target);
  return object.type === 'Identifier' ? [object.name] : rootName(object);
}

function memberOfThis(node: SyntaxNode): readonly string[] {
  if (node.type !== 'MemberExpression' || node.object.type !== 'ThisExpression' || node.computed) return [];
  return node.property.type === 'Identifier' ? [`this.${node.property.name}`] : [];
}

/** Members of `this` that are not merely written: `this.count` in `this.count += 1`, not in `this.count = 1`. */
function readMembers(part: SyntaxNode): readonly string[] {
  const written = new Set<SyntaxNode>();
  const names: string[] = [];
  for (const node of descendants(part)) {
    if (node.type === 'AssignmentExpression' && node.operator === '=') written.add(node.left);
    if (!written.has(node)) names.push(...memberOfThis(node));
  }
  return names;
}

function keyOf(node: SyntaxNode, text: string, defines: readonly string[]): string {
  if (node.type === 'VariableDeclaration') return `declares ${[...defines].sort().join(',')}`;
  if (node.type !== 'ExpressionStatement') return node.type;
  const expression = node.expression.type === 'AwaitExpression' ? node.expression.argument : node.expression;
  if (expression.type === 'AssignmentExpression') {
    return `sets ${evenBlanks(text.slice(expression.left.start, expression.left.end))}`;
  }
  if (expression.type === 'CallExpression') {
    const { callee } = expression;
    return `calls ${evenBlanks(text.slice(callee.start, callee.end))}/${expression.arguments.length}`;
  }
  if (expression.type === 'YieldExpression') return 'yields';
  return evenBlanks(text.slice(node.start, node.end));
}

function valueSource(node: SyntaxNode, text: string): string {
  if (node.type !== 'VariableDeclaration') return '';
  return node.declarations.map(({ init }) => (init ? text.slice(init.start, init.end) : '')).join(';');
}
