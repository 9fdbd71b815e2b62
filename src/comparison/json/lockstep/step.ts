import type { Position } from '../../place-pattern.ts';
import type { MemberIndex } from './index-members.ts';
import type { Pattern } from './name-places.ts';
import { createOffsets, type Offsets } from './offsets.ts';
import { skipSpace } from './skip-json.ts';

/**
 * Two JSON texts that are walked together. Up to `agree` their bytes are the same, so that only the baseline's need be
 * read: what holds for one there holds for the other. The fields change as the walk goes on.
 */
export type Step = {
  readonly baseline: Buffer;
  readonly other: Buffer;
  /** The same bytes, for what reads several at once. */
  readonly views: Views;
  /** Where the walk stands in the baseline; in the other it stands at `at + shift`. */
  at: number;
  shift: number;
  /** The first place from `at` on, in the baseline, at which the two differ. */
  agree: number;
  /** How many containers are open. */
  depth: number;
  /** For each open container the step into it: the offset of a key's quote, or `~index`. */
  readonly steps: number[];
  /** What was noted of each open container; `null` as long as nothing was found in it. */
  readonly noted: (Noted | null)[];
  /** The places that the steps lead to, made when the first difference is found there. */
  readonly places: (Place | null)[];
  /** Offsets of the keys read so far of each open object, one after the other. */
  readonly keys: Offsets;
  /** Members of the open objects whose keys stand in another order: see `membersOf`. */
  readonly members: Offsets;
  /** `null` as long as no keys stood in another order. */
  index: MemberIndex | null;
  readonly found: Difference[];
  /** Members that changed in the objects at depth `watched`, five offsets each: see `changedMembers`. */
  readonly changes: Offsets;
  watched: number;
  /** An element that agrees for less than this will not be the same: most are about as long as the one before. */
  leastAgreed: number;
  /** Two elements are only held against each other: what is found will be forgotten. */
  isTrying: boolean;
  /** How far apart the last container was; read by the array around it. */
  lastMembers: number;
  lastChanged: number;
  lastSharesKeys: 'all' | 'most' | 'few';
};

type Views = { readonly baseline: DataView; readonly other: DataView };

/** What is known of an object only when it closes, and needed to name the places inside it. */
export type Noted = { size: number };

/** One step into a container that `noted` tells of: see `stepInto`, or the key as it is read where only the other side has it. */
export type Place = {
  readonly parent: Place | null;
  readonly step: number | string;
  readonly noted: Noted;
  /** Kept for what else is found there: see `name-places.ts`. */
  named: Position | null;
  pattern: Pattern | null;
};

/** A range of bytes. */
export type Span = { readonly from: number; readonly to: number };

/** Something that is not the same on both sides, still in bytes. */
export type Difference = {
  readonly kind:
    | 'pair'
    | 'field-added'
    | 'field-removed'
    | 'element-added'
    | 'element-removed'
    | 'element-moved';
  readonly place: Place | null;
  /** How many containers are around it. */
  readonly depth: number;
  readonly baseline: Span | null;
  readonly other: Span | null;
  /** Where an element stands in the other, of one that moved. */
  readonly movedTo?: number;
};

/** An object that was opened on both sides, with what had been noted before. */
export type OpenObject = Marks & { readonly from: number; readonly otherFrom: number };

/** How much had been noted at some point of the walk. */
export type Marks = { readonly found: number; readonly changes: number; readonly keys: number };

/** Walks one value on both sides; `false` when the two cannot be compared in lockstep. */
export type WalkValue = (step: Step) => boolean;

/** Stands before the first byte of two texts. */
export function startStep(baseline: Buffer, other: Buffer): Step {
  const step: Step = {
    baseline,
    other,
    views: { baseline: viewOf(baseline), other: viewOf(other) },
    at: 0,
    shift: -1,
    agree: 0,
    depth: 0,
    steps: [],
    noted: [],
    places: [],
    keys: createOffsets(),
    members: createOffsets(),
    index: null,
    found: [],
    changes: createOffsets(),
    watched: -1,
    leastAgreed: 0,
    isTrying: false,
    lastMembers: 1,
    lastChanged: 0,
    lastSharesKeys: 'all',
  };
  moveTo(step, 0, 0);
  return step;
}

function viewOf({ buffer, byteOffset, length }: Buffer): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** Stands at other places on both sides, from where they may agree again. */
export function moveTo(step: Step, at: number, otherAt: number): void {
  const isSameStand = otherAt - at === step.shift && at >= step.at && at <= step.agree;
  step.at = at;
  if (isSameStand) return;
  step.shift = otherAt - at;
  step.agree = firstDifference(step);
}

/** Behind the spaces of both sides. */
export function passSpaces(step: Step): void {
  const at = skipSpace(step.baseline, step.at);
  if (at < step.agree) step.at = at;
  else moveTo(step, at, skipSpace(step.other, step.at + step.shift));
}

/** So many bytes are compared word by word before a block at once: most differences are near, and a call has its price. */
const near = 4096;
/** Blocks grow while they agree, up to where a block is read from memory faster than it is compared. */
const largestBlock = 65_536;

function firstDifference(step: Step): number {
  const { baseline, other, at, shift } = step;
  const end = Math.min(baseline.length, other.length - shift);
  let place = scan(step, at, Math.min(end, at + near));
  if (place < at + near) return place;
  let block = near * 2;
  let isNear = false;
  while (block > near) {
    const to = Math.min(end, place + block);
    if (baseline.compare(other, place + shift, to + shift, place, to) === 0) {
      if (to === end) return end;
      place = to;
      if (!isNear && block < largestBlock) block *= 2;
    } else {
      isNear = true;
    }
    if (isNear) block /= 2;
  }
  return scan(step, place, end);
}

const wordSize = 4;
const stride = 4 * wordSize;

/**
 * Four bytes at a time: an optimised read of a view is one instruction, wherever it stands. As long as they agree four such reads are
 * looked at together, which spares three of four branches.
 */
function scan({ views: { baseline, other }, shift }: Step, from: number, to: number): number {
  let at = from;
  const lastStride = to - stride;
  while (at <= lastStride && differAt(baseline, at, other, at + shift) === 0) at += stride;
  const last = to - wordSize;
  while (at <= last && baseline.getInt32(at, true) === other.getInt32(at + shift, true)) at += wordSize;
  while (at < to && baseline.getUint8(at) === other.getUint8(at + shift)) at += 1;
  return at;
}

/** 0 when the next stride is the same in both. */
function differAt(one: DataView, at: number, another: DataView, otherAt: number): number {
  return (
    (one.getInt32(at, true) ^ another.getInt32(otherAt, true)) |
    (one.getInt32(at + 4, true) ^ another.getInt32(otherAt + 4, true)) |
    (one.getInt32(at + 8, true) ^ another.getInt32(otherAt + 8, true)) |
    (one.getInt32(at + 12, true) ^ another.getInt32(otherAt + 12, true))
  );
}
