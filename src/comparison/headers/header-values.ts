import type { HeaderLines } from '../../domain/recording.ts';

/** All values of each header by lower-case name: case and order of names say nothing, order of values does. */
export function groupHeaders(headers: HeaderLines): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const values = groups.get(name.toLowerCase());
    if (values === undefined) groups.set(name.toLowerCase(), [value]);
    else values.push(value);
  }
  return groups;
}

/** The value of a header that is sent once, repeated lines joined as RFC 9110 section 5.3 joins them. */
export function headerValue(headers: HeaderLines, name: string): string | null {
  let joined: string | null = null;
  for (const [known, value] of headers) {
    if (known.length !== name.length || known.toLowerCase() !== name) continue;
    joined = joined === null ? value : `${joined}, ${value}`;
  }
  return joined;
}

/** Whether two lists are the same, line by line: mostly they are, and then nothing in them needs a look. */
export function haveSameLines(baseline: HeaderLines, other: HeaderLines): boolean {
  if (baseline === other) return true;
  if (baseline.length !== other.length) return false;
  return baseline.every(([name, value], index) => {
    const [otherName, otherValue] = other[index] ?? [];
    return value === otherValue && name === otherName;
  });
}
