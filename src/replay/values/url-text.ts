import { looksLikeId } from './id-shapes.ts';
import { isCollectionName, resourceOfField, resourceOfSegment } from './resource-names.ts';

/** A piece of a URL that may be an issued value, addressed so that the same piece of another URL can be read. */
export type UrlPart =
  | { readonly kind: 'segment'; readonly index: number }
  | { readonly kind: 'field'; readonly name: string; readonly nth: number };

export type UrlValue = {
  readonly part: UrlPart;
  readonly text: string;
  /** The segment before it, or the name of its field. */
  readonly before: string;
};

type UrlText = {
  readonly segments: readonly string[];
  readonly fields: readonly { readonly name: string; readonly text: string }[];
};

/** Whether a text can be read as a URL or an absolute path with something in it. */
export function isUrlText(text: string): boolean {
  return text.length <= 8192 && text.includes('/') && /^(?:https?:\/\/|\/[^/\s])\S*$/i.test(text);
}

/** Everything variable in a URL: path segments that look like ids, and the values of query and fragment. */
export function readUrlValues(url: string): readonly UrlValue[] {
  const { segments, fields } = parse(url);
  const values: UrlValue[] = [];
  segments.forEach((text, index) => {
    const before = segments[index - 1] ?? '';
    if (isIdSegment(text, before)) values.push({ part: { kind: 'segment', index }, text, before });
  });
  fields.forEach(({ name, text }, at) => {
    const nth = fields.slice(0, at).filter((earlier) => earlier.name === name).length;
    values.push({ part: { kind: 'field', name, nth }, text, before: name });
  });
  return values;
}

/**
 * The same piece of the URL that an instance gave. Null when that URL is another one: a redirect to `/login` in place of
 * `/orders/17` issued no order.
 */
export function readUrlPart(live: string, part: UrlPart, recorded: string): string | null {
  const there = parse(live);
  if (part.kind === 'field') {
    return there.fields.filter(({ name }) => name === part.name)[part.nth]?.text ?? null;
  }
  const here = parse(recorded);
  const alike =
    here.segments.length === there.segments.length &&
    here.segments.every(
      (segment, index) =>
        segment === there.segments[index] || isIdSegment(segment, here.segments[index - 1] ?? ''),
    );
  return alike ? (there.segments[part.index] ?? null) : null;
}

/** Whether a segment names one thing among many: by its form, or by standing below a collection and being no word. */
export function isIdSegment(segment: string, before: string): boolean {
  return looksLikeId(segment) || (isCollectionName(before) && !/^[A-Z]?[a-z]*(?:[-_][a-z]+)*$/.test(segment));
}

/** What an id at this place is an id of. */
export function resourceOfUrlValue({ part, before }: UrlValue, url: string): string {
  if (part.kind === 'segment') return resourceOfSegment(before);
  return resourceOfField({ name: before, parent: '', target: url });
}

function parse(url: string): UrlText {
  const [beforeFragment = '', fragment = ''] = url.replace(/^https?:\/\/[^/?#]*/i, '').split('#', 2);
  const [path = '', query = ''] = beforeFragment.split('?', 2);
  const fields = [...new URLSearchParams(query), ...new URLSearchParams(fragment)];
  return {
    segments: path.split('/').map(decodeText),
    fields: fields.map(([name, text]) => ({ name, text })),
  };
}

/** Percent-decoding that leaves what is not decodable as it stands. */
export function decodeText(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Percent-encoding for one segment or query value; leaves the characters that may stand in both. */
export function encodeText(text: string): string {
  return encodeURIComponent(text).replace(/%(?:2C|3A|40|24|3B)/g, decodeURIComponent);
}

/** The name of a form or query field without what says which of several: `item` of `item[3]`, decoded. */
export function fieldName(raw: string): string {
  return decodeText(raw).replace(/(?:\[.*\]|[:.].*)$/, '');
}
