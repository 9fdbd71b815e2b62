import { joinHashes } from './text-hash.ts';

/** How often a likeness must have been seen to be nothing new any more. */
const usual = 2;
/** Slots of the table, a power of two: 640 KB. What finds no slot any more counts as nothing new. */
const slots = 131_072;
const mostTaken = slots * 0.75;

/**
 * One per survey, in the order of the recording: counts values of an exchange that are like none before at their place, such as the
 * first negative amount. Bounded: a recording with more kinds of values than this loses some of its later extras.
 */
export function createLikenessCounter(): (place: number, likenesses: readonly number[]) => number {
  const keys = new Uint32Array(slots);
  const counts = new Uint8Array(slots);
  let taken = 0;
  /** The slot of a key, found or free. */
  const slotOf = (key: number): number => {
    let slot = key & (slots - 1);
    while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (slots - 1);
    return slot;
  };
  const isNew = (key: number): boolean => {
    const slot = slotOf(key);
    if (keys[slot] === 0) {
      if (taken >= mostTaken) return false;
      keys[slot] = key;
      taken += 1;
    }
    const before = counts[slot] ?? 0;
    if (before === usual) return false;
    counts[slot] = before + 1;
    return true;
  };
  return (place, likenesses) =>
    likenesses.filter((likeness) => isNew(joinHashes(place, likeness) || 1)).length;
}
