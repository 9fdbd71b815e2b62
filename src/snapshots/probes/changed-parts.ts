import { type NodePair, pairedChildren } from '../source/paired-children.ts';
import { safeExpression } from '../source/safe-expression.ts';
import { evenBlanks } from '../source/statement-traits.ts';
import type { SyntaxNode } from '../source/syntax-tree.ts';

/** A statement on one side: its node, the text of its file, and which names can be read where the probe stands. */
export type PartSide = {
  readonly node: SyntaxNode;
  readonly text: string;
  readonly isVisible: (name: string) => boolean;
};

/** A part of a statement that both builds have, not alike: its value on either side as a generated expression. */
export type ChangedPart = { readonly name: string; readonly baseline: string; readonly candidate: string };

const mostParts = 6;

/**
 * Tells what is new inside a statement that cannot be computed as a whole without running code of the service. Of
 * `send(view(a), { at: b / 10 })` against `send(view(a), { at: b })` only `b / 10` and `b` differ, and both can be
 * computed. The outermost parts that can be promised are taken, so that `a + b` against `b + a` stays one value.
 */
export function changedParts(baseline: PartSide, candidate: PartSide, name = ''): readonly ChangedPart[] {
  const root: NodePair = { baseline: baseline.node, candidate: candidate.node, name, given: null };
  const parts = new Map<string, ChangedPart>();
  for (const part of partsOf(root, { baseline, candidate })) {
    if (parts.size < mostParts && !parts.has(part.name)) parts.set(part.name, part);
  }
  return [...parts.values()];
}

type Sides = { readonly baseline: PartSide; readonly candidate: PartSide };
type Side = keyof Sides;

function partsOf(pair: NodePair, sides: Sides): readonly ChangedPart[] {
  if (sourceOf(pair, 'baseline', sides) === sourceOf(pair, 'candidate', sides)) return [];
  const [before, after] = [safeOf(pair, 'baseline', sides), safeOf(pair, 'candidate', sides)];
  const children = pairedChildren(pair, {
    sourceOf: (node, side) => evenBlanks(sides[side].text.slice(node.start, node.end)),
    safeOf: (node, side) => closed(safeExpression(node, sides[side].isVisible)),
  });
  if (closed(before) !== null && closed(after) !== null) {
    return [...made(pair, before, after), ...fixedText(pair, sides)];
  }
  const inner = children.flatMap((child) => partsOf(child, sides));
  const own = fixedText(pair, sides);
  return inner.length + own.length > 0 ? [...inner, ...own] : made(pair, before, after);
}

/** An unnamed pair is what a variable is given: its value is seen right after the statement, and more surely so. */
function made(pair: NodePair, before: string | null, after: string | null): readonly ChangedPart[] {
  const isKnown = before !== null && after !== null && before !== leftOpen && after !== leftOpen;
  if (!isKnown || pair.name === '') return [];
  const under = (text: string, side: Side) => {
    const value = pair.isTruth ? `!!${text}` : text;
    return pair.given === null ? value : `(${pair.given[side]}?${value}:undefined)`;
  };
  return [{ name: pair.name, baseline: under(before, 'baseline'), candidate: under(after, 'candidate') }];
}

const leftOpen = '$.u';

/** Null when anything in it is left open. */
function closed(text: string | null): string | null {
  return text?.includes(leftOpen) ? null : text;
}

function safeOf(pair: NodePair, side: Side, sides: Sides): string | null {
  const node = pair[side];
  // What matches is no value that could be captured, but its source is.
  if (node.type === 'Literal' && node.regex) return JSON.stringify(node.raw);
  return safeExpression(node, sides[side].isVisible);
}

function sourceOf(pair: NodePair, side: Side, sides: Sides): string {
  return evenBlanks(sides[side].text.slice(pair[side].start, pair[side].end));
}

/** The words around the same values: they tell a change also where the values vary or are secret. */
function fixedText(pair: NodePair, sides: Sides): readonly ChangedPart[] {
  const { baseline, candidate } = pair;
  if (baseline.type !== 'TemplateLiteral' || candidate.type !== 'TemplateLiteral') return [];
  const valuesOf = (node: typeof baseline, side: Side) =>
    node.expressions.map(({ start, end }) => evenBlanks(sides[side].text.slice(start, end))).join('\n');
  if (valuesOf(baseline, 'baseline') !== valuesOf(candidate, 'candidate')) return [];
  const words = (node: typeof baseline) =>
    JSON.stringify(node.quasis.map(({ value }) => value.cooked ?? value.raw).join('…'));
  return made({ ...pair, name: 'words of the text', isTruth: false }, words(baseline), words(candidate));
}
