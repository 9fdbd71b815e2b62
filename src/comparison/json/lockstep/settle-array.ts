import { createChangedFields } from '../../arrays/changed-fields.ts';
import {
  type ArrayWalk,
  type ChangedElement,
  furthestApart,
  type LoneElement,
  readElements,
} from './array-walk.ts';
import { addChangedFields, noteBeside, rewindTo } from './note-differences.ts';
import { settleLone } from './settle-lone.ts';
import type { Span, Step } from './step.ts';

/**
 * Once two arrays have been walked to their ends: do their elements belong together as they were walked? They do where that
 * is what an alignment of their values would find as well; otherwise it is `unclear`, and that alignment decides.
 */
export function settleArray(step: Step, array: ArrayWalk): 'settled' | 'unclear' {
  const { changed } = array;
  const isEven = array.removed.length === 0 && array.added.length === 0;
  if (array.isLarge === true && !(isEven && changed.length === 1)) {
    // Among elements that are all alike, one put in looks like one that changed, with another at the end.
    const isOneShift = !isEven && changed.length === 1 && trimEnd(step, array);
    if (isOneShift) return noteLoneOnes(step, array);
    if (settleLone(step, array) === 'unclear' || havePermuted(step, changed)) return 'unclear';
  } else if (isEven ? !standInPlace(step, changed) : changed.length > 0 && !trimEnd(step, array)) {
    return 'unclear';
  }
  return noteLoneOnes(step, array);
}

function noteLoneOnes(step: Step, { removed, added }: ArrayWalk): 'settled' {
  for (const lone of removed) noteLone(step, 'element-removed', lone);
  for (const lone of added) noteLone(step, 'element-added', lone);
  return 'settled';
}

function noteLone(step: Step, kind: 'element-removed' | 'element-added', { index, span }: LoneElement): void {
  const isRemoved = kind === 'element-removed';
  noteBeside(step, index, { kind, baseline: isRemoved ? span : null, other: isRemoved ? null : span });
}

/** One changed element has nothing else to be; more of them are in place when they changed in little and swapped nothing. */
function standInPlace(step: Step, changed: readonly ChangedElement[]): boolean {
  const [first] = changed;
  if (first === undefined) return true;
  if (changed.length === 1) return first.type !== 'mixed' && first.sharesKeys !== 'few';
  return changed.every(isSameRecord) && !havePermuted(step, changed);
}

/** Two elements that are one record, which kept its keys and half of its values. */
export function isSameRecord({ type, sharesKeys, apart }: ChangedElement): boolean {
  return type === 'objects' && sharesKeys === 'all' && apart <= furthestApart;
}

/** Whether records look as if they had changed places: see `createChangedFields`. */
export function havePermuted(step: Step, changed: readonly ChangedElement[]): boolean {
  const fields = createChangedFields();
  let records = 0;
  for (const { type, apart, before, after } of changed) {
    if (type !== 'objects' || apart > furthestApart) continue;
    records += 1;
    addChangedFields(step, [before.changes, after.changes], fields);
  }
  return records > 1 && fields.arePermuted();
}

/** Elements that were only put in or only taken out, in one place: all behind that place are the same. */
function trimEnd(step: Step, array: ArrayWalk): boolean {
  const [first] = array.changed;
  const all = Number.POSITIVE_INFINITY;
  if (first === undefined) return true;
  const ours = readElements(step.baseline, first.baseline.from, all)?.spans ?? [];
  const theirs = readElements(step.other, first.other.from, all)?.spans ?? [];
  let same = 0;
  while (
    same < Math.min(ours.length, theirs.length) &&
    isSame(step, ours.at(-1 - same), theirs.at(-1 - same))
  )
    same += 1;
  if (same < Math.min(ours.length, theirs.length)) return false;
  rewindTo(step, first.before);
  array.changed = [];
  array.removed = lone(ours.slice(0, ours.length - same), first.index);
  array.added = lone(theirs.slice(0, theirs.length - same), first.otherIndex);
  return true;
}

function lone(spans: readonly Span[], first: number): LoneElement[] {
  return spans.map((span, at) => ({ index: first + at, span }));
}

/** In their bytes. */
function isSame({ baseline, other }: Step, one: Span | undefined, another: Span | undefined): boolean {
  if (one === undefined || another === undefined) return false;
  return baseline.compare(other, another.from, another.to, one.from, one.to) === 0;
}
