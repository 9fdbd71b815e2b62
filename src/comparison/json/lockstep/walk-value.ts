import { jsonBytes } from './json-bytes.ts';
import { noteChange, notePair } from './note-differences.ts';
import { pushOffset } from './offsets.ts';
import { stepInto } from './place.ts';
import { hasRepeatedKey } from './repeated-keys.ts';
import {
  deepestStep,
  opensContainer,
  skipContainer,
  skipKey,
  skipScalar,
  skipSpace,
  skipString,
  skipValue,
} from './skip-json.ts';
import { moveTo, passSpaces, type Step } from './step.ts';
import { walkArray } from './walk-array.ts';
import { walkByKey } from './walk-by-key.ts';

const { closeBrace, colon, comma, openBrace, openBracket } = jsonBytes;

/**
 * One value on both sides. While their bytes agree only the baseline's are read; where a scalar differs both are
 * noted, with the way that led there, and the walk goes on behind them. `false` when one of the two is no JSON, or is of a
 * shape that only the comparison of values can tell.
 */
export function walkValue(step: Step): boolean {
  if (step.at >= step.agree) return noteDifference(step);
  const first = step.baseline[step.at];
  if ((first === openBrace || first === openBracket) && passEqual(step)) return true;
  if (first === openBrace) return walkObject(step);
  if (first === openBracket) return step.depth < deepestStep && walkArray(step, walkValue);
  const end = skipScalar(step.baseline, step.at);
  if (end === -1) return false;
  if (end >= step.agree) return noteDifference(step);
  step.at = end;
  return true;
}

/** How far an element or a member may reach that is passed over as a whole; a longer one is walked, and its parts passed over. */
const nearElement = 1024;
const nearMember = 128;
/** With fewer bytes ahead that agree, a look would be in vain too often. */
const shortest = 32;

/** Past a container that is the same on both sides. */
function passEqual(step: Step): boolean {
  if (step.depth === 0 || step.agree - step.at < shortest) return false;
  const isElement = (step.steps[step.depth] ?? 0) < 0;
  if (!isElement && opensRecords(step.baseline, step.at)) return false;
  if (isElement && step.agree - step.at < step.leastAgreed) return false;
  const near = isElement ? nearElement : nearMember;
  const end = skipContainer(step.baseline, step.at, Math.min(step.agree, step.at + near));
  if (end === -1 || end > step.agree) return false;
  step.at = end;
  return true;
}

/** A list of records is mostly longer than a member may be to be passed over; its records are passed over one by one. */
function opensRecords(bytes: Buffer, at: number): boolean {
  return bytes[at] === openBracket && bytes[at + 1] === openBrace;
}

/** Two values that differ, or that only what stands behind them can tell apart. */
function noteDifference(step: Step): boolean {
  const { at, shift } = step;
  const end = skipValue(step.baseline, at);
  const otherEnd = skipValue(step.other, at + shift);
  if (end === -1 || otherEnd === -1) return false;
  if (end > step.agree || otherEnd !== end + shift)
    notePair(step, { from: at, to: end }, { from: at + shift, to: otherEnd });
  moveTo(step, end, otherEnd);
  return true;
}

function walkObject(step: Step): boolean {
  if (step.depth >= deepestStep) return false;
  const opened = {
    found: step.found.length,
    changes: step.changes.count,
    keys: step.keys.count,
    from: step.at,
    otherFrom: step.at + step.shift,
  };
  step.depth += 1;
  step.noted[step.depth] = null;
  step.at += 1;
  const changed = walkMembers(step, opened.keys);
  if (changed === invalid) return false;
  if (changed === parted) return walkByKey(step, opened, walkValue);
  return closeObject(step, opened.keys, changed);
}

const invalid = -1;
/** The keys are not the same in the same order. */
const parted = -2;

/** How many members changed, as long as both sides have the same keys in the same order. */
function walkMembers(step: Step, firstKey: number): number {
  let changed = 0;
  passSpaces(step);
  if (isAt(step, closeBrace)) return changed;
  for (;;) {
    const walked = walkMember(step);
    if (walked < 0) return walked;
    changed += walked;
    passSpaces(step);
    if (isAt(step, closeBrace)) return changed;
    if (!isAt(step, comma)) return step.keys.count > firstKey ? parted : invalid;
    step.at += 1;
    passSpaces(step);
  }
}

/** 1 when the next member changed; 0 when it did not, nor any of those that were passed over with it. */
function walkMember(step: Step): number {
  if (passEqualMembers(step)) return 0;
  if (!passKey(step)) return parted;
  const found = step.found.length;
  const { at, shift } = step;
  if (!walkValue(step)) return invalid;
  if (step.found.length === found) return 0;
  noteChange(step, at, at + shift);
  return 1;
}

/**
 * Past the members that are the same on both sides, up to the end of a value: in a record of which one field changed, all others.
 * `false` when not even the first is; a long one is left to be walked.
 */
function passEqualMembers(step: Step): boolean {
  const { baseline, agree, keys } = step;
  if (agree - step.at < shortest) return false;
  const count = keys.count;
  let key = step.at;
  for (;;) {
    const value = skipKey(baseline, key);
    const end = value === -1 ? -1 : skipNear(baseline, value, agree);
    const next = end === -1 ? agree : skipSpace(baseline, end);
    if (next >= agree) return keys.count > count;
    pushOffset(keys, key);
    step.at = next;
    if (baseline[next] !== comma) return true;
    key = skipSpace(baseline, next + 1);
  }
}

/** Over a value that is no longer than may be read in vain. */
function skipNear(bytes: Buffer, from: number, limit: number): number {
  if (!opensContainer(bytes[from])) return skipScalar(bytes, from);
  return opensRecords(bytes, from) ? -1 : skipContainer(bytes, from, Math.min(limit, from + nearMember));
}

/** Whether both sides stand on this byte. */
function isAt(step: Step, byte: number): boolean {
  return step.at < step.agree && step.baseline[step.at] === byte;
}

/** To the value behind a key that both sides have here. */
function passKey(step: Step): boolean {
  const end = skipString(step.baseline, step.at);
  if (end === -1 || end > step.agree) return false;
  pushOffset(step.keys, step.at);
  stepInto(step, step.at);
  step.at = end;
  passSpaces(step);
  if (!isAt(step, colon)) return false;
  step.at += 1;
  passSpaces(step);
  return true;
}

function closeObject(step: Step, firstKey: number, changed: number): boolean {
  const members = step.keys.count - firstKey;
  const noted = step.noted[step.depth] ?? null;
  if (noted !== null) {
    noted.size = members;
    const keys = { list: step.keys, from: firstKey, to: step.keys.count, every: 1 };
    if (hasRepeatedKey(step.baseline, keys)) return false;
  }
  step.keys.count = firstKey;
  step.at += 1;
  step.depth -= 1;
  step.lastMembers = members;
  step.lastChanged = changed;
  step.lastSharesKeys = 'all';
  return true;
}
