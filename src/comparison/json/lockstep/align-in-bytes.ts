import type { ElementPair } from '../../arrays/align-arrays.ts';
import type { ElementNumbers } from '../../arrays/pair-equal.ts';
import { type ArrayWalk, type ChangedElement, changedElement, readElements } from './array-walk.ts';
import { marksOf, noteBeside, rewindTo } from './note-differences.ts';
import { numberElements } from './number-elements.ts';
import { type BothElements, pairInBytes } from './pair-in-bytes.ts';
import { stepInto } from './place.ts';
import { havePermuted, isSameRecord } from './settle-array.ts';
import { moveTo, type Step, type WalkValue } from './step.ts';

/** Shorter arrays are aligned as values: little is saved there. */
const fewest = 64;

/**
 * Two arrays that could not be walked element by element, for theirs were shuffled, or came and went in many places: they are aligned
 * by their bytes, and each pair is walked. How many of the elements changed; `unclear` when they are better read as values.
 */
export function alignInBytes(
  step: Step,
  array: ArrayWalk,
  walkValue: WalkValue,
): number | 'unclear' | 'invalid' {
  if (step.isTrying) return 'unclear';
  const all = Number.POSITIVE_INFINITY;
  rewindTo(step, array.marks);
  step.noted[step.depth] = null;
  const ours = readElements(step.baseline, array.first, all);
  const theirs = readElements(step.other, array.otherFirst, all);
  if (ours === null || theirs === null) return 'invalid';
  if (Math.min(ours.spans.length, theirs.spans.length) < fewest) return 'unclear';
  array.index = ours.spans.length;
  array.otherIndex = theirs.spans.length;
  const walk = {
    both: {
      baseline: { bytes: step.baseline, spans: ours.spans },
      other: { bytes: step.other, spans: theirs.spans },
    },
    walkValue,
  };
  const numbers = numberElements(walk.both, step.views);
  const inPlace = walkInPlace(step, walk, numbers);
  if (inPlace === 'parted') rewindTo(step, array.marks);
  const changed = inPlace === 'parted' ? walkPairs(step, walk, numbers) : inPlace;
  moveTo(step, ours.next, theirs.next);
  return changed;
}

type Pairs = { readonly both: BothElements; readonly walkValue: WalkValue };

/** As long as each stands for the one in its place; `parted` when that is not so. */
function walkInPlace(step: Step, pairs: Pairs, numbers: ElementNumbers): number | 'parted' | 'invalid' {
  const { baseline, other } = pairs.both;
  if (baseline.spans.length !== other.spans.length) return 'parted';
  const changed: ChangedElement[] = [];
  step.watched = step.depth + 1;
  for (let index = 0; index < baseline.spans.length; index += 1) {
    const [one, another] = [baseline.spans[index], other.spans[index]];
    if (one === undefined || another === undefined || numbers.baseline(index) === numbers.other(index))
      continue;
    const before = marksOf(step);
    if (!walkPair(step, pairs, { baseline: index, other: index })) return 'invalid';
    if (step.found.length === before.found) continue;
    const start = { before, at: one.from, otherAt: another.from };
    const found = changedElement(step, { index, otherIndex: index }, start);
    if (!isSameRecord(found)) return 'parted';
    changed.push(found);
  }
  return havePermuted(step, changed) ? 'parted' : changed.length;
}

/** As `compareJson` tells them: pairs in the order of the baseline, then what was removed, then what was added. */
function walkPairs(step: Step, pairs: Pairs, numbers: ElementNumbers): number | 'invalid' {
  const { baseline, other } = pairs.both;
  const aligned = pairInBytes(pairs.both, numbers);
  let changed = aligned.removed.length + aligned.added.length;
  step.watched = -1;
  for (const pair of aligned.pairs) {
    const found = step.found.length;
    if (pair.moved) noteMoved(step, pair, pairs.both);
    const isSame = numbers.baseline(pair.baseline) === numbers.other(pair.other);
    if (!isSame && !walkPair(step, pairs, pair)) return 'invalid';
    if (step.found.length > found) changed += 1;
  }
  for (const index of aligned.removed) {
    const span = baseline.spans[index] ?? null;
    noteBeside(step, index, { kind: 'element-removed', baseline: span, other: null });
  }
  for (const index of aligned.added) {
    const span = other.spans[index] ?? null;
    noteBeside(step, index, { kind: 'element-added', baseline: null, other: span });
  }
  return changed;
}

function noteMoved(step: Step, pair: ElementPair, { baseline, other }: BothElements): void {
  noteBeside(step, pair.baseline, {
    kind: 'element-moved',
    baseline: baseline.spans[pair.baseline] ?? null,
    other: other.spans[pair.other] ?? null,
    movedTo: pair.other,
  });
}

function walkPair(step: Step, { both, walkValue }: Pairs, pair: ElementPair): boolean {
  const [one, another] = [both.baseline.spans[pair.baseline], both.other.spans[pair.other]];
  if (one === undefined || another === undefined) return false;
  stepInto(step, ~pair.baseline);
  // Known not to be the same: a look at the whole of it would be in vain.
  step.leastAgreed = one.to - one.from;
  moveTo(step, one.from, another.from);
  return walkValue(step);
}
