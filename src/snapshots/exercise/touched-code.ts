import type { LineRange } from '../../domain/change.ts';
import type { Described, FunctionPair, SideFunction } from '../aligning/align-builds.ts';
import { ownLines } from '../source/source-statements.ts';
import { evenBlanks } from '../source/statement-traits.ts';
import { endLine, type SyntaxNode, startColumn, startLine } from '../source/syntax-tree.ts';

export type ChangedLines = {
  readonly baseline: readonly LineRange[];
  readonly candidate: readonly LineRange[];
};

type StatementPair = FunctionPair['statements'][number];

/**
 * Whether a change touches a statement itself. One that reads the same and merely shares its line with what was changed
 * is not touched; one that begins a line of its own in another column is, for it was wrapped or unwrapped. One without
 * a counterpart always is, though its line may have been taken for another that reads the same.
 */
export function isTouched({ baseline, candidate }: StatementPair, lines: ChangedLines): boolean {
  if (baseline === null || candidate === null) return true;
  const isSame = baseline.traits.own === candidate.traits.own;
  if (isSame && (sharesItsLine(candidate) || hasColumnOf(candidate, baseline))) return false;
  return isOnLines(baseline, lines.baseline) || isOnLines(candidate, lines.candidate);
}

/** Whether name or parameters of a function were changed. */
export function isHeadTouched({ baseline, candidate }: FunctionPair, lines: ChangedLines): boolean {
  const [before, after] = [headOf(baseline), headOf(candidate)];
  if (before?.text === after?.text) return false;
  return isPartOn(before, lines.baseline) || isPartOn(after, lines.candidate);
}

/** Whether the body of an arrow function without a block was changed. */
export function isBodyTouched({ baseline, candidate }: FunctionPair, lines: ChangedLines): boolean {
  const [before, after] = [bodyOf(baseline), bodyOf(candidate)];
  if (before?.text === after?.text) return false;
  return isPartOn(before, lines.baseline) || isPartOn(after, lines.candidate);
}

function isOnLines({ statement }: Described, ranges: readonly LineRange[]): boolean {
  const lines = ownLines(statement.node);
  return ranges.some(({ start, end }) => [...lines].some((line) => start <= line && line <= end));
}

function sharesItsLine({ traits }: Described): boolean {
  return !traits.beginsLine;
}

function hasColumnOf({ statement }: Described, other: Described): boolean {
  return startColumn(statement.node) === startColumn(other.statement.node);
}

type Part = { readonly text: string; readonly first: number; readonly last: number };

function headOf(side: SideFunction | null): Part | null {
  if (side === null || side.source.node.type === 'Program') return null;
  const { node } = side.source;
  const text = evenBlanks(side.text.slice(node.start, node.body.start));
  return { text, first: startLine(node), last: startLine(node.body) };
}

function bodyOf(side: SideFunction | null): Part | null {
  if (side === null || side.source.node.type === 'Program') return null;
  const { body }: { body: SyntaxNode } = side.source.node;
  if (body.type === 'BlockStatement') return null;
  return {
    text: evenBlanks(side.text.slice(body.start, body.end)),
    first: startLine(body),
    last: endLine(body),
  };
}

function isPartOn(part: Part | null, ranges: readonly LineRange[]): boolean {
  return part !== null && ranges.some(({ start, end }) => start <= part.last && part.first <= end);
}
