/** Which lines the edits of a change stand in, in the base and in the changed file. */
import { applyEdits, type Edit } from './seeded-change.ts';

export type EditedLines = {
  readonly file: string;
  /** First and last line, counted from 1. */
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
      baseline: spanOf(base, base.indexOf(find), find),
      candidate: spanOf(candidate, candidate.indexOf(replace), replace),
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

function spanOf(text: string, at: number, part: string): readonly [number, number] {
  if (at === -1) return [0, 0];
  const first = text.slice(0, at).split('\n').length;
  return [first, first + part.trimEnd().split('\n').length - 1];
}
