import type { Described, SideFunction } from '../aligning/align-builds.ts';
import { entryOf, type Spot } from '../source/source-statements.ts';
import type { SyntaxNode } from '../source/syntax-tree.ts';

/** Where one side of a probe would stand, and for which statement. */
export type SidePlace = {
  readonly side: SideFunction;
  readonly spot: Spot;
  /** The statement it stands for; null for the entry of a function. */
  readonly described: Described | null;
  /** An expression of the statement whose value is worth capturing: what it returns, or what it decides by. */
  readonly value?: DecidingValue | undefined;
  /** What is new inside the statement, as generated expressions by name; the other side has the same names. */
  readonly parts?: Readonly<Record<string, string>> | undefined;
};

/** `throw` stands for what is thrown, `call` for a call that is made for its effect; of a guard only the truth counts, not what it is derived from. */
export type DecidingValue = {
  readonly name: 'return' | 'condition' | 'throw' | 'call' | 'yield';
  readonly node: SyntaxNode;
  readonly isTruth?: boolean;
};

/** Used for a statement that may be missing on a side: where to look on that side, by what `spotOf` says of it. */
export function sidePlace(
  side: SideFunction | null,
  described: Described | null | undefined,
  spotOf: (described: Described) => Spot | null,
): SidePlace | null {
  if (side === null || described == null) return null;
  const spot = spotOf(described);
  return spot === null ? null : { side, spot, described, value: decidingValue(described, spot) };
}

/** What a `return` is about to give back, or what a guard decides by, when the probe stands right before it. */
function decidingValue({ statement: { node } }: Described, spot: Spot): SidePlace['value'] {
  if (spot.node !== node) return undefined;
  if (node.type === 'ReturnStatement' && node.argument) return { name: 'return', node: node.argument };
  if (node.type === 'ExpressionStatement') return effectOf(node.expression);
  if (node.type === 'ThrowStatement') return { name: 'throw', node: node.argument };
  if (node.type === 'IfStatement') return { name: 'condition', node: node.test, isTruth: true };
  return node.type === 'SwitchStatement' ? { name: 'condition', node: node.discriminant } : undefined;
}

/** What a generator gives to whoever asked it, or the call itself. */
function effectOf(expression: SyntaxNode): SidePlace['value'] {
  const isYield = expression.type === 'YieldExpression' && expression.argument;
  return isYield ? { name: 'yield', node: isYield } : { name: 'call', node: expression };
}

/** An arrow function without a block has no statement: its body is what it returns. Null for any other function. */
export function expressionSide(side: SideFunction | null): SidePlace | null {
  if (side === null || side.source.node.type === 'Program') return null;
  const { body } = side.source.node;
  if (body.type === 'BlockStatement') return null;
  const spot = { node: body, atClosingBrace: false };
  return { side, spot, described: null, value: { name: 'return', node: body } };
}

/** Where a function with a block has been entered and nothing of it has run. */
export function entrySide(side: SideFunction | null): SidePlace | null {
  if (side === null || side.source.node.type === 'Program') return null;
  if (side.source.node.body.type !== 'BlockStatement') return null;
  const spot = entryOf(side.source.node);
  return spot === null ? null : { side, spot, described: null };
}

/** Right before a node runs. */
export function spotBefore(node: SyntaxNode): Spot {
  return { node, atClosingBrace: false };
}
