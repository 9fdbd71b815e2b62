/** Texts that were met, of which only prints are held. */
export type TextPrints = {
  add(text: string): void;
  has(text: string): boolean;
  readonly size: number;
};

/**
 * Used in place of a set of texts, which takes a hundred bytes for each and keeps alive whatever they were cut from: eight to thirty-two bytes
 * each. A print has 64 bits, so that of a hundred thousand texts one passes for another once in billions of recordings.
 */
export function createTextPrints(): TextPrints {
  let slots = new Uint32Array(2 * 512);
  let size = 0;
  const grow = (): void => {
    const smaller = slots;
    slots = new Uint32Array(2 * smaller.length);
    for (let at = 0; at < smaller.length; at += 2) {
      const [first = 0, second = 0] = [smaller[at], smaller[at + 1]];
      if (second === 0) continue;
      const slot = slotOf(slots, first, second);
      slots[slot] = first;
      slots[slot + 1] = second;
    }
  };
  return {
    has: (text) => {
      print(text);
      return slots[slotOf(slots, printed.first, printed.second) + 1] !== 0;
    },
    add: (text) => {
      if (4 * size >= slots.length) grow();
      print(text);
      const slot = slotOf(slots, printed.first, printed.second);
      if (slots[slot + 1] === 0) size += 1;
      slots[slot] = printed.first;
      slots[slot + 1] = printed.second;
    },
    get size() {
      return size;
    },
  };
}

/** Where it stands, or would stand: half of the slots are free, so few are looked at. */
function slotOf(slots: Uint32Array, first: number, second: number): number {
  const last = slots.length - 1;
  let at = (2 * first) & last & ~1;
  while (slots[at + 1] !== 0 && (slots[at] !== first || slots[at + 1] !== second)) at = (at + 2) & last;
  return at;
}

/** Written anew for each text: one that is returned would be garbage a few times for each exchange. */
const printed = { first: 0, second: 0 };

/** Two hashes after Fowler, Noll and Vo that begin and go on apart, mixed at the end; the second is never 0, which stands for a free slot. */
function print(text: string): void {
  let [first, second] = [0x811c9dc5, 0x9747b28c];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x5bd1e995);
    second ^= second >>> 15;
  }
  printed.first = spread(first ^ text.length);
  printed.second = spread(second) || 1;
}

function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
