import { isIdSegment } from './url-text.ts';
import { unescapeXml } from './xml-texts.ts';

/** What a page hands to its reader for later requests. */
export type HtmlValue = {
  /** `input:<name>#<nth>`, `data:<name>#<nth>`, or `link:<shape of its URL>#<nth>`. */
  readonly place: string;
  /** Name of the field or data attribute; empty for a link, whose text is a URL. */
  readonly name: string;
  readonly text: string;
  readonly isRepeated: boolean;
};

const tag = /<[a-z][a-z0-9]{0,15}\s[^>]{1,4096}>/gi;
const attribute = /\s([a-z][\w:-]{0,63})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
/** Attributes that name what the reader may ask for next. */
const linkAttributes = ['href', 'action', 'formaction', 'hx-get', 'hx-post', 'hx-put', 'hx-delete'];

/**
 * Used on pages: values of inputs and meta elements, where anti-forgery tokens are kept, data attributes, and links to paths. A link is
 * found again among those of its shape (`/tickets/{id}`), so that one link more or less above it does not matter.
 */
export function readHtmlValues(html: string, visit: (value: HtmlValue) => void): void {
  const seen = new Map<string, number>();
  const add = (prefix: string, name: string, text: string): void => {
    const nth = seen.get(prefix) ?? 0;
    seen.set(prefix, nth + 1);
    visit({ place: `${prefix}#${nth}`, name, text, isRepeated: nth > 0 });
  };
  for (const [element] of html.matchAll(tag)) {
    const attributes = attributesOf(element);
    const name = attributes.get('name');
    const text = attributes.get('value') ?? attributes.get('content');
    if (/^<(?:input|meta|button)\b/i.test(element) && name !== undefined && text !== undefined)
      add(`input:${name}`, name, text);
    for (const [key, value] of attributes) {
      if (key.startsWith('data-') && value !== '') add(`data:${key}`, key.slice('data-'.length), value);
      else if (linkAttributes.includes(key) && value.startsWith('/'))
        add(`link:${shapeOf(value)}`, '', value);
    }
  }
}

function attributesOf(element: string): ReadonlyMap<string, string> {
  const found = [...element.matchAll(attribute)];
  return new Map(
    found.map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      unescapeXml(double ?? single ?? bare ?? ''),
    ]),
  );
}

/** Its path with ids left open, and the names of its query. */
function shapeOf(url: string): string {
  const [path = '', query = ''] = url.split('#', 1)[0]?.split('?', 2) ?? [];
  const segments = path
    .split('/')
    .map((segment, index, all) => (isIdSegment(segment, all[index - 1] ?? '') ? '{id}' : segment));
  return `${segments.join('/')}?${[...new URLSearchParams(query).keys()].join('&')}`;
}
