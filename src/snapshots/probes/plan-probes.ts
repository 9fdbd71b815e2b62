import type { ChangedBlock, ChangedFile } from '../../domain/change.ts';
import type { Probe } from '../../domain/runtime-snapshot.ts';
import { alignChange } from '../aligning/align-change.ts';
import { renamedVariables } from '../aligning/renamed-variables.ts';
import type { ChangedLines } from '../exercise/touched-code.ts';
import { type ParsedSource, parseSource } from '../source/parse-source.ts';
import { choosePlaces, type Place } from './choose-places.ts';
import { placesOfConstants } from './places-of-constants.ts';
import { probeAt } from './probe-at.ts';
import { type ProbeIdKind, probeId } from './probe-ids.ts';

/** Probes for both builds; a place that both have bears the same id in both. */
export type ProbePlan = {
  readonly baseline: readonly Probe[];
  readonly candidate: readonly Probe[];
  /** What is not probed, each with its reason, in words. */
  readonly dropped: readonly string[];
};

export type ProbedFile = {
  readonly file: ChangedFile;
  /** Text at base and at head; null where the file does not exist or is no text. */
  readonly baseline: string | null;
  readonly candidate: string | null;
};

/** More would slow the service down without explaining more. */
const maximumProbes = 60;
const testFile = /(?:^|\/)(?:tests?|__tests__|spec)\/|\.(?:test|spec)\.[a-z]+$/;

/**
 * Decides, from the change alone, where to capture state in both builds: around every changed statement, at guards and
 * returns, at the entry of touched functions and in touched catch blocks.
 */
export function planProbes(files: readonly ProbedFile[]): ProbePlan {
  const dropped: string[] = [];
  const places = placesOf(files, dropped);
  const ranked = places
    .map((place, order) => ({ ...place, order }))
    .sort((a, b) => a.place.rank - b.place.rank || a.order - b.order);
  dropped.push(...beyondTheCap(ranked.slice(maximumProbes)));
  const kept = ranked.slice(0, maximumProbes).sort((a, b) => a.order - b.order);
  const probes = kept.map((one, index) => ({ ...one, id: probeId(kindOf(one.place), index + 1) }));
  return {
    baseline: probes.flatMap(({ place, previousPath, id }) =>
      place.baseline === null ? [] : [probeAt({ ...place, at: place.baseline, id, path: previousPath })],
    ),
    candidate: probes.flatMap(({ place, file, id, aliases }) =>
      place.candidate === null
        ? []
        : [probeAt({ ...place, at: place.candidate, id, path: file.path, aliases })],
    ),
    dropped,
  };
}

/** One line a file: what was left out is counted, not listed. */
function beyondTheCap(left: readonly FilePlace[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { file } of left) counts.set(file.path, (counts.get(file.path) ?? 0) + 1);
  return [...counts].map(([path, count]) => `${path}: ${count} places beyond ${maximumProbes} probes`);
}

function kindOf(place: Place): ProbeIdKind {
  if (place.baseline === null) return 'c';
  if (place.candidate === null) return 'b';
  return place.changed ? 'p' : 'e';
}

type FilePlace = {
  /** The file at head that it is listed under, and the path at base. */
  readonly file: ChangedFile;
  readonly previousPath: string;
  readonly place: Place;
  /** Names at head of variables that were called otherwise at base. */
  readonly aliases: Readonly<Record<string, string>>;
};

function placesOf(files: readonly ProbedFile[], dropped: string[]): readonly FilePlace[] {
  const parsed = files.flatMap(({ file, baseline, candidate }) => {
    if (testFile.test(file.path)) {
      dropped.push(`${file.path}: a test, which no instance loads`);
      return [];
    }
    const previousPath = file.previousPath ?? file.path;
    const left = parseSide(previousPath, baseline, dropped);
    const right = parseSide(file.path, candidate, dropped);
    return [{ file, previousPath, baseline: left, candidate: right, lines: changedLines(file.blocks) }];
  });
  const placed = alignChange(parsed);
  const constants = parsed.flatMap(({ file, previousPath, lines }, index) => {
    const pairs = placed.filter(
      ({ baselineFile, candidateFile }) => baselineFile === index && candidateFile === index,
    );
    const places = placesOfConstants(
      pairs.map(({ pair }) => pair),
      lines,
    );
    return places.map((place) => ({ file, previousPath, place, aliases: {} }));
  });
  const found = placed.flatMap(({ pair, baselineFile, candidateFile }) => {
    const [before, after] = [parsed[baselineFile], parsed[candidateFile]];
    if (before === undefined || after === undefined) return [];
    const lines = { baseline: before.lines.baseline, candidate: after.lines.candidate };
    const shared = { file: after.file, previousPath: before.previousPath, aliases: renamedVariables(pair) };
    return choosePlaces(pair, lines).map((place) => ({ ...shared, place }));
  });
  return [...constants, ...found];
}

function parseSide(
  path: string,
  text: string | null,
  dropped: string[],
): Extract<ParsedSource, { kind: 'parsed' }> | null {
  if (text === null) return null;
  const parsed = parseSource(path, text);
  switch (parsed.kind) {
    case 'parsed':
      return parsed;
    case 'unparsed':
      if (!dropped.includes(`${path}: ${parsed.reason}`)) dropped.push(`${path}: ${parsed.reason}`);
      return null;
    case 'not-code':
      return null;
  }
}

function changedLines(blocks: readonly ChangedBlock[]): ChangedLines {
  return {
    baseline: blocks.flatMap(({ baseline }) => baseline ?? []),
    candidate: blocks.flatMap(({ candidate }) => candidate ?? []),
  };
}
