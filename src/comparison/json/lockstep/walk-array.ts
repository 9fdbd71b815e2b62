import { alignInBytes } from './align-in-bytes.ts';
import { realign } from './align-in-step.ts';
import {
  type ArrayWalk,
  type ChangedElement,
  changedElement,
  furthestApart,
  isClosed,
  passComma,
  readElements,
} from './array-walk.ts';
import { marksOf, notePair, rewindTo } from './note-differences.ts';
import { stepInto } from './place.ts';
import { settleArray } from './settle-array.ts';
import { skipValue } from './skip-json.ts';
import { moveTo, passSpaces, type Step, type WalkValue } from './step.ts';

/**
 * Two arrays, element by element. Where elements were put in or taken out of a large one the walk finds its step again; an array
 * that changed in ways which only its values can tell is left to them, as a whole.
 */
export function walkArray(step: Step, walkValue: WalkValue): boolean {
  const array = enter(step);
  const walked = walkElements(step, array, walkValue);
  if (walked === 'invalid') return false;
  const settled = walked === 'unclear' ? 'unclear' : settleArray(step, array);
  const { changed, removed, added } = array;
  const apart =
    settled === 'unclear'
      ? alignInBytes(step, array, walkValue)
      : changed.length + removed.length + added.length;
  step.watched = array.watchedBefore;
  if (apart === 'invalid') return false;
  if (apart === 'unclear') return leaveToValues(step, array);
  step.changes.count = array.marks.changes;
  step.at += 1;
  step.depth -= 1;
  step.lastMembers = Math.max(array.index, array.otherIndex);
  step.lastChanged = apart;
  step.lastSharesKeys = 'all';
  return true;
}

function enter(step: Step): ArrayWalk {
  const array: ArrayWalk = {
    marks: marksOf(step),
    from: step.at,
    otherFrom: step.at + step.shift,
    first: 0,
    otherFirst: 0,
    watchedBefore: step.watched,
    index: 0,
    otherIndex: 0,
    changed: [],
    removed: [],
    added: [],
    tolerance: 0,
    looks: 0,
    isLarge: null,
  };
  step.depth += 1;
  step.noted[step.depth] = null;
  step.at += 1;
  passSpaces(step);
  array.first = step.at;
  array.otherFirst = step.at + step.shift;
  return array;
}

type Walked = 'closed' | 'unclear' | 'invalid';

/** Elements are rarely shorter than the one before by more than the rest. */
const usualPart = 0.8;

/** Up to the closing bracket of both. */
function walkElements(step: Step, array: ArrayWalk, walkValue: WalkValue): Walked {
  let leastAgreed = 0;
  while (!isClosed(step.baseline, step.at) && !isClosed(step.other, step.at + step.shift)) {
    const found = step.found.length;
    const changes = step.changes.count;
    const { at, shift } = step;
    stepInto(step, ~array.index);
    step.watched = step.depth + 1;
    step.leastAgreed = leastAgreed;
    if (!walkValue(step)) return 'invalid';
    leastAgreed = (step.at - at) * usualPart;
    if (step.found.length > found) {
      const before = { found, changes, keys: step.keys.count };
      const fit = judge(step, array, { before, at, otherAt: at + shift, walkValue });
      if (fit === 'unclear') return fit;
      if (fit === 'shifted') continue;
    }
    array.index += 1;
    array.otherIndex += 1;
    if (!passComma(step)) return 'invalid';
  }
  return readTail(step, array);
}

type Start = {
  readonly before: ChangedElement['before'];
  readonly at: number;
  readonly otherAt: number;
  readonly walkValue: WalkValue;
};

/** Two elements that are not the same: do they stand for each other? */
function judge(step: Step, array: ArrayWalk, start: Start): 'stay' | 'shifted' | 'unclear' {
  const changed = changedElement(step, array, start);
  const { walkValue } = start;
  const fit = changed.apart > array.tolerance ? findStep(step, array, { changed, walkValue }) : 'stay';
  if (fit === 'stay') array.changed.push(changed);
  return fit;
}

/** From so many elements on, an array is walked rather than aligned as a whole, even where elements come and go. */
const large = 64;

/** With less left of the whole text for each of them, there are not so many elements, or they are so short that to align them is cheap. */
const short = 16;

type Found = { readonly changed: ChangedElement; readonly walkValue: WalkValue };

function findStep(step: Step, array: ArrayWalk, found: Found): 'stay' | 'shifted' | 'unclear' {
  array.isLarge ??= isLarge(step, array, found.changed.baseline.from);
  if (!array.isLarge) return 'stay';
  const fit = realign(step, array, found);
  if (fit === 'stay')
    array.tolerance = Math.min(furthestApart, Math.max(array.tolerance, found.changed.apart));
  return fit;
}

function isLarge(step: Step, { index }: ArrayWalk, at: number): boolean {
  const most = large - index;
  if (step.baseline.length - at < most * short) return false;
  return most <= 0 || readElements(step.baseline, at, most)?.spans.length === most;
}

/** One array is over: what is left of the other has no counterpart. */
function readTail(step: Step, array: ArrayWalk): Walked {
  if (isClosed(step.baseline, step.at) && isClosed(step.other, step.at + step.shift)) return 'closed';
  const all = Number.POSITIVE_INFINITY;
  const ours = readElements(step.baseline, step.at, all);
  const theirs = readElements(step.other, step.at + step.shift, all);
  if (ours === null || theirs === null) return 'invalid';
  for (const span of ours.spans) array.removed.push({ index: array.index++, span });
  for (const span of theirs.spans) array.added.push({ index: array.otherIndex++, span });
  moveTo(step, ours.next, theirs.next);
  return 'closed';
}

/** Forgets what was found inside and notes the two arrays as they are. */
function leaveToValues(step: Step, array: ArrayWalk): boolean {
  rewindTo(step, array.marks);
  step.noted[step.depth] = null;
  step.depth -= 1;
  const end = skipValue(step.baseline, array.from);
  const otherEnd = skipValue(step.other, array.otherFrom);
  if (end === -1 || otherEnd === -1) return false;
  notePair(step, { from: array.from, to: end }, { from: array.otherFrom, to: otherEnd });
  moveTo(step, end, otherEnd);
  return true;
}
