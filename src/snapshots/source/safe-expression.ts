import type { ObjectExpression, TemplateLiteral } from 'acorn';
import { memberName } from './source-functions.ts';
import type { SyntaxNode } from './syntax-tree.ts';

const arithmetic = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  '**',
  '&',
  '|',
  '^',
  '<<',
  '>>',
  '>>>',
  '<',
  '<=',
  '>',
  '>=',
]);
const loose = new Set(['==', '!=']);
const strict = new Set(['===', '!==']);
const prefixes = new Set(['-', '+', '~']);

/**
 * Rewrites an expression of the service into one that computes the same value without running any code of the service,
 * for a probe to capture what a statement is about to return. Null when that cannot be promised: calls, `await`,
 * assignments, anything unknown. A part of an object, an array or a choice that cannot be promised is left open, so that
 * the rest is known. `$` is what the agent hands in: `$.p` lets only primitives through, so that no operator runs a
 * `valueOf`; `$.g` reads a property as plain data; `$.m` is Math as it was at load; `$.u` stands for what is left open.
 */
export function safeExpression(node: SyntaxNode, isVisible: (name: string) => boolean): string | null {
  const inner = (child: SyntaxNode): string | null => safeExpression(child, isVisible);
  const primitive = (child: SyntaxNode): string | null => wrap('$.p(', inner(child), ')');
  const open = (child: SyntaxNode): string => inner(child) ?? '$.u';
  const rewriters = { inner, primitive, open, isVisible };
  switch (node.type) {
    case 'Identifier':
      return node.name === 'undefined' || isVisible(node.name) ? node.name : null;
    case 'ThisExpression':
      return 'this';
    case 'Literal':
      return node.regex ? null : (node.raw ?? null);
    case 'TemplateLiteral':
      return safeTemplate(node, primitive);
    case 'LogicalExpression':
      return between(inner(node.left), node.operator, open(node.right));
    case 'ConditionalExpression':
      return choice(inner(node.test), open(node.consequent), open(node.alternate));
    case 'ChainExpression':
      return inner(node.expression);
    default:
      return safeOperation(node, rewriters) ?? safeCompound(node, rewriters);
  }
}

type Rewriter = (child: SyntaxNode) => string | null;
type Rewriters = {
  readonly inner: Rewriter;
  readonly primitive: Rewriter;
  readonly open: (child: SyntaxNode) => string;
  readonly isVisible: (name: string) => boolean;
};

function safeOperation(node: SyntaxNode, { inner, primitive }: Rewriters): string | null {
  if (node.type === 'UnaryExpression') {
    if (prefixes.has(node.operator)) return wrap(`(${node.operator} `, primitive(node.argument), ')');
    const isHarmless = node.operator === '!' || node.operator === 'typeof';
    return isHarmless ? wrap(`(${node.operator} `, inner(node.argument), ')') : null;
  }
  if (node.type !== 'BinaryExpression') return null;
  if (strict.has(node.operator)) return between(inner(node.left), node.operator, inner(node.right));
  const isKnown = arithmetic.has(node.operator) || loose.has(node.operator);
  return isKnown ? between(primitive(node.left), node.operator, primitive(node.right)) : null;
}

function safeCompound(node: SyntaxNode, { inner, primitive, open, isVisible }: Rewriters): string | null {
  switch (node.type) {
    case 'MemberExpression': {
      const object = inner(node.object);
      const key = node.computed ? primitive(node.property) : keyText(node.property);
      if (object === null || key === null) return null;
      return node.optional ? `((o)=>o==null?undefined:$.g(o,${key}))(${object})` : `$.g(${object},${key})`;
    }
    case 'CallExpression':
      return isMath(node.callee, isVisible)
        ? wrap(`$.m.${memberName(node.callee)}(`, list(node.arguments.map(primitive)), ')')
        : null;
    case 'ArrayExpression':
      return safeArray(node.elements, open);
    case 'ObjectExpression':
      return safeObject(node, open);
    default:
      return null;
  }
}

/** Another draw of `Math.random` would not be the one that the statement makes. */
function isMath(callee: SyntaxNode, isVisible: (name: string) => boolean): boolean {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.object.type !== 'Identifier')
    return false;
  const isGlobal = callee.object.name === 'Math' && !isVisible('Math');
  return isGlobal && callee.property.type === 'Identifier' && callee.property.name !== 'random';
}

function safeTemplate(node: TemplateLiteral, primitive: Rewriter): string | null {
  const parts = node.quasis.flatMap((quasi, index) => {
    const expression = node.expressions[index];
    return [`\`${quasi.value.raw}\``, ...(expression ? [wrap('`${', primitive(expression), '}`')] : [])];
  });
  return parts.includes(null) ? null : `(${parts.join('+')})`;
}

/** Elements as an array; null when their number is not known. Also for the arguments of a call. */
export function safeElements(
  elements: readonly (SyntaxNode | null)[],
  isVisible: (name: string) => boolean,
): string | null {
  return safeArray(elements, (child) => safeExpression(child, isVisible) ?? '$.u');
}

function safeArray(
  elements: readonly (SyntaxNode | null)[],
  open: (child: SyntaxNode) => string,
): string | null {
  const parts = elements.map((one) => (one === null || one.type === 'SpreadElement' ? null : open(one)));
  return wrap('[', list(parts), ']');
}

function safeObject(node: ObjectExpression, open: (child: SyntaxNode) => string): string | null {
  const members = node.properties.map((property) => {
    if (property.type !== 'Property' || property.kind !== 'init' || property.method || property.computed)
      return null;
    const key = keyText(property.key);
    return key === null || key === '"__proto__"' ? null : `${key}:${open(property.value)}`;
  });
  return wrap('({', list(members), '})');
}

function keyText(key: SyntaxNode): string | null {
  if (key.type === 'Identifier') return JSON.stringify(key.name);
  return key.type === 'Literal' ? JSON.stringify(String(key.value)) : null;
}

function list(parts: readonly (string | null)[]): string | null {
  return parts.includes(null) ? null : parts.join(',');
}

function wrap(before: string, text: string | null, after: string): string | null {
  return text === null ? null : before + text + after;
}

function choice(test: string | null, yes: string | null, no: string | null): string | null {
  return test === null || yes === null || no === null ? null : `(${test} ? ${yes} : ${no})`;
}

function between(left: string | null, operator: string, right: string | null): string | null {
  return left === null || right === null ? null : `(${left} ${operator} ${right})`;
}
