/** A text or number that names a moment, with the way it is written: two formats are two types to a client. */
export type Moment = { readonly format: string; readonly ms: number };

/**
 * Used to hold a value that varies with the clock to its format and to a distance, rather than to excuse anything that
 * stands in its place. `numeric` tells a JSON number from a string of digits.
 */
export function recogniseTime(text: string, numeric: boolean): Moment | null {
  if (text.length > 64 || text.length < 10) return null;
  return numeric ? epochTime(text, 'number') : (isoTime(text) ?? httpTime(text) ?? epochTime(text, 'text'));
}

/** Finds moments inside a longer text, e.g. the line of a log or of a page; matches are replaced, not measured. */
export const embeddedTime =
  /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? [\w ]{6,11},? [\d: ]{8,13}(?: ?(?:GMT|UTC))?(?:[+-]\d{4})?|\b\d{1,2}:\d{2}:\d{2}(?:[.,]\d+)?\b/g;

const isoPattern =
  /^(\d{4}-\d{2}-\d{2})(?:([T ])(\d{2}:\d{2})(:\d{2})?(?:[.,](\d+))?(Z|[+-]\d{2}:?\d{2})?)?$/;

function isoTime(text: string): Moment | null {
  if (text[4] !== '-') return null;
  const [, day, separator = '', minutes, seconds = ':00', fraction = '', zone = ''] =
    isoPattern.exec(text) ?? [];
  if (day === undefined) return null;
  if (minutes === undefined) return moment('date', Date.parse(`${day}T00:00:00Z`));
  const colonZone = zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const ms = Date.parse(`${day}T${minutes}${seconds}.${milliseconds}${colonZone === '' ? 'Z' : colonZone}`);
  return moment(`iso${separator}${fractionFormat(fraction)}${zone}`, ms);
}

/** Writers that drop trailing zeros still write in the same unit: 1 to 3 digits, 4 to 6, or more. */
function fractionFormat(fraction: string): string {
  return fraction === ''
    ? 's'
    : (['ms', 'us', 'ns'][Math.min(2, Math.floor((fraction.length - 1) / 3))] ?? 'ns');
}

/** The IMF date of HTTP headers, and the longer form that `Date.prototype.toString` writes. */
function httpTime(text: string): Moment | null {
  if (!/^[A-Z]/.test(text)) return null;
  if (/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) {
    return moment('http-date', Date.parse(text));
  }
  if (/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{4} \d{2}:\d{2}:\d{2} GMT[+-]\d{4}( \(.+\))?$/.test(text)) {
    return moment('js-date', Date.parse(text));
  }
  return null;
}

const epochUnits: readonly { readonly digits: number; readonly unit: string; readonly perMs: number }[] = [
  { digits: 10, unit: 'epoch-s', perMs: 1 / 1000 },
  { digits: 13, unit: 'epoch-ms', perMs: 1 },
  { digits: 16, unit: 'epoch-us', perMs: 1000 },
  { digits: 19, unit: 'epoch-ns', perMs: 1_000_000 },
];

/** Between 2001 and 2065, told by the number of digits before the point. */
function epochTime(text: string, as: 'number' | 'text'): Moment | null {
  if (text[0] !== '1' && text[0] !== '2') return null;
  const [, whole = '', fraction] = /^([1-2]\d{9,18})(?:\.(\d+))?$/.exec(text) ?? [];
  const found = epochUnits.find(({ digits }) => digits === whole.length);
  if (found === undefined) return null;
  const fractional = fraction === undefined ? '' : '-fraction';
  return moment(`${found.unit}${fractional}${as === 'text' ? '-text' : ''}`, Number(text) / found.perMs);
}

function moment(format: string, ms: number): Moment | null {
  return Number.isNaN(ms) ? null : { format, ms };
}
