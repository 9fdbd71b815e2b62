import type { ChangedFile } from '../domain/change.ts';
import type { Exercise } from '../domain/evidence.ts';
import type { Hit, RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import { executableLines } from './executable-lines.ts';
import { parseSource } from './parse-source.ts';
import { provesChangedLine } from './probe-ids.ts';

export type ExerciseRequest = {
  readonly files: readonly { readonly file: ChangedFile; readonly candidate: string | null }[];
  /** The candidate in the run that measured coverage; null when it had no agent. */
  readonly executed: RuntimeSnapshot | null;
  /** Hits of the candidate in the run with probes: they tell which exchanges reached a changed line. */
  readonly hits: readonly Hit[];
};

const testFile = /(?:^|\/)(?:tests?|__tests__|spec)\/|\.(?:test|spec)\.[a-z]+$/;

/**
 * How far the replay reached into the change: which of its lines that can run did run. It is unknown when no agent
 * could tell, or when changed code is in a language, or behind a build step, that the agent cannot see through.
 */
export function measureExercise({ files, executed, hits }: ExerciseRequest): Exercise {
  const measured = files
    .filter(({ file }) => !testFile.test(file.path))
    .map((one) => measureFile(one, executed));
  const changedLines = sum(measured.map(({ changed }) => changed.length));
  const neverExecuted = measured
    .map(({ path, never }) => ({ file: path, lines: never }))
    .filter(({ lines }) => lines.length > 0);
  const exchanges = new Set(
    hits
      .filter(({ probeId, exchangeId }) => exchangeId !== '' && provesChangedLine(probeId))
      .map(({ exchangeId }) => exchangeId),
  );
  return {
    known: executed?.agent === 'connected' && measured.every(({ isKnown }) => isKnown),
    changedLines,
    executedLines: changedLines - sum(neverExecuted.map(({ lines }) => lines.length)),
    neverExecuted,
    exchanges: exchanges.size,
  };
}

type MeasuredFile = {
  readonly path: string;
  readonly isKnown: boolean;
  readonly changed: readonly number[];
  readonly never: readonly number[];
};

function measureFile(
  { file, candidate }: ExerciseRequest['files'][number],
  executed: RuntimeSnapshot | null,
): MeasuredFile {
  const nothing = { path: file.path, changed: [], never: [] };
  if (candidate === null) return { ...nothing, isKnown: true };
  const parsed = parseSource(file.path, candidate);
  if (parsed.kind !== 'parsed') return { ...nothing, isKnown: parsed.kind === 'not-code' };
  const executable = executableLines(parsed.program);
  const changed = changedLinesOf(file).filter((line) => executable.has(line));
  const ran = executed?.executedLines[file.path];
  const lines = new Set(ran ?? []);
  return {
    path: file.path,
    changed,
    never: changed.filter((line) => !lines.has(line)),
    isKnown: changed.length === 0 || ran !== undefined || !isCompiledElsewhere(file.path),
  };
}

/** TypeScript that no process loaded as such was probably compiled first: then its lines ran under another name. */
function isCompiledElsewhere(path: string): boolean {
  return /\.[mc]?ts$/.test(path);
}

function changedLinesOf(file: ChangedFile): readonly number[] {
  return file.blocks.flatMap(({ candidate }) =>
    candidate === null
      ? []
      : Array.from({ length: candidate.end - candidate.start + 1 }, (_, index) => candidate.start + index),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
