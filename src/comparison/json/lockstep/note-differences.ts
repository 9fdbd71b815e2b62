import type { ChangedFields } from '../../arrays/changed-fields.ts';
import { hashBytes } from './hash-bytes.ts';
import { pushOffset } from './offsets.ts';
import { placeBeside, placeOf } from './place.ts';
import type { Difference, Marks, Span, Step } from './step.ts';

export function marksOf(step: Step): Marks {
  return { found: step.found.length, changes: step.changes.count, keys: step.keys.count };
}

/** Forgets what was noted since: the walk goes another way. */
export function rewindTo(step: Step, marks: Marks): void {
  if (step.found.length > marks.found) step.found.length = marks.found;
  step.changes.count = marks.changes;
  step.keys.count = marks.keys;
}

/** Two values at the place the walk stands at are not the same. */
export function notePair(step: Step, baseline: Span, other: Span): void {
  step.found.push({ kind: 'pair', baseline, other, place: placeOf(step), depth: step.depth });
  step.lastMembers = 1;
  step.lastChanged = 1;
  step.lastSharesKeys = 'all';
}

/** Something at the place the walk stands at is not the same. */
export function note(step: Step, difference: Omit<Difference, 'place' | 'depth'>): void {
  step.found.push({ ...difference, place: placeOf(step), depth: step.depth });
}

/** Something beside the place the walk stands at, in the same container, is not the same. */
export function noteBeside(
  step: Step,
  name: string | number,
  difference: Omit<Difference, 'place' | 'depth'>,
): void {
  step.found.push({ ...difference, place: placeBeside(step, name), depth: step.depth });
}

/** Keeps which members of the elements of the array around them changed; the walk stands behind the value. */
export function noteChange(step: Step, valueAt: number, otherValueAt: number): void {
  if (step.depth !== step.watched) return;
  const key = step.steps[step.depth] ?? 0;
  const { changes } = step;
  pushOffset(changes, key);
  pushOffset(changes, valueAt);
  pushOffset(changes, step.at);
  pushOffset(changes, otherValueAt);
  pushOffset(changes, step.at + step.shift);
}

/** The members that were noted between two marks, their names and values as hashes of their bytes. */
export function addChangedFields(
  step: Step,
  [from, to]: readonly [number, number],
  fields: ChangedFields,
): void {
  const { changes, views } = step;
  const { items } = changes;
  for (let index = from; index < to; index += 5) {
    const at = items[index + 1] ?? 0;
    fields.add(
      hashBytes(views.baseline, items[index] ?? 0, at),
      hashBytes(views.baseline, at, items[index + 2] ?? 0),
      hashBytes(views.other, items[index + 3] ?? 0, items[index + 4] ?? 0),
    );
  }
}
