import type { ChangedFile } from '../../domain/change.ts';
import type { Exercise, NearestRequest } from '../../domain/exercise.ts';
import type { RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { provesChangedLine } from '../probes/probe-ids.ts';
import { executableLines } from '../source/executable-lines.ts';
import { parseSource } from '../source/parse-source.ts';
import { nearestRequests, type SeenHits } from './nearest-requests.ts';

export type ExerciseRequest = {
  readonly files: readonly {
    readonly file: ChangedFile;
    readonly baseline: string | null;
    readonly candidate: string | null;
    /** Lines at head that commits with signs of AI help wrote; absent where nobody looked. */
    readonly aiLines?: readonly number[];
  }[];
  /** Baseline and candidate in the run that measured coverage; null where there was no agent. */
  readonly executed: Readonly<Record<Side, RuntimeSnapshot | null>>;
  /** What the run with probes saw of either build, to tell which request came nearest to a line that never ran. */
  readonly seen: Readonly<Record<Side, SeenHits>>;
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
export function measureExercise({ files, executed, seen, isBuilt }: ExerciseRequest): Exercise {
  const measured = files
    .filter(({ file }) => !testFile.test(file.path))
    .flatMap(({ file, baseline, candidate, aiLines }) => {
      const shared = { file, executed, seen, isBuilt };
      return [
        measureSide({ ...shared, side: 'candidate', text: candidate, aiLines }),
        measureSide({ ...shared, side: 'baseline', text: candidate === null ? null : baseline }),
      ];
    });
  const changedLines = sum(measured.map(({ lines }) => lines.length));
  const neverExecuted = measured.flatMap(({ file, side, never, nearest }) =>
    never.length === 0
      ? []
      : [
          {
            file,
            lines: never,
            ...(side === 'baseline' ? { removed: true as const } : {}),
            ...(nearest.length === 0 ? {} : { nearest }),
          },
        ],
  );
  const exchanges = new Set(
    seen.candidate.hits
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
    ...aiShare(measured),
    ...(unseen.length === 0 ? {} : { unseen }),
  };
}

/** Of the lines that commits with signs of AI help wrote; nothing where there are none. */
function aiShare(measured: readonly MeasuredSide[]): Pick<Exercise, 'ai'> {
  const changedLines = sum(measured.map(({ ai }) => ai.length));
  if (changedLines === 0) return {};
  const never = measured.map((side) => side.ai.filter((line) => side.never.includes(line)).length);
  return { ai: { changedLines, executedLines: changedLines - sum(never) } };
}

type SideRequest = Pick<ExerciseRequest, 'executed' | 'isBuilt' | 'seen'> & {
  readonly aiLines?: readonly number[] | undefined;
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
  readonly nearest: readonly NearestRequest[];
  /** Those of the lines that were written with AI help. */
  readonly ai: readonly number[];
};

function measureSide({ file, side, text, executed, seen, isBuilt, aiLines = [] }: SideRequest): MeasuredSide {
  const path = side === 'candidate' ? file.path : (file.previousPath ?? file.path);
  const nothing = { file: path, side, lines: [], never: [], nearest: [], ai: [] };
  if (text === null) return { ...nothing, isKnown: true };
  const parsed = parseSource(path, text);
  if (parsed.kind !== 'parsed') return { ...nothing, isKnown: parsed.kind === 'not-code' };
  const executable = executableLines(parsed.program);
  const lines = linesOf(file, side).filter((line) => executable.has(line));
  const ran = executed[side]?.executedLines[path];
  const passed = new Set(ran ?? []);
  const never = lines.filter((line) => !passed.has(line));
  const isKnown = lines.length === 0 || ran !== undefined || !(isBuilt || isCompiledElsewhere(path));
  const byAi = new Set(aiLines);
  return {
    ...{ file: path, side, lines, never },
    ai: lines.filter((line) => byAi.has(line)),
    nearest: isKnown ? nearestRequests({ path, source: parsed, never, ran: passed }, seen[side]) : [],
    isKnown,
  };
}

/** TypeScript or JSX that no process loaded as such was probably compiled first: then its lines ran under another name. */
function isCompiledElsewhere(path: string): boolean {
  return /\.(?:[mc]?ts|[jt]sx)$/.test(path);
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
