import { type Marks, note, noteBeside, noteChange, rewindTo } from './note-differences.ts';
import { readKey, stepInto } from './place.ts';
import {
  beginningOf,
  countMembers,
  createFinder,
  endOf,
  keyOf,
  type Members,
  readMembers,
} from './read-members.ts';
import { hasRepeatedKey } from './repeated-keys.ts';
import { moveTo, type Span, type Step, type WalkValue } from './step.ts';

/** An object that was opened on both sides, with what had been noted before. */
export type OpenObject = Marks & { readonly from: number; readonly otherFrom: number };

/**
 * An object whose keys stand in another order on the two sides, or not on both: its members are looked up first and then walked
 * in pairs. The walk has already stepped into the object.
 */
export function walkByKey(step: Step, opened: OpenObject, walkValue: WalkValue): boolean {
  rewindTo(step, opened);
  const list = step.members;
  const room = list.count;
  const { depth } = step;
  const members = readMembers(step.baseline, opened.from, { list, depth });
  const others = members === null ? null : readMembers(step.other, opened.otherFrom, { list, depth });
  if (members === null || others === null) return false;
  if (hasRepeatedKey(step.baseline, members) || hasRepeatedKey(step.other, others)) return false;
  const size = Math.max(countMembers(members), countMembers(others));
  step.noted[depth] = { size };
  const walked = walkPairs(step, { members, others }, walkValue);
  if (walked === null) return false;
  list.count = room;
  moveTo(step, members.end, others.end);
  step.noted[depth] = null;
  step.depth -= 1;
  step.lastMembers = size;
  step.lastChanged = walked.changed;
  step.lastSharesKeys = sharing(walked, size);
  return true;
}

type Sides = { readonly members: Members; readonly others: Members };
type Walked = { readonly shared: number; readonly changed: number };

function walkPairs(step: Step, sides: Sides, walkValue: WalkValue): Walked | null {
  const { members, others } = sides;
  const count = countMembers(members);
  const find = createFinder(step.baseline, step.other, others);
  let changed = 0;
  let shared = 0;
  for (let index = 0; index < count; index += 1) {
    const found = step.found.length;
    const key = keyOf(members, index);
    const pair = find(key);
    stepInto(step, key);
    if (pair === -1) note(step, { kind: 'field-removed', baseline: spanOf(members, index), other: null });
    else if (!walkMember(step, sides, { index, pair, walkValue })) return null;
    if (pair !== -1) shared += 1;
    if (step.found.length > found) changed += 1;
  }
  const added = countMembers(others) - shared;
  if (added > 0) noteAdded(step, sides);
  return { shared, changed: changed + added };
}

function spanOf(members: Members, index: number): Span {
  return { from: beginningOf(members, index), to: endOf(members, index) };
}

type MemberPair = { readonly index: number; readonly pair: number; readonly walkValue: WalkValue };

/** Both are known to be JSON, so that equal bytes need no second look. */
function walkMember(step: Step, { members, others }: Sides, { index, pair, walkValue }: MemberPair): boolean {
  const at = beginningOf(members, index);
  const otherAt = beginningOf(others, pair);
  const end = endOf(members, index);
  moveTo(step, at, otherAt);
  if (step.agree >= end && endOf(others, pair) - otherAt === end - at) return true;
  const found = step.found.length;
  if (!walkValue(step)) return false;
  if (step.found.length > found) noteChange(step, at, otherAt);
  return true;
}

function noteAdded(step: Step, { members, others }: Sides): void {
  const find = createFinder(step.other, step.baseline, members);
  for (let index = 0; index < countMembers(others); index += 1) {
    const key = keyOf(others, index);
    if (find(key) !== -1) continue;
    noteBeside(step, readKey(step.other, key), {
      kind: 'field-added',
      baseline: null,
      other: spanOf(others, index),
    });
  }
}

/** An object that keeps less than half of its keys is another thing. */
function sharing({ shared }: Walked, size: number): Step['lastSharesKeys'] {
  if (shared === size) return 'all';
  return shared * 2 >= size ? 'most' : 'few';
}
