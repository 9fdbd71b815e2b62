import type { BuiltCode } from './read-built-code.ts';

/** Places of one built file, by the source whose lines they came of: each as line and offset in the built file. */
export type BuiltCoverage = {
  readonly file: string;
  /** Length of its text, by which the agent knows it again. */
  readonly length: number;
  readonly points: Readonly<Record<string, readonly (readonly [line: number, offset: number])[]>>;
};

const word = /[\w$"'`\u0080-\uffff]/;

/**
 * What the agent looks at to tell which lines of some sources ran. Where a line has places that begin with a word, the
 * others are left out: V8 counts the colons and brackets around a branch as run though the branch did not.
 */
export function coveragePoints(sources: readonly string[], built: BuiltCode): readonly BuiltCoverage[] {
  const wanted = new Set(sources);
  return built.files.flatMap((file) => {
    const own = [...file.sources].filter((source) => wanted.has(source));
    if (own.length === 0) return [];
    const points = own.map((source) => {
      const byLine = Map.groupBy(file.segmentsOf(source), ({ line }) => line);
      return [
        source,
        [...byLine].flatMap(([line, all]) => telling(all, file.text).map((at) => [line, at] as const)),
      ] as const;
    });
    return [{ file: file.path, length: file.text.length, points: Object.fromEntries(points) }];
  });
}

function telling(segments: readonly { readonly offset: number }[], text: string): readonly number[] {
  const offsets = [...new Set(segments.map(({ offset }) => offset))];
  const words = offsets.filter((offset) => word.test(text[offset] ?? ''));
  return words.length > 0 ? words : offsets;
}
