import type { ChangedFile, LineRange } from '../../domain/change.ts';
import { parseSource } from './parse-source.ts';
import { functionsOf } from './source-functions.ts';
import { endLine, startLine } from './syntax-tree.ts';

type Sides = {
  readonly file: ChangedFile;
  readonly baseline: string | null;
  readonly candidate: string | null;
};

/**
 * Used where an instance names a function by the line at which it begins: whether the change touches it, at head or, for lines that were
 * taken away, at base. Null where no function begins at that line of the file, or the file cannot be read as code.
 */
export function touchesFunction({ file, baseline, candidate }: Sides, line: number): boolean | null {
  const here = rangesOf(file.path, candidate).filter(({ start }) => start === line);
  if (here.length === 0) return null;
  const names = new Set(here.map(({ name }) => name));
  const before = rangesOf(file.previousPath ?? file.path, baseline).filter(({ name }) => names.has(name));
  return file.blocks.some(
    (block) =>
      here.some((range) => overlaps(range, block.candidate)) ||
      before.some((range) => overlaps(range, block.baseline)),
  );
}

type NamedRange = LineRange & { readonly name: string };

function rangesOf(path: string, text: string | null): readonly NamedRange[] {
  const parsed = text === null ? null : parseSource(path, text);
  if (parsed?.kind !== 'parsed') return [];
  return functionsOf(parsed.program)
    .filter(({ node }) => node.type !== 'Program')
    .map(({ name, node }) => ({ name, start: startLine(node), end: endLine(node) }));
}

function overlaps({ start, end }: LineRange, changed: LineRange | null): boolean {
  return changed !== null && changed.start <= end && start <= changed.end;
}
