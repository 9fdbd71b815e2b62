import { decodedMappings, originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping';
import type { Program } from 'acorn';
import { parseSource } from '../source/parse-source.ts';

/** A place of a source and one that came of it in the built file. Lines count from 1, columns and offsets from 0. */
export type Segment = {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
  /** What the source calls what stands there, where the map tells. */
  readonly name: string | null;
};

export type SourcedSegment = Segment & { readonly source: string };

/** A built file with a source map, and the sources that went into it, by path from the root of the checkout. */
export type BuiltFile = {
  readonly path: string;
  readonly text: string;
  readonly sources: ReadonlySet<string>;
  /** In the order of the source. */
  segmentsOf(source: string): readonly Segment[];
  /** The segment that begins at an offset of the built file, if one does, with its source. */
  segmentAt(offset: number): SourcedSegment | null;
  /** Segments from an offset on, in the order of the built file; those of sources that are not known have none. */
  segmentsFrom(offset: number): Iterable<Segment & { readonly source: string | null }>;
  /** Where the code at a place of the built file came from; null where that is unknown. */
  originOf(
    line: number,
    column: number,
  ): { readonly source: string; readonly line: number; readonly column: number } | null;
  offsetAt(line: number, column: number): number;
  positionAt(offset: number): { readonly line: number; readonly column: number };
  /** Null when it cannot be parsed. */
  program(): Program | null;
};

export type BuiltFileParts = {
  readonly path: string;
  readonly text: string;
  readonly map: TraceMap;
  /** For each source of the map its file in the checkout; null where none is known. */
  readonly sources: readonly (string | null)[];
};

/** Reads of a built file, each made when it is first asked for: most files of a build are never asked. */
export function createBuiltFile({ path, text, map, sources }: BuiltFileParts): BuiltFile {
  const starts = once(() => lineStarts(text));
  const offsetAt = (line: number, column: number): number => (starts()[line - 1] ?? text.length) + column;
  const index = once(() => indexSegments({ map, sources, offsetAt }));
  const program = once(() => {
    const parsed = parseSource(path, text);
    return parsed.kind === 'parsed' ? parsed.program : null;
  });
  return {
    path,
    text,
    sources: new Set(sources.filter((source) => source !== null)),
    segmentsOf: (source) => index().bySource.get(source) ?? [],
    segmentAt: (offset) => index().byOffset.get(offset) ?? null,
    segmentsFrom: (offset) => from(index().inOrder, offset),
    originOf(line, column) {
      const found = originalPositionFor(map, { line, column });
      const at = found.source === null ? -1 : map.resolvedSources.indexOf(found.source);
      const source = sources[at === -1 ? map.sources.indexOf(found.source) : at] ?? null;
      if (source === null || found.line === null) return null;
      return { source, line: found.line, column: (found.column ?? 0) + 1 };
    },
    offsetAt,
    positionAt: (offset) => positionIn(starts(), offset),
    program,
  };
}

type Indexed = Segment & { readonly source: string | null };

function indexSegments({
  map,
  sources,
  offsetAt,
}: Pick<BuiltFileParts, 'map' | 'sources'> & Pick<BuiltFile, 'offsetAt'>) {
  const bySource = new Map<string, Segment[]>();
  const byOffset = new Map<number, SourcedSegment>();
  const inOrder: Indexed[] = [];
  for (const [lineIndex, segments] of decodedMappings(map).entries()) {
    for (const [column, sourceIndex, line = 0, sourceColumn = 0, name] of segments) {
      if (sourceIndex === undefined) continue;
      const source = sources[sourceIndex] ?? null;
      const offset = offsetAt(lineIndex + 1, column);
      const segment = { line: line + 1, column: sourceColumn, name: nameOf(map, name), offset };
      inOrder.push({ ...segment, source });
      if (source === null) continue;
      byOffset.set(offset, { ...segment, source });
      const ofSource = bySource.get(source) ?? [];
      ofSource.push(segment);
      bySource.set(source, ofSource);
    }
  }
  for (const segments of bySource.values())
    segments.sort((a, b) => a.line - b.line || a.column - b.column || a.offset - b.offset);
  return { bySource, byOffset, inOrder };
}

function* from(segments: readonly Indexed[], offset: number): Generator<Indexed> {
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.offset ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < segments.length; index += 1) {
    const segment = segments[index];
    if (segment !== undefined) yield segment;
  }
}

function nameOf(map: TraceMap, index: number | undefined): string | null {
  return index === undefined ? null : (map.names[index] ?? null);
}

/** Offset at which each line begins; maps count lines by line feeds. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

function positionIn(starts: readonly number[], offset: number): { line: number; column: number } {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
