import { jsonBytes } from './json-bytes.ts';
import { findOrder, type KeyOrder, type KeysInOrder, passKnownKey } from './key-orders.ts';
import { noteChange, rewindTo } from './note-differences.ts';
import { type Offsets, pushOffset } from './offsets.ts';
import { stepInto } from './place.ts';
import { isSameValue } from './same-value.ts';
import { opensContainer, skipSpace, skipValue } from './skip-json.ts';
import { moveTo, type OpenObject, type Step, type WalkValue } from './step.ts';

const { closeBrace, comma } = jsonBytes;

/**
 * An object whose keys may stand in the same two orders as those of one met before. The walk has already stepped into it. `unknown`:
 * they do not, and nothing was noted.
 */
export function walkKnownOrder(
  step: Step,
  opened: OpenObject,
  walkValue: WalkValue,
): 'walked' | 'unknown' | 'invalid' {
  const order = findOrder(step, opened);
  if (order === null) return 'unknown';
  const { members, depth } = step;
  const room = members.count;
  const isRead = readValues(step.other, opened.otherFrom, { keys: order.other, values: members });
  const otherLast = room + order.counterparts.length * 2 - 1;
  const walked = isRead ? walkMembers(step, opened, { order, room, walkValue }) : unknown;
  if (walked === invalid) return 'invalid';
  const otherEnd = walked === unknown ? -1 : passMember(step.other, members.items[otherLast] ?? -1, true);
  members.count = room;
  if (otherEnd === -1) {
    rewindTo(step, opened);
    step.depth = depth;
    step.noted[depth] = null;
    return 'unknown';
  }
  const count = order.counterparts.length;
  const noted = step.noted[depth] ?? null;
  if (noted !== null) noted.size = count;
  moveTo(step, step.at + 1, otherEnd + 1);
  step.depth -= 1;
  step.lastMembers = count;
  step.lastChanged = walked;
  step.lastSharesKeys = 'all';
  return 'walked';
}

const invalid = -1;
const unknown = -2;

type Reading = { readonly keys: KeysInOrder; readonly values: Offsets };

/**
 * Lists where each value of the other begins and ends; `false` when its keys are others. Where the last ends is left open (-1) when
 * it is a container: the walk through it will tell, and a long one is read once less.
 */
function readValues(bytes: Buffer, opensAt: number, { keys, values }: Reading): boolean {
  const last = keys.bounds.length - 2;
  let at = skipSpace(bytes, opensAt + 1);
  for (let member = 0; member <= last; member += 1) {
    const value = passKnownKey(bytes, at, { keys, member });
    if (value === -1) return false;
    const isOpen = member === last && opensContainer(bytes[value]);
    const end = isOpen ? -1 : skipValue(bytes, value);
    pushOffset(values, value);
    pushOffset(values, end);
    if (isOpen) return true;
    at = passMember(bytes, end, member === last);
    if (at === -1) return false;
  }
  return true;
}

/** From behind a value to the next key, or to the brace that closes; -1 when something else follows. */
function passMember(bytes: Buffer, end: number, isLast: boolean): number {
  if (end === -1) return -1;
  const at = skipSpace(bytes, end);
  if (isLast) return bytes[at] === closeBrace ? at : -1;
  return bytes[at] === comma ? skipSpace(bytes, at + 1) : -1;
}

type Known = { readonly order: KeyOrder; readonly room: number; readonly walkValue: WalkValue };

/** How many members changed; the walk stands on the closing brace of the baseline then. */
function walkMembers(step: Step, { from }: OpenObject, known: Known): number {
  const { baseline } = step;
  const { counterparts, baseline: keys } = known.order;
  const last = counterparts.length - 1;
  let changed = 0;
  let key = skipSpace(baseline, from + 1);
  for (let member = 0; member <= last; member += 1) {
    const at = passKnownKey(baseline, key, { keys, member });
    if (at === -1) return unknown;
    const found = step.found.length;
    const end = walkMember(step, { key, at, value: known.room + (counterparts[member] ?? 0) * 2 }, known);
    if (end === -1) return invalid;
    if (step.found.length > found) changed += 1;
    key = passMember(baseline, end, member === last);
    if (key === -1) return unknown;
  }
  step.at = key;
  return changed;
}

type Member = {
  readonly key: number;
  readonly at: number;
  /** Where its counterpart is listed. */
  readonly value: number;
};

/** Where a value of the baseline ends, -1 when it is no JSON. */
function walkMember(step: Step, { key, at, value }: Member, { walkValue }: Known): number {
  const { items } = step.members;
  const [otherAt, otherEnd] = [items[value] ?? 0, items[value + 1] ?? 0];
  const end = at + otherEnd - otherAt;
  if (otherEnd !== -1 && isSameValue(step, { at, otherAt, end })) return end;
  const found = step.found.length;
  stepInto(step, key);
  moveTo(step, at, otherAt);
  if (!walkValue(step)) return -1;
  items[value + 1] = step.at + step.shift;
  if (step.found.length > found) noteChange(step, at, otherAt);
  return step.at;
}
