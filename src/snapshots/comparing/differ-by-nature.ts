import type { CapturedValue } from '../../domain/runtime-snapshot.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const hourMs = 3_600_000;
const earliestMs = 1_500_000_000_000;

/**
 * Whether two different values are a generated id or a reading of the clock on both sides. One more run of the
 * baseline does not always show that a millisecond varies, so these are never taken for the place where programs part.
 */
export function differByNature(a: CapturedValue, b: CapturedValue): boolean {
  if (a.type === 'number') return isClock(Number(a.text), Number(b.text));
  if (a.type === 'date') return isClock(Date.parse(a.text ?? ''), Date.parse(b.text ?? ''));
  if (a.type !== 'string' || a.reason !== undefined || b.reason !== undefined) return false;
  const [left, right] = [a.text ?? '', b.text ?? ''];
  if (uuid.test(left) && uuid.test(right)) return true;
  return isoTime.test(left) && isoTime.test(right) && isClock(Date.parse(left), Date.parse(right));
}

/** Two readings of the wall clock in milliseconds, taken while the two builds ran side by side. */
function isClock(left: number, right: number): boolean {
  return left > earliestMs && right > earliestMs && Math.abs(left - right) < hourMs;
}
