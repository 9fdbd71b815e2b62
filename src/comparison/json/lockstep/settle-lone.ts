import { pairAnywhere } from '../../arrays/align-arrays.ts';
import { longestIncreasing } from '../../arrays/longest-increasing.ts';
import { createIdentities } from '../compare-json.ts';
import type { JsonValue } from '../json-value.ts';
import { parseJson } from '../parse-json.ts';
import { type ArrayWalk, type ChangedElement, furthestApart, type LoneElement } from './array-walk.ts';
import { noteBeside } from './note-differences.ts';
import type { Span, Step } from './step.ts';

/** With more elements that have no counterpart in place, the whole array is aligned. */
const mostLone = 64;

/**
 * Elements of a large array that have no counterpart where they stand may have one elsewhere: one that moved is settled here, and
 * where more may have moved the alignment of values finds the fewest. Those that merely changed beyond recognition stay in
 * place, as far as they are the same sort of thing.
 */
export function settleLone(step: Step, array: ArrayWalk): 'settled' | 'unclear' {
  const far = array.changed.filter(({ apart }) => apart > furthestApart);
  const ours = [...array.removed, ...far.map(({ index, baseline }) => ({ index, span: baseline }))];
  const theirs = [
    ...array.added,
    ...far.map(({ otherIndex, other }) => ({ index: otherIndex, span: other })),
  ];
  if (ours.length === 0 || theirs.length === 0) return 'settled';
  if (Math.max(ours.length, theirs.length) > mostLone) return 'unclear';
  const pairs = pairAnywhere(
    {
      baseline: ours.map(({ span }) => read(step.baseline, span)),
      other: theirs.map(({ span }) => read(step.other, span)),
    },
    createIdentities(),
  ).flatMap(({ baseline, other }) => pairOf(ours[baseline], theirs[other]));
  if (pairs.length > 0 && ours.length + theirs.length > 2) return 'unclear';
  const gone = new Set(pairs.map(({ one }) => one.index));
  const come = new Set(pairs.map(({ another }) => another.index));
  const parted = far.filter(
    (changed) => gone.has(changed.index) || come.has(changed.otherIndex) || !isSameSort(changed),
  );
  part(step, array, new Set(parted));
  array.removed = array.removed.filter(({ index }) => !gone.has(index));
  array.added = array.added.filter(({ index }) => !come.has(index));
  notePairs(step, array, pairs);
  return 'settled';
}

type LonePair = { readonly one: LoneElement; readonly another: LoneElement };

function pairOf(one: LoneElement | undefined, another: LoneElement | undefined): readonly LonePair[] {
  return one === undefined || another === undefined ? [] : [{ one, another }];
}

function read(bytes: Buffer, { from, to }: Span): JsonValue {
  return parseJson(bytes.toString('utf8', from, to)) ?? null;
}

function isSameSort({ type, sharesKeys }: ChangedElement): boolean {
  return type !== 'mixed' && sharesKeys !== 'few';
}

/** Two elements that were walked as one do not belong together: what was found in them is none. */
function part(step: Step, array: ArrayWalk, parted: ReadonlySet<ChangedElement>): void {
  if (parted.size === 0) return;
  const found = step.found.splice(array.marks.found);
  for (const changed of array.changed) {
    if (parted.has(changed)) {
      array.removed.push({ index: changed.index, span: changed.baseline });
      array.added.push({ index: changed.otherIndex, span: changed.other });
    } else {
      const { before, after } = changed;
      step.found.push(...found.slice(before.found - array.marks.found, after.found - array.marks.found));
    }
  }
  array.changed = array.changed.filter((changed) => !parted.has(changed));
  array.removed.sort((one, another) => one.index - another.index);
  array.added.sort((one, another) => one.index - another.index);
}

function notePairs(step: Step, array: ArrayWalk, pairs: readonly LonePair[]): void {
  const moved = findMoved(array, pairs);
  for (const { one, another } of pairs) {
    const difference = { baseline: one.span, other: another.span };
    if (moved.has(one.index)) {
      noteBeside(step, one.index, { kind: 'element-moved', ...difference, movedTo: another.index });
    }
    noteBeside(step, one.index, { kind: 'pair', ...difference });
  }
}

/** Indices of the pairs that left the order which most elements kept. */
function findMoved(array: ArrayWalk, pairs: readonly LonePair[]): ReadonlySet<number> {
  const place = new Map(pairs.map(({ one, another }) => [one.index, another.index]));
  const removed = new Set(array.removed.map(({ index }) => index));
  const lone = new Set([...array.added.map(({ index }) => index), ...place.values()]);
  const order: { readonly index: number; readonly other: number }[] = [];
  let next = 0;
  for (let index = 0; index < array.index; index += 1) {
    const other = place.get(index);
    if (other !== undefined) order.push({ index, other });
    if (other !== undefined || removed.has(index)) continue;
    while (lone.has(next)) next += 1;
    order.push({ index, other: next++ });
  }
  const kept = new Set(longestIncreasing(order.map(({ other }) => other)));
  return new Set(order.flatMap(({ index }, position) => (kept.has(position) ? [] : [index])));
}
