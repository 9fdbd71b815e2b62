import type { Divergence, ShownValue } from '../../domain/divergence.ts';

type Sides = { readonly baseline: ShownValue; readonly candidate: ShownValue };

/** Last parts of names under which services tell how long something took; `duration` alone may be a film's. */
const measuredNames =
  /^(elapsed|took|uptime|latency|(elapsed|duration|response|processing|execution|query)(ms|time|_ms|_time))$/i;
const shortest = 100;

/**
 * Whether a field is a time that the service measured, by its name, and both sides are short and of one magnitude. Such
 * numbers agree by chance in any few samples; a changed unit or a sudden slowness still shows.
 */
export function isMeasuredDuration(
  { place }: Pick<Divergence, 'place'>,
  { baseline, candidate }: Sides,
): boolean {
  const name = place.slice(place.lastIndexOf('/') + 1);
  if (!measuredNames.test(name) || baseline.type !== 'number' || candidate.type !== 'number') return false;
  const [before, after] = [Number(baseline.text), Number(candidate.text)];
  return before >= 0 && after >= 0 && before < shortest && after < shortest;
}
