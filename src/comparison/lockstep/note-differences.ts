import { pushOffset } from './offsets.ts';
import { placeBeside, placeOf } from './place.ts';
import type { Difference, Span, Step } from './step.ts';

/** How much had been noted at some point of the walk. */
export type Marks = { readonly found: number; readonly changes: number; readonly keys: number };

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
  note(step, { kind: 'pair', baseline, other });
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

/** A member that changed, in bytes of both sides. */
export type ChangedMember = { readonly name: string; readonly baseline: string; readonly other: string };

/** Keeps which members of the elements of the array around them changed; the walk stands behind the value. */
export function noteChange(step: Step, valueAt: number, otherValueAt: number): void {
  if (step.depth !== step.watched) return;
  const key = step.steps[step.depth] ?? 0;
  for (const offset of [key, valueAt, step.at, otherValueAt, step.at + step.shift])
    pushOffset(step.changes, offset);
}

/** The members that were noted between two marks. */
export function* changedMembers(step: Step, from: number, to: number): Generator<ChangedMember> {
  for (let index = from; index < to; index += 5) {
    const [key = 0, valueAt, end, otherValueAt, otherEnd] = step.changes.items.subarray(index, index + 5);
    yield {
      name: step.baseline.toString('latin1', key, valueAt),
      baseline: step.baseline.toString('latin1', valueAt, end),
      other: step.other.toString('latin1', otherValueAt, otherEnd),
    };
  }
}
