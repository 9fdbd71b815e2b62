import type { BuiltFile } from './built-file.ts';
import type { BuiltCode } from './read-built-code.ts';

/** Places of one built file, by the source whose lines they came of: each as line and offset in the built file. */
export type BuiltCoverage = {
  readonly file: string;
  /** Length of its text, by which the agent knows it again. */
  readonly length: number;
  readonly points: Readonly<Record<string, readonly Point[]>>;
};

type Point = readonly [line: number, offset: number];

const word = /[\w$"'`\u0080-\uffff]/;

/** What the agent looks at to tell which lines of some sources ran; made for each agent channel. */
export function coveragePoints(sources: readonly string[], built: BuiltCode): readonly BuiltCoverage[] {
  const wanted = new Set(sources);
  return built.files.flatMap((file) => {
    const own = [...file.sources].filter((source) => wanted.has(source));
    if (own.length === 0) return [];
    const points = own.map((source) => [source, pointsOf(file, source)] as const);
    return [{ file: file.path, length: file.text.length, points: Object.fromEntries(points) }];
  });
}

/**
 * The places of a built file by which lines of a source are known to have run. Where a line has places that begin with a
 * word, the others are left out: V8 counts the colons and brackets around a branch as run though the branch did not.
 */
export function pointsOf(file: BuiltFile, source: string): readonly Point[] {
  const byLine = Map.groupBy(file.segmentsOf(source), ({ line }) => line);
  return [...byLine].flatMap(([line, all]) => telling(all, file.text).map((at) => [line, at] as const));
}

function telling(segments: readonly { readonly offset: number }[], text: string): readonly number[] {
  const offsets = [...new Set(segments.map(({ offset }) => offset))];
  const words = offsets.filter((offset) => word.test(text[offset] ?? ''));
  return words.length > 0 ? words : offsets;
}
