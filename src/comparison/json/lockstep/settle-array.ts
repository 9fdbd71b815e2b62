import { createChangedFields } from '../../arrays/changed-fields.ts';
import {
  type ArrayWalk,
  type ChangedElement,
  furthestApart,
  type LoneElement,
  readElements,
} from './array-walk.ts';
import { hashBytes } from './hash-bytes.ts';
import { addChangedFields, noteBeside, rewindTo } from './note-differences.ts';
import { settleLone } from './settle-lone.ts';
import type { Span, Step } from './step.ts';

/**
 * Once two arrays have been walked to their ends: do their elements belong together as they were walked? They do where that
 * is what an alignment of their values would find as well; otherwise it is `unclear`, and that alignment decides.
 */
export function settleArray(step: Step, array: ArrayWalk): 'settled' | 'unclear' {
  const { changed, removed, added } = array;
  const isOneChange = changed.length === 1 && removed.length + added.length === 0;
  const isClear =
    array.isLarge === true && !isOneChange ? isLargeClear(step, array) : isSmallClear(step, array);
  if (!isClear) return 'unclear';
  for (const lone of array.removed) noteLone(step, 'element-removed', lone);
  for (const lone of array.added) noteLone(step, 'element-added', lone);
  return 'settled';
}

function isSmallClear(step: Step, array: ArrayWalk): boolean {
  const { changed, removed, added } = array;
  if (removed.length + added.length === 0) return standInPlace(step, changed);
  return changed.length === 0 || trimEnd(step, array);
}

function isLargeClear(step: Step, array: ArrayWalk): boolean {
  const { changed } = array;
  // Among elements that are all alike, one put in looks like one that changed, with another at the end.
  if (isShiftedOnce(array) && trimEnd(step, array)) return true;
  if (haveExchanged(step, array)) return false;
  return settleLone(step, array) === 'settled' && !havePermuted(step, changed);
}

/** The ends of both do not meet, and before the one changed element nothing was put in or taken out. */
function isShiftedOnce({ changed: [first, ...others], removed, added }: ArrayWalk): boolean {
  if (first === undefined || others.length > 0 || removed.length + added.length === 0) return false;
  return (
    removed.every(({ index }) => index > first.index) && added.every(({ index }) => index > first.otherIndex)
  );
}

/** So many elements show whether an array is made of a few that repeat. */
const enoughToTell = 64;

/**
 * Whether a changed element stands as it was where another changed or was put in, or the other way round. Among elements that repeat,
 * one that was put in or moved can look like several that changed; only an alignment of all tells.
 */
function haveExchanged({ views }: Step, array: ArrayWalk): boolean {
  const changed = array.changed.slice(0, enoughToTell);
  const hashesOf = (view: DataView, spans: readonly Span[]): ReadonlySet<number> =>
    new Set(spans.map(({ from, to }) => hashBytes(view, from, to)));
  const spansOf = (lone: readonly LoneElement[]): Span[] =>
    lone.slice(0, enoughToTell).map(({ span }) => span);
  const before = hashesOf(
    views.baseline,
    changed.map(({ baseline }) => baseline),
  );
  const after = hashesOf(
    views.other,
    changed.map(({ other }) => other),
  );
  const removed = hashesOf(views.baseline, spansOf(array.removed));
  const added = hashesOf(views.other, spansOf(array.added));
  return !(before.isDisjointFrom(after) && before.isDisjointFrom(added) && after.isDisjointFrom(removed));
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
