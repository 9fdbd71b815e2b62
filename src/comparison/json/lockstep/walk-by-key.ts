import { createMemberIndex, membersOf } from './index-members.ts';
import { jsonBytes } from './json-bytes.ts';
import { rememberOrder } from './key-orders.ts';
import { note, noteBeside, noteChange, rewindTo } from './note-differences.ts';
import { pushOffset } from './offsets.ts';
import { readKey, stepInto } from './place.ts';
import { beginningOf, countMembers, createFinder, endOf, keyOf, type Members } from './read-members.ts';
import { hasRepeatedKey, type KeyList } from './repeated-keys.ts';
import { isSameValue } from './same-value.ts';
import { skipKey, skipSpace, skipValue } from './skip-json.ts';
import { moveTo, type OpenObject, type Step, type WalkValue } from './step.ts';
import { walkKnownOrder } from './walk-known-order.ts';

const { closeBrace, comma } = jsonBytes;

/**
 * An object whose keys stand in another order on the two sides, or not on both: those of the other are looked up,
 * and each of the baseline is walked with its counterpart. The walk has already stepped into the object.
 */
export function walkByKey(step: Step, opened: OpenObject, walkValue: WalkValue): boolean {
  rewindTo(step, opened);
  const known = walkKnownOrder(step, opened, walkValue);
  if (known !== 'unknown') return known === 'walked';
  const { depth, members: list } = step;
  const room = list.count;
  step.index ??= createMemberIndex(step.other);
  const others = membersOf(step.index, opened.otherFrom, { list, depth });
  if (others === null || hasRepeatedKey(step.other, others)) return false;
  const noted = { size: countMembers(others) };
  step.noted[depth] = noted;
  const walked = walkPairs(step, { opened, others }, walkValue);
  const keys = { list: step.keys, from: opened.keys, to: step.keys.count, every: 1 };
  if (walked === null || hasRepeatedKey(step.baseline, keys)) return false;
  const added = countMembers(others) - walked.shared;
  noted.size = Math.max(noted.size, keys.to - keys.from);
  if (added > 0) noteAdded(step, others, keys);
  else if (walked.shared === noted.size) rememberOrder(step, opened, { keys, others });
  list.count = room;
  step.keys.count = opened.keys;
  moveTo(step, walked.end, others.end);
  step.noted[depth] = null;
  step.depth -= 1;
  step.lastMembers = noted.size;
  step.lastChanged = walked.changed + added;
  step.lastSharesKeys = sharing(walked, noted.size);
  return true;
}

type Sides = { readonly opened: OpenObject; readonly others: Members };
type Walked = { readonly shared: number; readonly changed: number; readonly end: number };

/** Each member of the baseline with its counterpart, wherever that stands; only the other object has been read over before. */
function walkPairs(step: Step, { opened, others }: Sides, walkValue: WalkValue): Walked | null {
  const { baseline } = step;
  const find = createFinder(baseline, step.other, others);
  const counterpart = { others, pair: -1, walkValue };
  let changed = 0;
  let shared = 0;
  let at = skipSpace(baseline, opened.from + 1);
  if (baseline[at] === closeBrace) return { shared, changed, end: at + 1 };
  for (;;) {
    const found = step.found.length;
    counterpart.pair = find(at);
    const end = walkMember(step, at, counterpart);
    if (end === -1) return null;
    if (counterpart.pair !== -1) shared += 1;
    if (step.found.length > found) changed += 1;
    at = skipSpace(baseline, end);
    if (baseline[at] === closeBrace) return { shared, changed, end: at + 1 };
    if (baseline[at] !== comma) return null;
    at = skipSpace(baseline, at + 1);
  }
}

type Counterpart = { readonly others: Members; readonly pair: number; readonly walkValue: WalkValue };

/** Where a member of the baseline ends, -1 when it is no JSON. */
function walkMember(step: Step, key: number, { others, pair, walkValue }: Counterpart): number {
  const at = skipKey(step.baseline, key);
  if (at === -1) return -1;
  pushOffset(step.keys, key);
  stepInto(step, key);
  if (pair === -1) return noteRemoved(step, at);
  const otherAt = beginningOf(others, pair);
  const end = at + endOf(others, pair) - otherAt;
  if (isSameValue(step, { at, otherAt, end })) return end;
  const found = step.found.length;
  moveTo(step, at, otherAt);
  if (!walkValue(step)) return -1;
  if (step.found.length > found) noteChange(step, at, otherAt);
  return step.at;
}

function noteRemoved(step: Step, from: number): number {
  const to = skipValue(step.baseline, from);
  if (to !== -1) note(step, { kind: 'field-removed', baseline: { from, to }, other: null });
  return to;
}

function noteAdded(step: Step, others: Members, keys: KeyList): void {
  const names = new Set<string>();
  for (let index = keys.from; index < keys.to; index += 1)
    names.add(readKey(step.baseline, keys.list.items[index] ?? 0));
  for (let index = 0; index < countMembers(others); index += 1) {
    const name = readKey(step.other, keyOf(others, index));
    const other = { from: beginningOf(others, index), to: endOf(others, index) };
    if (!names.has(name)) noteBeside(step, name, { kind: 'field-added', baseline: null, other });
  }
}

/** An object that keeps less than half of its keys is another thing. */
function sharing({ shared }: Walked, size: number): Step['lastSharesKeys'] {
  if (shared === size) return 'all';
  return shared * 2 >= size ? 'most' : 'few';
}
