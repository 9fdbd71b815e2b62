import type { ShownValue } from '../../domain/divergence.ts';
import { closeInTimeMs } from '../noise/fit-constraint.ts';
import { embeddedTime, type Moment, recogniseTime } from './recognise-time.ts';

/** Two instances answer one request within this time of each other, also when they name a moment to come. */
const jitterMs = 2_000;

/**
 * Whether two texts are equal but for moments, each written the same way and either close to the moment of the answer, or,
 * like an expiry, as far from each other as two answers are. Such a difference is the clock's. A value that is cut
 * cannot be told.
 */
export function differOnlyInTime(
  baseline: ShownValue,
  candidate: ShownValue,
  answeredAt: number | null,
): boolean {
  if (baseline.digest !== undefined || candidate.digest !== undefined) return false;
  const before = splitTimes(baseline.text);
  const after = splitTimes(candidate.text);
  if (before.moments.length === 0 || before.rest !== after.rest) return false;
  return before.moments.every((moment, index) => {
    const counterpart = after.moments[index];
    if (moment === null || counterpart === undefined || counterpart === null) return false;
    return moment.format === counterpart.format && isClockDistance(moment.ms, counterpart.ms, answeredAt);
  });
}

function isClockDistance(before: number, after: number, answeredAt: number | null): boolean {
  if (Math.abs(before - after) <= jitterMs) return true;
  const isNow = (ms: number): boolean => answeredAt !== null && Math.abs(ms - answeredAt) <= closeInTimeMs;
  return isNow(before) && isNow(after);
}

type TimedText = { readonly rest: string; readonly moments: readonly (Moment | null)[] };

function splitTimes(text: string): TimedText {
  const whole = recogniseTime(text, true) ?? recogniseTime(text, false);
  if (whole !== null) return { rest: '', moments: [whole] };
  const moments = (text.match(embeddedTime) ?? []).map((found) => recogniseTime(found, false));
  return { rest: text.replace(embeddedTime, '\uE003'), moments };
}
