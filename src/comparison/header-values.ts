import type { HeaderLines } from '../domain/recording.ts';

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
