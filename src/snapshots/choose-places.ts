import type { LineRange } from '../domain/change.ts';
import type { Described, FunctionPair, SideFunction } from './align-builds.ts';
import { entryOf, ownLines, type Spot } from './source-statements.ts';
import { endLine, type SyntaxNode, startLine } from './syntax-tree.ts';

export type Moment = 'entry' | 'before' | 'after' | 'catch';

/** Where one side of a probe would stand, and for which statement. */
export type SidePlace = {
  readonly side: SideFunction;
  readonly spot: Spot;
  /** The statement it stands for; null for the entry of a function. */
  readonly described: Described | null;
  /** An expression of the statement whose value is worth capturing: what it returns, or what it decides by. */
  readonly value?: { readonly name: 'return' | 'condition'; readonly node: SyntaxNode } | undefined;
};

/** One probe to be: the same place in both builds, or in one. A lower rank is kept first when there are too many. */
export type Place = {
  readonly baseline: SidePlace | null;
  readonly candidate: SidePlace | null;
  readonly moment: Moment;
  readonly rank: number;
  /** Whether the statement itself was changed, or only the function around it. */
  readonly changed: boolean;
};

export type ChangedLines = {
  readonly baseline: readonly LineRange[];
  readonly candidate: readonly LineRange[];
};

const ranks = {
  guard: 1,
  return: 2,
  statement: 3,
  catch: 3,
  entry: 4,
  before: 5,
  iteration: 5,
  unchangedReturn: 6,
};

/** Chooses where to look in one pair of functions; nothing when the change does not touch it. */
export function choosePlaces(pair: FunctionPair, lines: ChangedLines): readonly Place[] {
  const entries = pair.statements.map((statements, index) => ({ ...statements, index }));
  const touched = entries.filter(
    ({ baseline, candidate }) => isChanged(baseline, lines.baseline) || isChanged(candidate, lines.candidate),
  );
  const expression = expressionPlace(pair, lines);
  if (touched.length === 0 && expression === null && !touchesHead(pair, lines)) return [];
  const changed = touched.flatMap(({ index }) => placesOf(pair, index));
  const isTouched = new Set(touched.map(({ index }) => index));
  const returns = entries
    .filter(
      ({ index, baseline, candidate }) => !isTouched.has(index) && isReturn(baseline) && isReturn(candidate),
    )
    .map(({ baseline, candidate }) => ({
      baseline: beforePlace(pair.baseline, baseline),
      candidate: beforePlace(pair.candidate, candidate),
      moment: 'before' as const,
      rank: ranks.unchangedReturn,
      changed: false,
    }));
  return [entryPlace(pair), expression, ...changed, ...returns].filter((place) => place !== null);
}

/** Whether a changed line belongs to a statement itself. */
export function isChanged(described: Described | null, ranges: readonly LineRange[]): boolean {
  if (described === null) return false;
  const lines = ownLines(described.statement.node);
  return ranges.some(({ start, end }) => [...lines].some((line) => start <= line && line <= end));
}

/** Parameters and name of a function: a change there touches it though no statement of it changed. */
function touchesHead(pair: FunctionPair, lines: ChangedLines): boolean {
  return headTouched(pair.baseline, lines.baseline) || headTouched(pair.candidate, lines.candidate);
}

function headTouched(side: SideFunction | null, ranges: readonly LineRange[]): boolean {
  if (side === null || side.source.node.type === 'Program') return false;
  const { node } = side.source;
  return overlaps(ranges, startLine(node), startLine(node.body));
}

function overlaps(ranges: readonly LineRange[], first: number, last: number): boolean {
  return ranges.some(({ start, end }) => start <= last && first <= end);
}

/** An arrow function without a block has no statement: its body is what it returns. */
function expressionPlace(pair: FunctionPair, lines: ChangedLines): Place | null {
  const baseline = expressionSide(pair.baseline);
  const candidate = expressionSide(pair.candidate);
  if (baseline === null && candidate === null) return null;
  const isTouched =
    (baseline && overlaps(lines.baseline, startLine(baseline.spot.node), endLine(baseline.spot.node))) ||
    (candidate && overlaps(lines.candidate, startLine(candidate.spot.node), endLine(candidate.spot.node)));
  return isTouched ? { baseline, candidate, moment: 'before', rank: ranks.return, changed: true } : null;
}

function expressionSide(side: SideFunction | null): SidePlace | null {
  if (side === null || side.source.node.type === 'Program') return null;
  const { body } = side.source.node;
  if (body.type === 'BlockStatement') return null;
  const spot = { node: body, atClosingBrace: false };
  return { side, spot, described: null, value: { name: 'return', node: body } };
}

function entryPlace({ baseline, candidate }: FunctionPair): Place | null {
  const [left, right] = [entrySide(baseline), entrySide(candidate)];
  if (left === null || right === null) return null;
  return { baseline: left, candidate: right, moment: 'entry', rank: ranks.entry, changed: false };
}

function entrySide(side: SideFunction | null): SidePlace | null {
  if (side === null || side.source.node.type === 'Program') return null;
  if (side.source.node.body.type !== 'BlockStatement') return null;
  const spot = entryOf(side.source.node);
  return spot === null ? null : { side, spot, described: null };
}

function placesOf(pair: FunctionPair, index: number): readonly Place[] {
  const both = pair.statements[index];
  const type = (both?.candidate ?? both?.baseline)?.traits.type;
  const make = (spotOf: SpotOf, moment: Moment, rank: number): Place | null => {
    const baseline = sidePlace(pair.baseline, both?.baseline, (one) => spotOf(one, 'baseline'));
    const candidate = sidePlace(pair.candidate, both?.candidate, (one) => spotOf(one, 'candidate'));
    if (baseline === null && candidate === null) return null;
    return { baseline, candidate, moment, rank, changed: true };
  };
  const before = (rank: number) => make(({ statement }) => spotBefore(statement.node), 'before', rank);
  switch (type) {
    case 'ReturnStatement':
    case 'ThrowStatement':
      return listed(before(ranks.return));
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'IfStatement':
    case 'SwitchStatement':
      return listed(before(ranks.guard));
    case 'TryStatement':
      return listed(make(({ statement }) => statement.handler, 'catch', ranks.catch));
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
      return listed(
        make(({ statement }) => statement.iteration, 'before', ranks.iteration),
        make(({ statement }) => statement.after, 'after', ranks.statement),
      );
    default:
      return listed(
        updatesItself(both?.baseline) || updatesItself(both?.candidate) ? before(ranks.before) : null,
        make((described, side) => settledAfter(pair, index, described, side), 'after', ranks.statement),
      );
  }
}

type SpotOf = (described: Described, side: 'baseline' | 'candidate') => Spot | null;

function listed(...places: readonly (Place | null)[]): readonly Place[] {
  return places.filter((place) => place !== null);
}

function sidePlace(
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
  if (node.type === 'IfStatement') return { name: 'condition', node: node.test };
  return node.type === 'SwitchStatement' ? { name: 'condition', node: node.discriminant } : undefined;
}

function spotBefore(node: SyntaxNode): Spot {
  return { node, atClosingBrace: false };
}

function isReturn(described: Described | null): boolean {
  return described?.traits.type === 'ReturnStatement';
}

function beforePlace(side: SideFunction | null, described: Described | null): SidePlace | null {
  return sidePlace(side, described, ({ statement }) => spotBefore(statement.node));
}

/** `total += x` hides the value it started from: only a look before shows it. */
function updatesItself(described: Described | null | undefined): boolean {
  return described?.traits.defines.some((name) => described.traits.reads.has(name)) ?? false;
}

/**
 * The spot after a statement, or after the last statement that has no counterpart and gives the same variable its
 * value: `let rate = 0; if (gold) rate = 0.1` against `const rate = gold ? 0.1 : 0` are equal only then.
 */
function settledAfter(
  pair: FunctionPair,
  index: number,
  described: Described,
  side: 'baseline' | 'candidate',
): Spot | null {
  let spot = described.statement.after;
  for (const next of pair.statements.slice(index + 1)) {
    if (next.baseline !== null && next.candidate !== null) break;
    const alone = next[side];
    if (alone?.traits.defines.some((name) => described.traits.defines.includes(name))) {
      spot = alone.statement.after ?? spot;
    }
  }
  return spot;
}
