/** What replay knows of values by their form; enters as functions, since stages do not know each other. */
export type ValueShapes = {
  /** Whether it stands where redaction took a secret away. */
  readonly isRedactionToken: (text: string) => boolean;
  /** Whether it is so peculiar that somebody generated it. */
  readonly isPeculiar: (text: string) => boolean;
};

export type Likeness = {
  /** 0 to 1. */
  readonly grade: number;
  /**
   * Why they may differ although they mean the same: the recorded one was redacted, both are times, both are drawn anew
   * each time. Null when nothing says so.
   */
  readonly volatile: 'redacted' | 'time' | 'generated' | null;
};

/**
 * How alike two scalar values are, each with the letter of its type before it (see body-leaves.ts): 1 for equal ones and for
 * whatever stands in place of a redacted secret, 0.9 for two generated values of one form, 0.6 for two numbers, 0.5 for two
 * booleans, for two strings 0.25 and up to 0.85 by the share of words they have in common, 0 for two types.
 */
export function likeness(recorded: string, live: string, shapes: ValueShapes): Likeness {
  if (recorded === live) return { grade: 1, volatile: null };
  const [before, now] = [recorded.slice(1), live.slice(1)];
  if (shapes.isRedactionToken(before) && now !== '') return { grade: 1, volatile: 'redacted' };
  if (recorded[0] !== live[0]) return { grade: 0, volatile: null };
  const form = formOf(before, shapes);
  if (form !== null && form === formOf(now, shapes))
    return { grade: 0.9, volatile: form === 'time' ? 'time' : 'generated' };
  return { grade: plainGrade(recorded[0] ?? '', before, now), volatile: null };
}

function plainGrade(type: string, before: string, now: string): number {
  if (type === 'n') return 0.6;
  if (type === 'b') return 0.5;
  return type === 's' ? 0.25 + 0.6 * sharedWords(before, now) : 0;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isoTime = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
const httpTime = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;
/** Seconds, milliseconds or microseconds since 1970, from 2001 to 2286. */
const epochTime = /^[1-9]\d{9}(\.\d+|\d{3}|\d{6})?$/;

function formOf(value: string, { isPeculiar }: ValueShapes): string | null {
  if (isoTime.test(value) || httpTime.test(value) || epochTime.test(value)) return 'time';
  if (uuid.test(value)) return 'uuid';
  if (!isPeculiar(value)) return null;
  // What comes before the first digit tells `ord_81…` from `cus_81…`.
  return `generated ${/^[a-z]+[_-]/i.exec(value)?.[0] ?? ''}`;
}

/** Dice coefficient over words; 0 for short strings, which are names rather than sentences. */
function sharedWords(one: string, other: string): number {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  if (words.size < 2 || others.size < 2) return 0;
  const shared = [...words].filter((word) => others.has(word)).length;
  return (2 * shared) / (words.size + others.size);
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.slice(0, 20_000).match(/[\p{L}\p{N}]+/gu));
}
