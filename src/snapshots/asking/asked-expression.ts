import { type Identifier, parseExpressionAt } from 'acorn';
import { parsePython } from '../python/parse-python.ts';
import { safeExpression } from '../source/safe-expression.ts';
import { descendants, type SyntaxNode } from '../source/syntax-tree.ts';

/** An expression that a probe can compute without running any code of the service, or why there is none. */
export type AskedExpression =
  | { readonly kind: 'safe'; readonly source: string }
  | { readonly kind: 'refused'; readonly reason: string };

export type ExpressionRequest = {
  readonly text: string;
  readonly language: 'javascript' | 'python';
  /** Names that can be read at the place, to be told where another is asked for. */
  readonly names: readonly string[];
  readonly isVisible: (name: string) => boolean;
  /** What a name is called in this build, where that is another. */
  readonly calledHere: (name: string) => string;
};

/** What may be asked for, in words that stand behind a refusal. */
export const allowedExpressions =
  'Ask for variables, properties (`order.items[0].price`), `.length`, `typeof`, comparisons and arithmetic; nothing is called or assigned.';

/** Functions of Python itself that its agent computes. */
const pure = new Set('abs bool divmod float int len max min round str sum'.split(' '));

/** Used for each expression that a person or a coding agent asks for, at each place: generated from its syntax, never run as typed. */
export function askedExpression(request: ExpressionRequest): AskedExpression {
  const parsed =
    request.language === 'python' ? parsePythonExpression(request.text) : parseExpression(request.text);
  if (parsed === null) return refused('it is no single expression');
  const fault = faultOf(parsed, request);
  if (fault !== null) return refused(fault);
  const renamed = withNamesOf(parsed, request);
  if (request.language === 'python') return { kind: 'safe', source: `(${renamed})` };
  const node = parseExpression(renamed);
  const source =
    node === null ? null : safeExpression(node, (name) => name !== 'Math' || request.isVisible(name));
  return source === null ? refused('it could run code of the service') : { kind: 'safe', source };
}

function refused(reason: string): AskedExpression {
  return { kind: 'refused', reason };
}

/** In brackets, so that a line comment or a second expression behind it does not go unseen; all positions shift by one. */
function parseExpression(text: string): SyntaxNode | null {
  try {
    const inBrackets = `(${text}\n)`;
    const node = parseExpressionAt(inBrackets, 0, { ecmaVersion: 'latest' });
    return /^\s*\)$/.test(inBrackets.slice(node.end)) ? node : null;
  } catch {
    return null;
  }
}

function parsePythonExpression(text: string): SyntaxNode | null {
  if (text.includes('\n')) return null;
  try {
    const [statement, ...others] = parsePython(`(${text})`).body;
    return statement?.type === 'ExpressionStatement' && others.length === 0 ? statement.expression : null;
  } catch {
    return null;
  }
}

/** The first part that could run code of the service, or that is not there. */
function faultOf(root: SyntaxNode, { language, names, isVisible }: ExpressionRequest): string | null {
  for (const node of descendants(root)) {
    const fault = codeIn(node, language);
    if (fault !== null) return fault;
  }
  const isKnown = (name: string) => isVisible(name) || (language === 'python' && isSelf(name));
  const missing = variablesIn(root, language).find(({ name }) => !isKnown(name));
  return missing === undefined ? null : unknown(missing.name, names);
}

/** Identifiers that stand for variables: no properties, and no functions that the agents know. */
function variablesIn(root: SyntaxNode, language: ExpressionRequest['language']): readonly Identifier[] {
  const others = new Set<SyntaxNode>();
  const found: Identifier[] = [];
  for (const node of descendants(root)) {
    if (node.type === 'MemberExpression' && !node.computed) others.add(node.property);
    if (node.type === 'Property' && !node.computed) others.add(node.key);
    if (node.type === 'CallExpression' && isOwnFunction(node.callee, language))
      markCallee(node.callee, others);
    if (node.type === 'Identifier' && !others.has(node) && node.name !== 'undefined') found.push(node);
  }
  return found;
}

function isSelf(name: string): boolean {
  return name === 'self' || name === 'cls';
}

function unknown(name: string, names: readonly string[]): string {
  const known =
    names.length === 0
      ? 'nothing is'
      : `${names.slice(0, 12).join(', ')} ${names.length === 1 ? 'is' : 'are'}`;
  return `${name} is not in scope there, or the function does not refer to it; ${known}`;
}

/** `Math.round` and the like, and in Python the functions that its agent knows to be harmless. */
function isOwnFunction(callee: SyntaxNode, language: ExpressionRequest['language']): boolean {
  if (language === 'python') return callee.type === 'Identifier' && pure.has(callee.name);
  return (
    callee.type === 'MemberExpression' &&
    !callee.computed &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Math' &&
    callee.property.type === 'Identifier' &&
    callee.property.name !== 'random'
  );
}

function markCallee(callee: SyntaxNode, isNamed: Set<SyntaxNode>): void {
  isNamed.add(callee);
  if (callee.type === 'MemberExpression') isNamed.add(callee.object);
}

function codeIn(node: SyntaxNode, language: ExpressionRequest['language']): string | null {
  switch (node.type) {
    case 'CallExpression':
      return isOwnFunction(node.callee, language)
        ? null
        : 'it calls a function, which could be code of the service';
    case 'NewExpression':
    case 'TaggedTemplateExpression':
    case 'ImportExpression':
      return 'it calls a function, which could be code of the service';
    case 'AssignmentExpression':
    case 'UpdateExpression':
      return 'it would change a variable of the service';
    case 'AwaitExpression':
    case 'YieldExpression':
      return 'it would wait';
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
      return 'it makes a function';
    default:
      return null;
  }
}

/** The text with variables by their names in this build; properties keep theirs. */
function withNamesOf(root: SyntaxNode, { text, calledHere, language }: ExpressionRequest): string {
  const renamed = variablesIn(root, language).filter(({ name }) => calledHere(name) !== name);
  return renamed
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (whole, { start, end, name }) => whole.slice(0, start - 1) + calledHere(name) + whole.slice(end - 1),
      text,
    );
}
