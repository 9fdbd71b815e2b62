import type { Program } from 'acorn';
import { descendants, type SyntaxNode } from '../source/syntax-tree.ts';
import type { BuiltFile, Segment } from './built-file.ts';
import { placeAt } from './code-place.ts';

/** The part of a source before which a probe looks, or the closing brace of a function. */
export type SourceSpan = {
  readonly source: string;
  readonly line: number;
  readonly column: number;
  /** Where it ends; null for a closing brace. */
  readonly end: { readonly line: number; readonly column: number } | null;
  /** Whether nothing but blanks stands before it on its line. */
  readonly beginsLine: boolean;
};

/** Where V8 may stop for it in a built file: from the first offset to the last. */
export type CodeSpan = { readonly offset: number; readonly last: number };

/** The span of what begins at a place of a source, which a probe names by line and column, both from 1. */
export function spanAt(
  { source, text, program }: { readonly source: string; readonly text: string; readonly program: Program },
  {
    line,
    column,
    lastLine = line,
  }: { readonly line: number; readonly column: number; readonly lastLine?: number | undefined },
): SourceSpan {
  const start = { source, line, column: column - 1 };
  const lineText = text.split('\n')[line - 1] ?? '';
  const beginsLine = lineText.slice(0, column - 1).trim() === '';
  const nodes = [...descendants(program)].filter(
    (node) => isAt(node, start) && node !== program && (node.loc?.end.line ?? 0) <= lastLine,
  );
  const [largest] = nodes.toSorted((a, b) => b.end - a.end);
  return { ...start, beginsLine, end: largest?.loc?.end ?? null };
}

function isAt(
  node: SyntaxNode,
  { line, column }: { readonly line: number; readonly column: number },
): boolean {
  return node.loc?.start.line === line && node.loc.start.column === column;
}

/**
 * The places of a built file that came of a span of a source: none when the build left it out, several when it was put
 * in more than once. The end of each is where the code of another span begins: a stop behind it would show another state.
 */
export function findSpans(file: BuiltFile, span: SourceSpan): readonly CodeSpan[] {
  const program = file.program();
  if (program === null) return [];
  const firsts = firstSegments(file.segmentsOf(span.source), span);
  if (span.end === null)
    return firsts
      .filter(({ offset }) => file.text[offset] === '}')
      .map(({ offset }) => ({ offset, last: offset }));
  const bySite = Map.groupBy(firsts, ({ offset }) => placeAt(program, offset).site);
  return [...bySite.values()].flatMap(([first]) =>
    first === undefined ? [] : [{ offset: first.offset, last: endOf(file, first.offset, span) - 1 }],
  );
}

/** All that came of the first mapped place inside the span; of a map that knows lines alone, of its line. */
function firstSegments(segments: readonly Segment[], span: SourceSpan): readonly Segment[] {
  const first = segments.find((one) => isWithin(one, span));
  const whole = segments.find((one) => one.line === span.line && one.column < span.column);
  const found = first ?? (span.beginsLine ? whole : undefined);
  if (found === undefined) return [];
  return segments
    .filter((one) => one.line === found.line && one.column === found.column)
    .toSorted((a, b) => a.offset - b.offset);
}

function isWithin(
  one: { readonly line: number; readonly column: number },
  { line, column, end }: SourceSpan,
) {
  if (one.line < line || (one.line === line && one.column < column)) return false;
  if (end === null) return one.line === line && one.column === column;
  return one.line < end.line || (one.line === end.line && one.column < end.column);
}

/** The first offset from which on the code came of something else. */
function endOf(file: BuiltFile, offset: number, span: SourceSpan): number {
  for (const segment of file.segmentsFrom(offset + 1)) {
    if (segment.source !== span.source || !(isWithin(segment, span) || isLineOf(segment, span)))
      return segment.offset;
  }
  return file.text.length;
}

/** A map that knows lines alone names the beginning of the line, which lies before the span. */
function isLineOf({ line, column }: Segment, span: SourceSpan): boolean {
  return span.beginsLine && line === span.line && column < span.column;
}
