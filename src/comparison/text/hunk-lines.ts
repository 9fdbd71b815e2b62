import type { Divergence, ShownValue } from '../../domain/divergence.ts';
import type { ValuePair } from '../noise/value-constraint.ts';

/** One changed run of lines, read back from the unified form. */
export type HunkLines = { readonly removed: readonly string[]; readonly added: readonly string[] };

/** The hunks of a `text-changed` divergence carry all that is known of its lines once the bodies are gone. */
export function readHunks({ hunks }: Pick<Divergence, 'hunks'>): readonly HunkLines[] {
  return (hunks ?? []).map((hunk) => {
    const lines = hunk.split('\n').slice(1);
    const marked = (sign: string): readonly string[] =>
      lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
    return { removed: marked('-'), added: marked('+') };
  });
}

/** Lines that stand in each other's place: those of runs that have as many on both sides. */
export function linePairs(divergence: Pick<Divergence, 'hunks'>): readonly ValuePair[] {
  return readHunks(divergence)
    .filter(({ removed, added }) => removed.length === added.length)
    .flatMap(({ removed, added }) =>
      removed.map((line, index) => ({ one: showLine(line), another: showLine(added[index] ?? '') })),
    );
}

export function showLine(text: string): ShownValue {
  return { type: 'text', text, length: text.length };
}
