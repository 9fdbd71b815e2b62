import type { Described, SideFunction } from '../aligning/align-builds.ts';
import type { PlacedPair } from '../aligning/align-change.ts';
import { ownLines } from '../source/source-statements.ts';
import { endLine, type SyntaxNode, startColumn, startLine } from '../source/syntax-tree.ts';

type Wanted = {
  readonly line: number;
  readonly column: number | null;
  readonly side: 'baseline' | 'candidate';
};

export type FoundStatement =
  | { readonly kind: 'statement'; readonly placed: PlacedPair; readonly index: number }
  /** The line is that of a function's name and parameters. */
  | { readonly kind: 'head'; readonly placed: PlacedPair }
  | { readonly kind: 'nothing' };

/**
 * Used for a place that is given by its line: the statement to which the line belongs, of several the one around the column, without a
 * column the first that begins there. Lines inside a block belong to the statements of the block.
 */
export function findStatement(pairs: readonly PlacedPair[], wanted: Wanted): FoundStatement {
  const { line, column, side } = wanted;
  const here = pairs.flatMap((placed) =>
    placed.pair.statements.flatMap((statement, index) => {
      const described = statement[side];
      return described !== null && ownLines(described.statement.node).has(line)
        ? [{ placed, index, node: described.statement.node }]
        : [];
    }),
  );
  const arrow =
    column === null ? undefined : pairs.find((placed) => isArrowAround(placed.pair[side], wanted));
  if (arrow !== undefined) return { kind: 'head', placed: arrow };
  const around = column === null ? [] : here.filter(({ node }) => spans(node, line, column));
  const [found] = (around.length > 0 ? around : here).toSorted((a, b) =>
    order(a.node, b.node, line, around.length > 0),
  );
  if (found !== undefined) return { kind: 'statement', placed: found.placed, index: found.index };
  const head = pairs.find((placed) => placed.pair.isPartOnly !== true && isHead(placed.pair[side], line));
  return head === undefined ? { kind: 'nothing' } : { kind: 'head', placed: head };
}

/** Inner ones first around a column; else what begins on the line before what merely reaches into it, from left to right. */
function order(a: SyntaxNode, b: SyntaxNode, line: number, isAround: boolean): number {
  if (isAround) return a.end - a.start - (b.end - b.start);
  return Number(startLine(a) !== line) - Number(startLine(b) !== line) || a.start - b.start;
}

function spans(node: SyntaxNode, line: number, column: number): boolean {
  const isBegun = startLine(node) < line || (startLine(node) === line && startColumn(node) <= column);
  const isOver = endLine(node) < line || (endLine(node) === line && (node.loc?.end.column ?? 0) < column);
  return isBegun && !isOver;
}

/** An arrow function without a block has no statement: its body is asked for by a column inside. */
function isArrowAround(side: SideFunction | null, { line, column }: Wanted): boolean {
  if (side === null || column === null || side.source.node.type === 'Program') return false;
  const { body } = side.source.node;
  return body.type !== 'BlockStatement' && spans(body, line, column);
}

function isHead(side: SideFunction | null, line: number): boolean {
  if (side === null || side.source.node.type === 'Program') return false;
  const { node } = side.source;
  return startLine(node) <= line && line <= startLine(node.body);
}

const mostNear = 3;

/** Lines with a statement next to one that has none, for a person to choose from: `:14 discount = 0;`. */
export function closestLines(
  pairs: readonly PlacedPair[],
  line: number,
  side: 'baseline' | 'candidate',
): readonly string[] {
  const lines = new Map<number, string>();
  for (const { pair } of pairs) for (const statement of pair.statements) noteLine(lines, statement[side]);
  const near = [...lines].sort(([a], [b]) => Math.abs(a - line) - Math.abs(b - line)).slice(0, mostNear);
  return near.sort(([a], [b]) => a - b).map(([at, text]) => `:${at} ${text}`);
}

function noteLine(lines: Map<number, string>, described: Described | null): void {
  if (described === null) return;
  const at = startLine(described.statement.node);
  const { text } = described.traits;
  if (!lines.has(at)) lines.set(at, text.length > 60 ? `${text.slice(0, 59)}…` : text);
}

const mostNames = 12;

/** Functions by their name, in full (`Cart/total`, `Cart.total`) or by its last part; and what there is, for a person to choose from. */
export function findFunctions(
  pairs: readonly PlacedPair[],
  name: string,
  side: 'baseline' | 'candidate',
): { readonly named: readonly PlacedPair[]; readonly known: readonly string[] } {
  const functions = pairs.filter(({ pair }) => {
    const found = pair[side];
    return found !== null && found.source.node.type !== 'Program' && pair.isPartOnly !== true;
  });
  const nameOf = ({ pair }: PlacedPair): string => pair[side]?.source.name ?? '';
  const full = name.replaceAll('.', '/');
  const exact = functions.filter((one) => nameOf(one) === full);
  const named = exact.length > 0 ? exact : functions.filter((one) => nameOf(one).endsWith(`/${full}`));
  return { named, known: [...new Set(functions.map(nameOf))].slice(0, mostNames) };
}
