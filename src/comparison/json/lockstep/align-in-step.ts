import { type ArrayWalk, type ChangedElement, furthestApart, readElements } from './array-walk.ts';
import { marksOf, rewindTo } from './note-differences.ts';
import { moveTo, type Span, type Step, type WalkValue } from './step.ts';

/** How many elements may have been put in or taken out in one place for the walk to find its step again. */
const reach = 4;
/** So many elements in a row are held against each other, for one may be like another by accident. */
const run = 3;
/** A shift must be better than another by this part of an element. */
const margin = 0.2;
/** Beyond, the array has changed too much to be walked. */
const mostLooks = 64;

/**
 * Two elements of a large array are further apart than those before were: were elements put in or taken out here? `shifted`:
 * they were and are noted, and the walk stands at the next two that belong together; `stay`: these two do.
 */
export function realign(
  step: Step,
  array: ArrayWalk,
  { changed, walkValue }: { readonly changed: ChangedElement; readonly walkValue: WalkValue },
): 'stay' | 'shifted' | 'unclear' {
  array.looks += 1;
  if (array.looks > mostLooks) return 'unclear';
  const ahead = reach + run;
  const ours = readElements(step.baseline, changed.baseline.from, ahead)?.spans ?? [];
  const theirs = readElements(step.other, changed.other.from, ahead)?.spans ?? [];
  const stand = { at: step.at, otherAt: step.at + step.shift };
  const shift = chooseShift(
    (by) => apartnessAt(step, { ours, theirs, by }, walkValue),
    changed.apart + (run - 1) * array.tolerance,
  );
  const [next, otherNext] = [ours[Math.max(0, -(shift ?? 0))], theirs[Math.max(0, shift ?? 0)]];
  if (shift === null || next === undefined || otherNext === undefined) return 'unclear';
  if (shift === 0) {
    moveTo(step, stand.at, stand.otherAt);
    return 'stay';
  }
  rewindTo(step, changed.before);
  passOver(array, shift > 0 ? theirs.slice(0, shift) : ours.slice(0, -shift), shift > 0);
  moveTo(step, next.from, otherNext.from);
  return 'shifted';
}

function passOver(array: ArrayWalk, spans: readonly Span[], isAdded: boolean): void {
  for (const span of spans) {
    if (isAdded) array.added.push({ index: array.otherIndex++, span });
    else array.removed.push({ index: array.index++, span });
  }
}

/**
 * Above zero elements were added, below they were removed; `null` when it may have been either. `expected`: how far apart these
 * are if only the first of them changed.
 */
function chooseShift(apartnessOf: (shift: number) => number, expected: number): number | null {
  const staying = apartnessOf(0);
  if (staying <= Math.min(furthestApart, expected)) return 0;
  const best = (sign: 1 | -1): { readonly shift: number; readonly apart: number } => {
    const tried = Array.from({ length: reach }, (_, index) => ({
      shift: sign * (index + 1),
      apart: apartnessOf(sign * (index + 1)),
    }));
    return tried.reduce((one, another) => (another.apart + margin < one.apart ? another : one));
  };
  const [added, removed] = [best(1), best(-1)];
  if (Math.min(added.apart, removed.apart) + margin >= staying) return 0;
  if (Math.abs(added.apart - removed.apart) < margin) return null;
  return added.apart < removed.apart ? added.shift : removed.shift;
}

type Ahead = { readonly ours: readonly Span[]; readonly theirs: readonly Span[]; readonly by: number };

/** How far apart the next elements are if those before `by` are passed over, in elements. */
function apartnessAt(step: Step, { ours, theirs, by }: Ahead, walkValue: WalkValue): number {
  let sum = 0;
  for (let at = 0; at < run; at += 1) {
    const one = ours[at + Math.max(0, -by)];
    const another = theirs[at + Math.max(0, by)];
    if (one !== undefined && another !== undefined) sum += tryPair(step, walkValue, [one, another]);
    else if (one !== another) sum += 1;
  }
  return sum;
}

/** Walks two elements and forgets what was found. */
function tryPair(step: Step, walkValue: WalkValue, [one, another]: readonly [Span, Span]): number {
  const marks = marksOf(step);
  const { depth } = step;
  const { isTrying } = step;
  step.isTrying = true;
  moveTo(step, one.from, another.from);
  const isWalked = walkValue(step);
  step.isTrying = isTrying;
  const isSame = step.found.length === marks.found;
  rewindTo(step, marks);
  step.depth = depth;
  if (!isWalked) return 1;
  return isSame ? 0 : step.lastChanged / Math.max(1, step.lastMembers);
}
