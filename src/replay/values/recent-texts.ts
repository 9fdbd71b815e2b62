import { createTextPrints } from './text-prints.ts';

/** Texts that were met, as many as fit. */
export type RecentTexts = {
  add(text: string): void;
  has(text: string): boolean;
};

/**
 * Used to know again, in a recording of any length, what was met lately: at least the last half of `most` distinct texts, at most `most`.
 * Two halves, the older of which is let go whole: forgetting one text at a time leaves holes that a set walks over for ever.
 */
export function createRecentTexts(most: number): RecentTexts {
  const half = Math.max(1, Math.floor(most / 2));
  let older = createTextPrints();
  let newer = createTextPrints();
  return {
    add: (text) => {
      if (newer.size >= half) {
        if (newer.has(text)) return;
        older = newer;
        newer = createTextPrints();
      }
      newer.add(text);
    },
    has: (text) => newer.has(text) || older.has(text),
  };
}
