/** Gives the keys of a map from the oldest on, each to be deleted by whoever asks. */
export type OldestKeys<Key> = {
  next(): Key | undefined;
  /** To be told of each entry that goes to the end. */
  moved(): void;
};

/** So many entries may go to the end before the place is given up. */
const mostMoves = 4096;

/**
 * Used where the least recently used goes first. The place of the oldest is held from one to the next, since a map that is asked anew walks over
 * all that was deleted before it. But whoever stands in a map holds every table that it outgrew, and one whose entries go to the end outgrows
 * tables all the time: where nothing is asked for long, the place is let go.
 */
export function oldestKeysOf<Key>(map: ReadonlyMap<Key, unknown>): OldestKeys<Key> {
  let place: MapIterator<Key> | null = null;
  let moves = 0;
  return {
    next: () => {
      place ??= map.keys();
      moves = 0;
      return place.next().value;
    },
    moved: () => {
      moves += 1;
      if (moves > mostMoves) place = null;
    },
  };
}
