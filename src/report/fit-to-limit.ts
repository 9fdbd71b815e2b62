/** How much of each part of a report is shown. Levels go from all to nearly nothing; what is cut is always counted. */
export type Detail = {
  /** Groups of findings shown with their cause. */
  readonly full: number;
  /** Groups after those, shown in one line each. */
  readonly brief: number;
  /** Characters of a value. */
  readonly valueLength: number;
  /** Entries of each list and table. */
  readonly entries: number;
  /** Whether the tables that are folded away are there at all. */
  readonly folded: boolean;
};

/** From most to least; the last keeps the verdict, its first reasons and the worst difference. */
export const detailLevels: readonly Detail[] = [
  { full: 10, brief: 0, valueLength: 300, entries: 100, folded: true },
  { full: 10, brief: 0, valueLength: 160, entries: 30, folded: true },
  { full: 5, brief: 5, valueLength: 100, entries: 10, folded: true },
  { full: 3, brief: 5, valueLength: 60, entries: 5, folded: false },
  { full: 1, brief: 3, valueLength: 30, entries: 2, folded: false },
];

/**
 * Renders with less and less detail until the text fits. The limit is held against bytes, which are never fewer
 * than characters: GitHub counts characters of a comment and bytes of a job summary, and refuses either whole.
 */
export function fitToLimit(render: (detail: Detail) => string, limit: number, shortest: string): string {
  for (const detail of detailLevels) {
    const text = render(detail);
    if (Buffer.byteLength(text) <= limit) return text;
  }
  return shortest;
}
