import { keyName, memberName } from './source-functions.ts';
import type { SyntaxNode } from './syntax-tree.ts';

/** Two nodes that stand at the same place of two statements. */
export type NodePair = {
  readonly baseline: SyntaxNode;
  readonly candidate: SyntaxNode;
  /** How a person would call that place: `return.at`, `arguments of send[1]`. */
  readonly name: string;
  /** Expressions that must hold for this part to be computed at all; null when it always is. */
  readonly given: { readonly baseline: string; readonly candidate: string } | null;
  /** Whether only its truth counts, as that of a test does. */
  readonly isTruth?: boolean;
};

type Side = 'baseline' | 'candidate';
type Reading = {
  readonly sourceOf: (node: SyntaxNode, side: Side) => string;
  /** The node as an expression that runs no code of the service; null when that cannot be promised. */
  readonly safeOf: (node: SyntaxNode, side: Side) => string | null;
};

const longestName = 48;

/**
 * The parts of two nodes that stand for each other, where the nodes do the same with them: arguments of the same
 * callee, the same key of an object, the operand that differs beside one that does not. None where they do not.
 */
export function pairedChildren(pair: NodePair, reading: Reading): readonly NodePair[] {
  const { baseline: a, candidate: b } = pair;
  const to = (before: SyntaxNode, after: SyntaxNode, name: string): NodePair => ({
    ...pair,
    ...{ baseline: before, candidate: after, name, isTruth: false },
  });
  const inWords = (node: SyntaxNode): string => reading.sourceOf(node, 'candidate').slice(0, longestName);
  if (a.type === 'CallExpression' && b.type === 'CallExpression') return ofCalls(a, b, { to, reading });
  if (a.type === 'NewExpression' && b.type === 'NewExpression') return ofCalls(a, b, { to, reading });
  if (a.type === 'ObjectExpression' && b.type === 'ObjectExpression') return ofObjects(a, b, { pair, to });
  if (a.type === 'ConditionalExpression' && b.type === 'ConditionalExpression')
    return ofChoices({ pair, reading, inWords }, a, b);
  if (a.type === 'LogicalExpression' && b.type === 'LogicalExpression')
    return ofLogic({ pair, reading, inWords }, a, b);
  if (a.type === 'BinaryExpression' && b.type === 'BinaryExpression') {
    const operands = [to(a.left, b.left, inWords(b.left)), to(a.right, b.right, inWords(b.right))];
    return a.operator === b.operator ? onlyOne(operands, reading) : [];
  }
  return ofLists(pair, { to, inWords }) ?? ofOnes(pair, { to, inWords });
}

/** Nodes whose parts stand in an order; null for others. */
function ofLists(
  { baseline: a, candidate: b, name }: NodePair,
  { to, inWords }: { readonly to: To; readonly inWords: Words },
): readonly NodePair[] | null {
  if (a.type === 'ArrayExpression' && b.type === 'ArrayExpression')
    return inOrder(a.elements, b.elements, (one, other, index) => to(one, other, `${name}[${index}]`));
  if (a.type === 'TemplateLiteral' && b.type === 'TemplateLiteral')
    return inOrder(a.expressions, b.expressions, (one, other) => to(one, other, inWords(other)));
  if (a.type === 'VariableDeclaration' && b.type === 'VariableDeclaration')
    return inOrder(a.declarations.map(initOf), b.declarations.map(initOf), (one, other) =>
      to(one, other, ''),
    );
  return null;
}

type To = (before: SyntaxNode, after: SyntaxNode, name: string) => NodePair;
type Words = (node: SyntaxNode) => string;

function initOf({ init }: { readonly init?: SyntaxNode | null | undefined }): SyntaxNode | null {
  return init ?? null;
}

/** Nodes with one part that matters, where both do the same with it. */
function ofOnes(pair: NodePair, { to, inWords }: { readonly to: To; readonly inWords: Words }) {
  const [a, b] = [onePart(pair.baseline), onePart(pair.candidate)];
  const isSame = pair.baseline.type === pair.candidate.type && a?.does === b?.does;
  if (!isSame || !a?.part || !b?.part) return [];
  const name = b.name === asAround ? pair.name : (b.name ?? inWords(b.part));
  return [{ ...to(a.part, b.part, name), isTruth: pair.candidate.type === 'IfStatement' }];
}

type OnePart = {
  readonly part: SyntaxNode | null | undefined;
  /** Null for one that is called by its own words. */
  readonly name: string | null;
  /** What must be the same on both sides. */
  readonly does?: string | null;
};

/** It is what stands around it: awaited, or followed by `?.`. */
const asAround = '(as around)';

function onePart(node: SyntaxNode): OnePart | null {
  switch (node.type) {
    case 'ReturnStatement':
      return { part: node.argument, name: 'return' };
    case 'ThrowStatement':
      return { part: node.argument, name: 'throw' };
    case 'YieldExpression':
      return { part: node.argument, name: 'yield', does: node.delegate ? 'all of it' : null };
    case 'IfStatement':
      return { part: node.test, name: 'condition' };
    case 'SwitchStatement':
      return { part: node.discriminant, name: 'condition' };
    case 'ForOfStatement':
      return { part: node.right, name: 'iterated' };
    case 'ExpressionStatement':
      return { part: node.expression, name: '' };
    case 'AssignmentExpression':
      return { part: node.right, name: '', does: node.operator };
    default:
      return oneOperand(node);
  }
}

function oneOperand(node: SyntaxNode): OnePart | null {
  switch (node.type) {
    case 'AwaitExpression':
      return { part: node.argument, name: asAround };
    case 'ChainExpression':
      return { part: node.expression, name: asAround };
    case 'SpreadElement':
      return { part: node.argument, name: null };
    case 'UnaryExpression':
      return { part: node.argument, name: null, does: node.operator };
    case 'MemberExpression':
      return { part: node.object, name: null, does: node.computed ? null : keyName(node.property) };
    default:
      return null;
  }
}

type Call = Extract<SyntaxNode, { type: 'CallExpression' | 'NewExpression' }>;

/** What differs before the call, `a` in `a.b(c)`, and what is given to it. */
function ofCalls(a: Call, b: Call, { to, reading }: { to: To; reading: Reading }): readonly NodePair[] {
  const name = memberName(b.callee);
  if (memberName(a.callee) !== name) return [];
  const words = reading.sourceOf(b.callee, 'candidate').slice(0, longestName);
  return [
    to(a.callee, b.callee, words),
    ...inOrder(a.arguments, b.arguments, (before, after, index) =>
      to(before, after, `arguments of ${name}[${index}]`),
    ),
  ];
}

type ObjectNode = Extract<SyntaxNode, { type: 'ObjectExpression' }>;

function ofObjects(
  a: ObjectNode,
  b: ObjectNode,
  { pair, to }: { pair: NodePair; to: To },
): readonly NodePair[] {
  const before = valuesOf(a);
  const shared = [...valuesOf(b)].flatMap(([key, value]) => {
    const old = before.get(key);
    return old === undefined ? [] : [to(old, value, pair.name === '' ? key : `${pair.name}.${key}`)];
  });
  const [spreads, others] = [spreadsOf(a), spreadsOf(b)];
  return [...shared, ...inOrder(spreads, others, (one, other) => to(one, other, pair.name))];
}

function spreadsOf({ properties }: ObjectNode): readonly SyntaxNode[] {
  return properties.flatMap((one) => (one.type === 'SpreadElement' ? [one.argument] : []));
}

function valuesOf({ properties }: ObjectNode): ReadonlyMap<string, SyntaxNode> {
  return new Map(
    properties.flatMap((one) => {
      const key = one.type === 'Property' && !one.computed && !one.method ? keyName(one.key) : null;
      return key === null || one.type !== 'Property' ? [] : [[key, one.value] as const];
    }),
  );
}

type Within = { readonly pair: NodePair; readonly reading: Reading; readonly inWords: Words };
type Choice = Extract<SyntaxNode, { type: 'ConditionalExpression' }>;
type Logic = Extract<SyntaxNode, { type: 'LogicalExpression' }>;

/** The two ways are computed only where the test sends both builds there. */
function ofChoices({ pair, reading, inWords }: Within, a: Choice, b: Choice): readonly NodePair[] {
  const test = { ...pair, baseline: a.test, candidate: b.test, name: inWords(b.test), isTruth: true };
  const [before, after] = [reading.safeOf(a.test, 'baseline'), reading.safeOf(b.test, 'candidate')];
  if (before === null || after === null) return [test];
  const way = (one: SyntaxNode, other: SyntaxNode, not: string): NodePair => ({
    ...pair,
    ...{ baseline: one, candidate: other, name: pair.name || inWords(other), isTruth: false },
    given: under(pair, `${not}(${before})`, `${not}(${after})`),
  });
  return [test, way(a.consequent, b.consequent, ''), way(a.alternate, b.alternate, '!')];
}

function ofLogic({ pair, reading, inWords }: Within, a: Logic, b: Logic): readonly NodePair[] {
  if (a.operator !== b.operator) return [];
  const isTruth = pair.isTruth ?? false;
  const left = { ...pair, baseline: a.left, candidate: b.left, name: inWords(b.left), isTruth };
  const [before, after] = [reading.safeOf(a.left, 'baseline'), reading.safeOf(b.left, 'candidate')];
  if (before === null || after === null) return [left];
  const goesOn = (text: string): string => {
    if (a.operator === '&&') return `!!(${text})`;
    return a.operator === '||' ? `!(${text})` : `(${text})==null`;
  };
  const given = under(pair, goesOn(before), goesOn(after));
  const right = { ...pair, baseline: a.right, candidate: b.right, name: inWords(b.right), isTruth, given };
  return [left, right];
}

function under({ given }: NodePair, baseline: string, candidate: string): NodePair['given'] {
  if (given === null) return { baseline, candidate };
  return { baseline: `${given.baseline}&&${baseline}`, candidate: `${given.candidate}&&${candidate}` };
}

/** Where both operands differ, each alone says nothing: they may have changed places. */
function onlyOne(operands: readonly NodePair[], { sourceOf }: Reading): readonly NodePair[] {
  const different = operands.filter(
    ({ baseline, candidate }) => sourceOf(baseline, 'baseline') !== sourceOf(candidate, 'candidate'),
  );
  return different.length === 1 ? different : [];
}

/** Items of two lists of the same length, without holes. */
function inOrder(
  before: readonly (SyntaxNode | null)[],
  after: readonly (SyntaxNode | null)[],
  to: (before: SyntaxNode, after: SyntaxNode, index: number) => NodePair,
): readonly NodePair[] {
  if (before.length !== after.length) return [];
  return before.flatMap((one, index) => {
    const other = after[index];
    return one && other ? [to(one, other, index)] : [];
  });
}
