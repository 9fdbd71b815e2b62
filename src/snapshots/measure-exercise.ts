import type { ChangedFile } from '../domain/change.ts';
import type { Exercise } from '../domain/exercise.ts';
import type { Hit, RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import { executableLines } from './executable-lines.ts';
import { parseSource } from './parse-source.ts';
import { provesChangedLine } from './probe-ids.ts';

export type ExerciseRequest = {
  readonly files: readonly {
    readonly file: ChangedFile;
    readonly baseline: string | null;
    readonly candidate: string | null;
  }[];
  /** Baseline and candidate in the run that measured coverage; null where there was no agent. */
  readonly executed: Readonly<Record<Side, RuntimeSnapshot | null>>;
  /** Hits of the candidate in the run with probes: they tell which exchanges reached a changed line. */
  readonly hits: readonly Hit[];
  /** Whether a build step stands between the sources and what runs. */
  readonly isBuilt: boolean;
};
type Side = 'baseline' | 'candidate';

const testFile = /(?:^|\/)(?:tests?|__tests__|spec)\/|\.(?:test|spec)\.[a-z]+$/;

/**
 * How far the replay reached into the change: which of its lines that can run did run. A line that is gone counts where
 * nothing came in its place, since an unused guard can be taken away without a trace. It is unknown when no agent
 * could tell, or when changed code is in a language, or behind a build step, that the agent cannot see through.
 */
export function measureExercise({ files, executed, hits, isBuilt }: ExerciseRequest): Exercise {
  const measured = files
    .filter(({ file }) => !testFile.test(file.path))
    .flatMap(({ file, baseline, candidate }) => [
      measureSide({ file, side: 'candidate', text: candidate, executed, isBuilt }),
      measureSide({ file, side: 'baseline', text: candidate === null ? null : baseline, executed, isBuilt }),
    ]);
  const changedLines = sum(measured.map(({ lines }) => lines.length));
  const neverExecuted = measured.flatMap(({ file, side, never }) =>
    never.length === 0
      ? []
      : [{ file, lines: never, ...(side === 'baseline' ? { removed: true as const } : {}) }],
  );
  const exchanges = new Set(
    hits
      .filter(({ probeId, exchangeId }) => exchangeId !== '' && provesChangedLine(probeId))
      .map(({ exchangeId }) => exchangeId),
  );
  const unseen = [...new Set(measured.filter(({ isKnown }) => !isKnown).map(({ file }) => file))];
  return {
    known: executed.candidate?.agent === 'connected' && unseen.length === 0,
    changedLines,
    executedLines: changedLines - sum(neverExecuted.map(({ lines }) => lines.length)),
    neverExecuted,
    exchanges: exchanges.size,
    ...(unseen.length === 0 ? {} : { unseen }),
  };
}

type SideRequest = Pick<ExerciseRequest, 'executed' | 'isBuilt'> & {
  readonly file: ChangedFile;
  readonly side: Side;
  readonly text: string | null;
};
type MeasuredSide = {
  readonly file: string;
  readonly side: Side;
  readonly isKnown: boolean;
  readonly lines: readonly number[];
  readonly never: readonly number[];
};

function measureSide({ file, side, text, executed, isBuilt }: SideRequest): MeasuredSide {
  const path = side === 'candidate' ? file.path : (file.previousPath ?? file.path);
  const nothing = { file: path, side, lines: [], never: [] };
  if (text === null) return { ...nothing, isKnown: true };
  const parsed = parseSource(path, text);
  if (parsed.kind !== 'parsed') return { ...nothing, isKnown: parsed.kind === 'not-code' };
  const executable = executableLines(parsed.program);
  const lines = linesOf(file, side).filter((line) => executable.has(line));
  const ran = executed[side]?.executedLines[path];
  const passed = new Set(ran ?? []);
  return {
    ...{ file: path, side, lines },
    never: lines.filter((line) => !passed.has(line)),
    isKnown: lines.length === 0 || ran !== undefined || !(isBuilt || isCompiledElsewhere(path)),
  };
}

/** TypeScript that no process loaded as such was probably compiled first: then its lines ran under another name. */
function isCompiledElsewhere(path: string): boolean {
  return /\.[mc]?ts$/.test(path);
}

/** Of the candidate what was changed or added; of the baseline what was taken away. */
function linesOf({ blocks }: ChangedFile, side: Side): readonly number[] {
  return blocks.flatMap(({ baseline, candidate }) => {
    const range = side === 'candidate' ? candidate : candidate === null ? baseline : null;
    if (range === null) return [];
    return Array.from({ length: range.end - range.start + 1 }, (_, index) => range.start + index);
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
