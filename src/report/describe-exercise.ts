import type { Evidence } from '../domain/evidence.ts';
import type { Exercise, NearestRequest } from '../domain/exercise.ts';
import { counted, grouped, lineRanges } from './number-text.ts';
import { joinFirst, type Phrase, say } from './phrase.ts';

/** How much of the change ran, and of what never did how near the replay came to it. */
export function describeExercise({ exercise, head }: Evidence, most: number): Phrase {
  if (!exercise.known) return exerciseUnknown(exercise, head, most);
  if (exercise.changedLines === 0) return ['the change has no line that can be executed'];
  const share = `${grouped(exercise.executedLines)} of ${counted(exercise.changedLines, 'changed line')} executed${aiShare(exercise)}`;
  const never = exercise.neverExecuted.flatMap(neverLines);
  return never.length === 0 ? [share] : [`${share}; never: `, ...joinFirst(never, '; ', most)];
}

function aiShare({ ai, changedLines }: Exercise): string {
  if (ai === undefined) return '';
  if (ai.changedLines === changedLines) return ', all of them AI-made';
  if (ai.changedLines === 0) return ', none of them AI-made';
  return `; of the ${counted(ai.changedLines, 'AI-made line')} among them ${grouped(ai.executedLines)} executed`;
}

type NeverExecuted = Exercise['neverExecuted'][number];

function neverLines({ file, lines, removed, nearest = [] }: NeverExecuted): readonly Phrase[] {
  const before = removed ? ' (before, now gone)' : '';
  if (nearest.length === 0) return [say`${file} ${[lineRanges(lines)]}${[before]}`];
  return nearest.map(
    (one) => say`${file} ${[lineRanges(one.lines)]}${[before]}${[', ']}${describeNearest(one)}`,
  );
}

/** How near the replay came to lines that never ran, and by which request: ``\`if (…)\` at :40 went the other way, as in x000012``. */
export function describeNearest({ came, guard, function: name, exchangeId, route }: NearestRequest): Phrase {
  const such = exchangeId === null ? [] : say`, as in ${`${route ?? ''} ${exchangeId}`.trim()}`;
  switch (came) {
    case 'guard':
      return say`where ${guard?.source ?? ''} at :${guard?.line ?? 0} went the other way${such}`;
    case 'function':
      return say`in ${name}, other lines of which ran${such}`;
    case 'file':
      return name === '(module)'
        ? say`other lines of the file ran${such}`
        : say`in ${name}, which no request entered`;
    case 'nowhere':
      return ['in a file of which nothing ran'];
    default:
      return came satisfies never;
  }
}

function exerciseUnknown({ unseen = [] }: Evidence['exercise'], head: string | null, most: number): Phrase {
  if (head === null) return ['not known: no commits were compared, so no line is known to have changed'];
  if (unseen.length === 0) return ['not known: no agent could tell which changed lines were executed'];
  const files = unseen.map((file) => say`${file}`);
  return ['not known: no agent saw code run from ', ...joinFirst(files, ', ', most)];
}
