import { countMembers, createFinder, keyOf, type Members } from './read-members.ts';
import type { KeyList } from './repeated-keys.ts';
import { skipKey } from './skip-json.ts';
import type { Step } from './step.ts';

/**
 * How the keys of an object stood on the two sides. Services answer with many objects of few kinds, so that the next one mostly has
 * the same keys in the same two orders: then its members are found by comparing bytes, without looking any key up.
 */
export type KeyOrder = {
  readonly baseline: KeysInOrder;
  readonly other: KeysInOrder;
  /** Which member of the other each one of the baseline is. */
  readonly counterparts: readonly number[];
};

/** The keys from their quotes up to their values, one after the other; where each begins, and the end. */
export type KeysInOrder = { readonly bytes: Uint8Array; readonly bounds: readonly number[] };

/** Objects with more members, or longer keys, are not remembered. */
const mostMembers = 64;
const mostBytes = 4096;

/**
 * What was met last by the first bytes of the first keys, in all documents of this process: what is remembered is held against the
 * bytes each time, so that it changes how fast an answer is found and never the answer.
 */
const remembered: (KeyOrder | null)[] = new Array(128).fill(null);

type Opened = { readonly from: number; readonly otherFrom: number };

/** An order that two objects may have, by the first bytes of both. */
export function findOrder({ baseline, other }: Step, { from, otherFrom }: Opened): KeyOrder | null {
  return remembered[slotOf(baseline, from, other, otherFrom)] ?? null;
}

function slotOf(baseline: Buffer, from: number, other: Buffer, otherFrom: number): number {
  const one = (baseline[from + 2] ?? 0) * 5 + (baseline[from + 3] ?? 0);
  const another = (other[otherFrom + 2] ?? 0) * 3 + (other[otherFrom + 3] ?? 0) * 7;
  return (one + another) % remembered.length;
}

/** Kept of two objects that have the same keys, each once. */
export function rememberOrder(
  step: Step,
  opened: Opened,
  { keys, others }: { readonly keys: KeyList; readonly others: Members },
): void {
  const { baseline, other } = step;
  const count = countMembers(others);
  if (count > mostMembers) return;
  const ours = Array.from({ length: count }, (_, index) => keys.list.items[keys.from + index] ?? 0);
  const theirs = Array.from({ length: count }, (_, index) => keyOf(others, index));
  const order = {
    baseline: keysAt(baseline, ours),
    other: keysAt(other, theirs),
    counterparts: ours.map(createFinder(baseline, other, others)),
  };
  if (order.baseline.bytes.length > mostBytes || order.other.bytes.length > mostBytes) return;
  remembered[slotOf(baseline, opened.from, other, opened.otherFrom)] = order;
}

function keysAt(bytes: Buffer, keys: readonly number[]): KeysInOrder {
  const pieces = keys.map((key) => bytes.subarray(key, skipKey(bytes, key)));
  const bounds = [0];
  for (const { length } of pieces) bounds.push((bounds.at(-1) ?? 0) + length);
  return { bytes: new Uint8Array(Buffer.concat(pieces)), bounds };
}

/** Behind the key of a member, at its value; -1 when another key stands there. */
export function passKnownKey(bytes: Buffer, at: number, { keys, member }: KnownKey): number {
  const from = keys.bounds[member] ?? 0;
  const end = keys.bounds[member + 1] ?? 0;
  for (let known = from; known < end; known += 1)
    if (bytes[at - from + known] !== keys.bytes[known]) return -1;
  return at - from + end;
}

type KnownKey = { readonly keys: KeysInOrder; readonly member: number };
