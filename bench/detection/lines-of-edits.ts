/** Which statements the edits of a change stand in, in the base and in the changed file. */
import { type AnyNode, readProgram } from './codemods/walk-program.ts';
import { applyEdits, type Edit } from './seeded-change.ts';

export type EditedLines = {
  readonly file: string;
  /** From the first line of the innermost statement around the edit to the last line of the edit, counted from 1. */
  readonly baseline: readonly [number, number];
  readonly candidate: readonly [number, number];
};

export function linesOfEdits(
  edits: readonly Edit[],
  baseTextOf: (file: string) => string,
): readonly EditedLines[] {
  const changed = applyEdits(edits, baseTextOf);
  return edits.map(({ file, find, replace }) => {
    const base = baseTextOf(file);
    const candidate = changed.get(file) ?? '';
    return {
      file,
      baseline: spanOf(file, base, find),
      candidate: spanOf(file, candidate, replace),
    };
  });
}

/** Whether a named statement stands in one of them, on either side. */
export function isInEdits(
  cause: {
    readonly file: string;
    readonly baselineLine: number | null;
    readonly candidateLine: number | null;
  },
  lines: readonly EditedLines[],
): boolean {
  const within = (line: number | null, [from, to]: readonly [number, number]) =>
    line !== null && from <= line && line <= to;
  return lines.some(
    ({ file, baseline, candidate }) =>
      file === cause.file && (within(cause.candidateLine, candidate) || within(cause.baselineLine, baseline)),
  );
}

function spanOf(file: string, text: string, part: string): readonly [number, number] {
  const at = text.indexOf(part);
  if (at === -1 || part.trim() === '') return [0, 0];
  const start = at + (part.length - part.trimStart().length);
  const end = at + part.trimEnd().length;
  const around = readProgram(file, text).nodes.findLast(
    ({ node }) => isStatement(node) && node.start <= start && end <= node.end,
  );
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  return [Math.min(lineOf(start), lineOf(around?.node.start ?? start)), lineOf(end)];
}

/** One that runs as a step of its own; functions and classes hold others. */
function isStatement({ type }: AnyNode): boolean {
  return /^(?!Block|Empty)\w+Statement$|^VariableDeclaration$|^PropertyDefinition$/.test(type);
}
