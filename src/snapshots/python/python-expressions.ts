import type { SyntaxNode } from '../source/syntax-tree.ts';
import { type PythonText, partsOf, type SyntaxPart, splitAt } from './python-text.ts';

/** What an expression stands in: the text, and what the first parameter of the method around it is called. */
export type Surroundings = {
  readonly source: PythonText;
  /** Null outside methods. */
  readonly self: string | null;
};

const operands = new Set(['BinaryExpression', 'UnaryExpression', 'ConditionalExpression']);
const isWord = (part: SyntaxPart): boolean =>
  !/^\W+$/.test(part.name) && !/Op$|^(?:not|in|is|and|or|if|else)$/.test(part.name);

/** One expression of Python in the common tree. What has no counterpart there becomes a list of its parts. */
export function expressionOf(part: SyntaxPart, at: Surroundings): SyntaxNode {
  const { source } = at;
  const make = (fields: Parameters<PythonText['node']>[1]) => source.node(part, fields);
  switch (part.name) {
    case 'VariableName':
      return source.of(part) === at.self ? make({ type: 'ThisExpression' }) : source.name(part);
    case 'Number':
    case 'Boolean':
    case 'None':
    case 'String':
    case 'ContinuedString':
    case 'Ellipsis':
      return make({ type: 'Literal', value: source.of(part), raw: source.of(part) });
    case 'FormatString':
      return make({ type: 'TemplateLiteral', quasis: [], expressions: innerExpressions(part, at) });
    case 'ParenthesizedExpression':
      return innerExpressions(part, at)[0] ?? make({ type: 'ArrayExpression', elements: [] });
    case 'MemberExpression':
      return memberOf(part, at);
    case 'CallExpression':
      return callOf(part, at);
    case 'AwaitExpression':
      return make({ type: 'AwaitExpression', argument: lastExpression(part, at) });
    case 'YieldExpression':
      return yieldOf(part, at);
    case 'NamedExpression':
      return assignment(part, at);
    case 'LambdaExpression':
      return lambdaOf(part, at);
    default:
      return operands.has(part.name)
        ? operationOf(part, at)
        : make({ type: 'ArrayExpression', elements: innerExpressions(part, at) });
  }
}

/** Every expression directly inside a part, in order. */
export function innerExpressions(part: SyntaxPart, at: Surroundings): readonly SyntaxNode[] {
  return partsOf(part)
    .filter(
      (inner) =>
        isWord(inner) &&
        !/^(?:for|async|yield|from|await|lambda|Format(?:Conversion|SelfDoc))$/.test(inner.name),
    )
    .flatMap((inner) =>
      /^Format(?:Replacement|Spec)$/.test(inner.name)
        ? innerExpressions(inner, at)
        : [expressionOf(inner, at)],
    );
}

/** Null for nothing at all; several expressions with commas between them are one tuple. */
export function listOf(parts: readonly SyntaxPart[], at: Surroundings): SyntaxNode | null {
  const elements = splitAt(parts, ',').flatMap((group) =>
    group.slice(-1).map((one) => expressionOf(one, at)),
  );
  const [first] = elements;
  if (first === undefined || elements.length === 1) return first ?? null;
  const span = { from: parts[0]?.from ?? 0, to: parts.at(-1)?.to ?? 0 };
  return at.source.node(span, { type: 'ArrayExpression', elements });
}

/** As a statement and inside of one. */
export function yieldOf(part: SyntaxPart, at: Surroundings): SyntaxNode {
  const [, ...given] = partsOf(part);
  const delegate = given[0]?.name === 'from';
  const argument = listOf(delegate ? given.slice(1) : given, at);
  return at.source.node(part, { type: 'YieldExpression', argument, delegate });
}

function lastExpression(part: SyntaxPart, at: Surroundings): SyntaxNode {
  const last = partsOf(part).at(-1);
  return last === undefined ? at.source.name(part) : expressionOf(last, at);
}

function operationOf(part: SyntaxPart, at: Surroundings): SyntaxNode {
  const { source } = at;
  const [left, right, other] = innerExpressions(part, at);
  if (part.name === 'UnaryExpression') {
    const operator =
      source.of(partsOf(part)[0] ?? part) === 'not' ? '!' : source.of(partsOf(part)[0] ?? part);
    return source.node(part, { type: 'UnaryExpression', operator, prefix: true, argument: left });
  }
  if (part.name === 'ConditionalExpression')
    return source.node(part, {
      type: 'ConditionalExpression',
      consequent: left,
      test: right,
      alternate: other,
    });
  const operator = partsOf(part)
    .filter((inner) => !isWord(inner))
    .map((inner) => source.of(inner))
    .join(' ');
  const type = operator === 'and' || operator === 'or' ? 'LogicalExpression' : 'BinaryExpression';
  return source.node(part, { type, operator, left, right });
}

function memberOf(part: SyntaxPart, at: Surroundings): SyntaxNode {
  const { source } = at;
  const [head, ...rest] = partsOf(part);
  const object = head === undefined ? source.name(part) : expressionOf(head, at);
  const property = rest.find(({ name }) => name === 'PropertyName');
  if (property !== undefined)
    return source.node(part, {
      type: 'MemberExpression',
      object,
      property: source.name(property),
      computed: false,
    });
  const keys = rest.filter(isWord).map((inner) => expressionOf(inner, at));
  const key = keys.length === 1 ? keys[0] : source.node(part, { type: 'ArrayExpression', elements: keys });
  return source.node(part, { type: 'MemberExpression', object, property: key, computed: true });
}

function callOf(part: SyntaxPart, at: Surroundings): SyntaxNode {
  const { source } = at;
  const [head, list] = partsOf(part);
  const callee = head === undefined ? source.name(part) : expressionOf(head, at);
  const given =
    list?.name === 'ArgList' ? argumentsOf(list, at) : list === undefined ? [] : [expressionOf(list, at)];
  return source.node(part, { type: 'CallExpression', callee, arguments: given, optional: false });
}

/** What a call is given, by place and by name alike. */
export function argumentsOf(list: SyntaxPart, at: Surroundings): readonly SyntaxNode[] {
  return splitAt(
    partsOf(list).filter(({ name }) => name !== '(' && name !== ')'),
    ',',
  ).flatMap((parts) => {
    const value = parts.at(-1);
    if (value === undefined) return [];
    const isComprehension = parts.some(({ name }) => name === 'for');
    if (isComprehension) {
      const elements = parts
        .filter((one) => isWord(one) && one.name !== 'for')
        .map((one) => expressionOf(one, at));
      return [
        at.source.node(
          { from: parts[0]?.from ?? list.from, to: value.to },
          { type: 'ArrayExpression', elements },
        ),
      ];
    }
    const argument = expressionOf(value, at);
    const isSpread = parts[0]?.name === '*' || parts[0]?.name === '**';
    return [isSpread ? at.source.node(value, { type: 'SpreadElement', argument }) : argument];
  });
}

function assignment(part: SyntaxPart, at: Surroundings): SyntaxNode {
  const [left, right] = innerExpressions(part, at);
  return at.source.node(part, { type: 'AssignmentExpression', operator: '=', left, right });
}

function lambdaOf(part: SyntaxPart, at: Surroundings): SyntaxNode {
  const list = partsOf(part).find(({ name }) => name === 'ParamList');
  const params = list === undefined ? [] : parametersOf(list, at);
  const body = lastExpression(part, at);
  return at.source.node(part, {
    type: 'ArrowFunctionExpression',
    params,
    body,
    expression: true,
    async: false,
    generator: false,
  });
}

/** Parameters as patterns; types do not count. */
export function parametersOf(list: SyntaxPart, at: Surroundings): readonly SyntaxNode[] {
  const { source } = at;
  return splitAt(
    partsOf(list).filter(({ name }) => name !== '(' && name !== ')'),
    ',',
  ).flatMap((parts) => {
    const name = parts.find((one) => one.name === 'VariableName');
    if (name === undefined) return [];
    const pattern = source.name(name);
    if (parts[0]?.name === '*' || parts[0]?.name === '**')
      return [source.node(name, { type: 'RestElement', argument: pattern })];
    const value = parts.at(-1);
    if (value === undefined || !parts.some((one) => one.name === 'AssignOp')) return [pattern];
    const right = expressionOf(value, at);
    return [
      source.node({ from: name.from, to: value.to }, { type: 'AssignmentPattern', left: pattern, right }),
    ];
  });
}
