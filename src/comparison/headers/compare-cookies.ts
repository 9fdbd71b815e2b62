import { atName, type Position, positionAt } from '../place-pattern.ts';
import { comparePresence, compareText, type HeaderComparison } from './compare-header-text.ts';

/** A Set-Cookie line taken apart: attributes by lower-case name, a flag such as Secure with an empty value. */
type Cookie = { readonly value: string; readonly attributes: ReadonlyMap<string, string> };

/**
 * Set-Cookie lines of two answers, cookie by cookie and attribute by attribute, e.g. `header.set-cookie/session/httponly`:
 * a session id that varies must not hide that the cookie lost its Secure flag.
 */
export function compareCookies(
  baseline: readonly string[],
  other: readonly string[],
  comparison: HeaderComparison,
): void {
  const before = readCookies(baseline);
  const after = readCookies(other);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const position = atName(positionAt('header.set-cookie'), name);
    const values = { baseline: before.get(name), other: after.get(name) };
    if (values.baseline === undefined || values.other === undefined) {
      const presence = { baseline: values.baseline?.value ?? null, other: values.other?.value ?? null };
      comparePresence(position, presence, comparison);
    } else {
      compareCookie(position, values.baseline, values.other, comparison);
    }
  }
}

function compareCookie(
  position: Position,
  baseline: Cookie,
  other: Cookie,
  comparison: HeaderComparison,
): void {
  compareText(baseline.value, other.value, { ...comparison, position });
  for (const name of new Set([...baseline.attributes.keys(), ...other.attributes.keys()])) {
    const inside = atName(position, name);
    const values = {
      baseline: baseline.attributes.get(name) ?? null,
      other: other.attributes.get(name) ?? null,
    };
    if (values.baseline === null || values.other === null) comparePresence(inside, values, comparison);
    else compareText(values.baseline, values.other, { ...comparison, position: inside });
  }
}

/** A name that is set twice is two cookies to a server and one to a browser: the last one counts. */
function readCookies(lines: readonly string[]): ReadonlyMap<string, Cookie> {
  return new Map(lines.map((line) => readCookie(line)));
}

function readCookie(line: string): readonly [string, Cookie] {
  const [pair = '', ...rest] = line.split(';');
  const [name, value] = splitOnce(pair);
  const attributes = rest.map(splitOnce).filter(([attribute]) => attribute !== '');
  const lowered = attributes.map(
    ([attribute, text]) => [attribute.toLowerCase(), lowerKnown(attribute, text)] as const,
  );
  return [name, { value: decode(value), attributes: new Map(lowered) }];
}

/** SameSite and Domain mean the same in any case; Path does not. */
function lowerKnown(attribute: string, text: string): string {
  return /^(samesite|domain)$/i.test(attribute) ? text.toLowerCase() : text;
}

/** Values are sent percent-encoded by custom; decoded, a signature keeps one length whatever letters it has. */
function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
