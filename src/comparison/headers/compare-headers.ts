import type { HeaderLines } from '../../domain/recording.ts';
import { type Position, positionAt } from '../place-pattern.ts';
import { compareUrls } from '../values/compare-urls.ts';
import { showString } from '../values/shown-value.ts';
import { compareCookies } from './compare-cookies.ts';
import { comparePresence, compareText, type HeaderComparison } from './compare-header-text.ts';
import {
  hopByHopHeaders,
  presenceOnlyHeaders,
  setHeaders,
  urlHeaders,
  withoutBoundary,
} from './header-rules.ts';
import { groupHeaders } from './header-values.ts';

/**
 * Two lists of header lines, before the body or behind it → divergences. Names without case; values as what they are: sets, cookies, URLs,
 * plain text. The status of gRPC is one like that of HTTP, wherever it stands.
 */
export function compareHeaders(
  baseline: HeaderLines,
  other: HeaderLines,
  comparison: HeaderComparison,
): void {
  const before = groupHeaders(baseline);
  const after = groupHeaders(other);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (hopByHopHeaders.has(name) || (name === 'content-length' && !comparison.comparesLength)) continue;
    const values = { baseline: before.get(name) ?? [], other: after.get(name) ?? [] };
    if (name === 'set-cookie' && comparison.section === 'header')
      compareCookies(values.baseline, values.other, comparison);
    else compareHeader(name, values, comparison);
  }
}

type BothValues = { readonly baseline: readonly string[]; readonly other: readonly string[] };

function compareHeader(name: string, { baseline, other }: BothValues, comparison: HeaderComparison): void {
  const position = positionAt(`${comparison.section}.${name}`);
  const before = normalise(name, baseline);
  const after = normalise(name, other);
  if (before === after) return;
  if (name === 'grpc-status') {
    compareStatus(position, { before, after }, comparison);
  } else if (before === null || after === null) {
    comparePresence(position, { baseline: before, other: after }, comparison);
  } else if (urlHeaders.has(name)) {
    compareUrls(before, after, { ...comparison, position, header: name });
  } else if (!presenceOnlyHeaders.has(name) && !isSameMediaType(name, before, after)) {
    compareText(before, after, { ...comparison, position });
  }
}

function compareStatus(
  position: Position,
  { before, after }: { readonly before: string | null; readonly after: string | null },
  { collector }: HeaderComparison,
): void {
  const shown = (text: string | null) => (text === null ? null : showString(text));
  collector.add({ kind: 'status-changed', ...position, baseline: shown(before), candidate: shown(after) });
}

function normalise(name: string, values: readonly string[]): string | null {
  if (values.length === 0) return null;
  const joined = values.join(', ').trim();
  return setHeaders.has(name) ? asSet(joined) : joined;
}

/** Held against each other in one spelling; what is shown when they differ is what was sent. */
function isSameMediaType(name: string, before: string, after: string): boolean {
  return name === 'content-type' && asMediaType(before) === asMediaType(after);
}

function asSet(list: string): string {
  const members = list
    .toLowerCase()
    .split(',')
    .map((member) => member.trim())
    .filter(Boolean);
  return [...new Set(members)].toSorted().join(', ');
}

/** `text/html;charset=UTF-8` is `text/html; charset=utf-8`; where parts are parted is of no account. */
function asMediaType(value: string): string {
  const [type = '', ...parameters] = withoutBoundary(value)
    .split(';')
    .map((part) => part.trim());
  const written = parameters.filter(Boolean).map((parameter) => {
    const [key = '', text = ''] = parameter.split('=', 2);
    const bare = text.replace(/^"(.*)"$/, '$1');
    return `${key.toLowerCase()}=${key.toLowerCase() === 'charset' ? bare.toLowerCase() : bare}`;
  });
  return [type.toLowerCase(), ...written.toSorted()].join('; ');
}
