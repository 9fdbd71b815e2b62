/** A text that says how long something took, with the way it is written. */
export type WrittenDuration = { readonly format: 'iso' | 'units'; readonly ms: number };

const unitsInMs: Readonly<Record<string, number>> = { D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000 };
const isoPattern = /^P(?=[\dT])(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
/** As Go writes what is longer than a minute. A number with one unit, as in `12ms`, is a token of its own form. */
const unitsPattern = /^(?=\d+[hm])(?:(\d+)h)?(?:(\d+)m)?(\d+(?:\.\d+)?)s$/;

/**
 * Used to hold a duration that varies to its format and magnitude, rather than to the digits of its parts: from `PT0.9S`
 * to `PT1.1S` each of them changes. ISO 8601, without months and years, whose length is not fixed.
 */
export function recogniseDuration(text: string): WrittenDuration | null {
  if (text.length > 40) return null;
  const iso = isoPattern.exec(text);
  if (iso !== null) return { format: 'iso', ms: sumOf(['D', 'H', 'M', 'S'], iso.slice(1)) };
  const units = unitsPattern.exec(text);
  return units === null ? null : { format: 'units', ms: sumOf(['H', 'M', 'S'], units.slice(1)) };
}

function sumOf(units: readonly string[], parts: readonly (string | undefined)[]): number {
  return units.reduce((sum, unit, index) => sum + Number(parts[index] ?? 0) * (unitsInMs[unit] ?? 0), 0);
}
