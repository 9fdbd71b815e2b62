import { jsonBytes } from './json-bytes.ts';
import type { Step } from './step.ts';

const { closeBrace, comma, openBrace, openBracket, quote } = jsonBytes;

/** So many bytes are compared one by one before the rest at once. */
const scanned = 64;

/** A value of the other, known to be JSON, and where one of the baseline would end that is as long. */
export type Values = { readonly at: number; readonly otherAt: number; readonly end: number };

/** Whether a member of the baseline has the same value: the bytes of that of the other, and nothing that goes on behind them. */
export function isSameValue({ baseline, other }: Step, { at, otherAt, end }: Values): boolean {
  // As long as in the other text, which may be longer than all that is left of this one.
  if (end > baseline.length) return false;
  const near = Math.min(end, at + scanned);
  for (let one = at; one < near; one += 1) if (baseline[one] !== other[otherAt - at + one]) return false;
  if (near < end && baseline.compare(other, otherAt, otherAt - at + end, at, end) !== 0) return false;
  const [first, next] = [baseline[at], baseline[end] ?? 0];
  return (
    first === quote || first === openBrace || first === openBracket || next === comma || next === closeBrace
  );
}
