import { jsonBytes } from './json-bytes.ts';
import { marksOf } from './note-differences.ts';
import { skipSpace, skipValue } from './skip-json.ts';
import { type Marks, moveTo, passSpaces, type Span, type Step } from './step.ts';

const { closeBracket, comma, openBrace, openBracket } = jsonBytes;

/** Two elements that stand for each other and are not the same. */
export type ChangedElement = {
  readonly index: number;
  readonly otherIndex: number;
  readonly baseline: Span;
  readonly other: Span;
  /** What had been noted before them, and with them. */
  readonly before: Marks;
  readonly after: Marks;
  readonly type: 'objects' | 'arrays' | 'scalars' | 'mixed';
  /** The part of their members that is not the same: 0 to 1. */
  readonly apart: number;
  readonly sharesKeys: Step['lastSharesKeys'];
};

/** Elements that are further apart than this are not the same one changed. */
export const furthestApart = 0.5;

/** An element that has no counterpart where it stands. */
export type LoneElement = { readonly index: number; readonly span: Span };

/** An array that is being walked, with what is known of its elements so far. */
export type ArrayWalk = {
  readonly marks: Marks;
  readonly from: number;
  readonly otherFrom: number;
  /** Where its first element stands, or its closing bracket. */
  first: number;
  otherFirst: number;
  readonly watchedBefore: number;
  index: number;
  otherIndex: number;
  changed: ChangedElement[];
  removed: LoneElement[];
  added: LoneElement[];
  /** How far apart elements have been found to be that stand for each other. */
  tolerance: number;
  /** How often the elements ahead were looked at. */
  looks: number;
  isLarge: boolean | null;
};

/** Elements in the bytes they stand in. */
export type Elements = { readonly bytes: Buffer; readonly spans: readonly Span[] };

/** Two elements that were walked just now and are not the same; `before`: what had been noted then. */
export function changedElement(
  step: Step,
  { index, otherIndex }: { readonly index: number; readonly otherIndex: number },
  { before, at, otherAt }: { readonly before: Marks; readonly at: number; readonly otherAt: number },
): ChangedElement {
  return {
    index,
    otherIndex,
    baseline: { from: at, to: step.at },
    other: { from: otherAt, to: step.at + step.shift },
    before,
    after: marksOf(step),
    type: typeOfElements(step, at, otherAt),
    apart: step.lastChanged / Math.max(1, step.lastMembers),
    sharesKeys: step.lastSharesKeys,
  };
}

/** What elements are, by their first bytes. */
function typeOfElements(step: Step, at: number, otherAt: number): ChangedElement['type'] {
  const first = step.baseline[at];
  const otherFirst = step.other[otherAt];
  const isContainer = first === openBrace || first === openBracket;
  if (isContainer && first === otherFirst) return first === openBrace ? 'objects' : 'arrays';
  return isContainer || otherFirst === openBrace || otherFirst === openBracket ? 'mixed' : 'scalars';
}

export function isClosed(bytes: Buffer, at: number): boolean {
  return bytes[at] === closeBracket;
}

/** From behind an element on each side to the next one, or to the end of the array; `false` when it goes on otherwise. */
export function passComma(step: Step): boolean {
  passSpaces(step);
  if (step.at < step.agree) {
    if (isClosed(step.baseline, step.at)) return true;
    if (step.baseline[step.at] !== comma) return false;
    step.at += 1;
    passSpaces(step);
    return !isClosed(step.baseline, step.at) && !isClosed(step.other, step.at + step.shift);
  }
  const at = nextElement(step.baseline, step.at);
  const otherAt = nextElement(step.other, step.at + step.shift);
  if (at === -1 || otherAt === -1) return false;
  moveTo(step, at, otherAt);
  return true;
}

/** From behind an element to the next one, or to the closing bracket; -1 when neither follows. */
function nextElement(bytes: Buffer, from: number): number {
  const at = skipSpace(bytes, from);
  if (isClosed(bytes, at)) return at;
  if (bytes[at] !== comma) return -1;
  const next = skipSpace(bytes, at + 1);
  return isClosed(bytes, next) ? -1 : next;
}

/** The elements from one on, at most so many; `null` when they are no JSON. `end`: behind the last. */
export function readElements(
  bytes: Buffer,
  from: number,
  most: number,
): { readonly spans: readonly Span[]; readonly next: number } | null {
  const spans: Span[] = [];
  let at = from;
  while (spans.length < most && !isClosed(bytes, at)) {
    const to = skipValue(bytes, at);
    if (to === -1) return null;
    spans.push({ from: at, to });
    at = nextElement(bytes, to);
    if (at === -1) return null;
  }
  return { spans, next: at };
}
