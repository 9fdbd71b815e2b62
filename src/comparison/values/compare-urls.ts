import { comparePresence, compareText, type PlacedComparison } from '../headers/compare-header-text.ts';
import { atName } from '../place-pattern.ts';

export type UrlComparison = PlacedComparison & { readonly header: string };

/**
 * Headers that hold a URL, part by part: `header.location/query/state`. A code that varies in one parameter must not hide
 * that another was dropped. `link` holds one URL per relation, `refresh` a delay before the URL.
 */
export function compareUrls(baseline: string, other: string, comparison: UrlComparison): void {
  if (comparison.identity.isSame(baseline, other)) return;
  if (comparison.header === 'link') compareLinks(baseline, other, comparison);
  else if (comparison.header === 'refresh') compareRefresh(baseline, other, comparison);
  else compareParts(baseline, other, comparison);
}

const urlPattern = /^((?:[a-z][\w+.-]*:)?\/\/[^/?#]*)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

function compareParts(baseline: string, other: string, comparison: PlacedComparison): void {
  const before = readUrl(baseline);
  const after = readUrl(other);
  const inside = (part: string): PlacedComparison => ({
    ...comparison,
    position: atName(comparison.position, part),
  });
  compareText(before.origin, after.origin, inside('origin'));
  compareText(before.path, after.path, inside('path'));
  compareQueries(before.query, after.query, inside('query'));
  compareFragments(before.fragment, after.fragment, inside('fragment'));
}

type Url = {
  readonly origin: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string | null;
};

/** Cuts without checking: every text has these parts, and a broken URL must still be compared. */
function readUrl(text: string): Url {
  const [, origin = '', path = '', query = '', fragment = null] = urlPattern.exec(text) ?? [];
  return { origin, path, query, fragment };
}

/** Parameters by name; their order means nothing, the order of one that is repeated does. */
function compareQueries(baseline: string, other: string, comparison: PlacedComparison): void {
  const before = new URLSearchParams(baseline);
  const after = new URLSearchParams(other);
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    comparePart(joinAll(before, name), joinAll(after, name), {
      ...comparison,
      position: atName(comparison.position, name),
    });
  }
}

function joinAll(query: URLSearchParams, name: string): string | null {
  return query.has(name) ? query.getAll(name).join(', ') : null;
}

/** A fragment of the form `a=1&b=2`, as OAuth uses it, is compared like a query. */
function compareFragments(baseline: string | null, other: string | null, comparison: PlacedComparison): void {
  if (baseline?.includes('=') && other?.includes('=')) compareQueries(baseline, other, comparison);
  else comparePart(baseline, other, comparison);
}

function comparePart(baseline: string | null, other: string | null, comparison: PlacedComparison): void {
  if (baseline === null || other === null)
    comparePresence(comparison.position, { baseline, other }, comparison);
  else compareText(baseline, other, comparison);
}

function compareLinks(baseline: string, other: string, comparison: PlacedComparison): void {
  const before = readLinks(baseline);
  const after = readLinks(other);
  const relations = new Set([...before.keys(), ...after.keys()]);
  if (relations.size === 0) compareText(baseline, other, comparison);
  for (const relation of relations) {
    const inside = { ...comparison, position: atName(comparison.position, relation) };
    const values = { baseline: before.get(relation) ?? null, other: after.get(relation) ?? null };
    if (values.baseline === null || values.other === null) comparePresence(inside.position, values, inside);
    else compareParts(values.baseline, values.other, inside);
  }
}

/** Target by relation (RFC 8288); two links of one relation are told apart by their order. */
function readLinks(value: string): ReadonlyMap<string, string> {
  const links = new Map<string, string>();
  for (const [, target = '', parameters = ''] of value.matchAll(/<([^>]*)>([^<]*)/g)) {
    const [, relation = 'link'] = /;\s*rel="?([^";,]+)/i.exec(parameters) ?? [];
    let name = relation.trim();
    while (links.has(name)) name += '+';
    links.set(name, target);
  }
  return links;
}

function compareRefresh(baseline: string, other: string, comparison: PlacedComparison): void {
  const before = readRefresh(baseline);
  const after = readRefresh(other);
  if (before === null || after === null) {
    compareText(baseline, other, comparison);
  } else {
    compareText(before.delay, after.delay, { ...comparison, position: atName(comparison.position, 'delay') });
    compareParts(before.url, after.url, comparison);
  }
}

/** `5; url=/next`: a delay in seconds and where to go. */
function readRefresh(value: string): { readonly delay: string; readonly url: string } | null {
  const [, delay, url = ''] = /^\s*(\d*)\s*(?:[;,]\s*url\s*=\s*['"]?([^'"]*)['"]?)?\s*$/i.exec(value) ?? [];
  return delay === undefined ? null : { delay, url };
}
