/** A text inside an XML document: the content of an element that holds nothing else, or an attribute. */
export type XmlText = {
  /** Unescaped. */
  readonly text: string;
  /** Path of local names from the top, `@name` for an attribute, with a number behind the second of its name and later ones. */
  readonly path: string;
  /** Local name of the element or attribute. */
  readonly name: string;
  /** Local name of the element around it. */
  readonly parent: string;
  /** Whether it, or something around it, is not the first of its name. */
  readonly isRepeated: boolean;
  /** Offsets of the text as it is written. */
  readonly start: number;
  readonly end: number;
};

type Element = Pick<XmlText, 'name' | 'path' | 'parent' | 'isRepeated'> & {
  readonly children: Map<string, number>;
};

/** Comment, CDATA, declaration, end tag, start tag, or text. A `<` that begins none of these is passed over. */
const piece =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<[?!][^>]*>|<\/[^<>]{1,256}>|<([A-Za-z_][\w.:-]{0,255})((?:[^<>"']|"[^"<]*"|'[^'<]*'){0,2048}?)(\/?)>|[^<]+/g;
const attribute = /([A-Za-z_][\w.:-]{0,255})\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const deepest = 256;

/**
 * Used on bodies in XML, from which values are taken or in which they are replaced. No parser: it reads what services exchange, and
 * passes over what it does not know, so that the bytes of all else can stay.
 */
export function readXmlTexts(xml: string, visit: (text: XmlText) => void): void {
  const top: Element = { name: '', parent: '', path: '', isRepeated: false, children: new Map() };
  const stack: Element[] = [];
  for (const found of xml.matchAll(piece)) {
    const [whole, name, attributes = '', empty] = found;
    const around = stack.at(-1) ?? top;
    if (name !== undefined) {
      const element = childOf(around, localName(name));
      readAttributes(element, attributes, found.index + 1 + name.length, visit);
      if (empty === '' && stack.length < deepest) stack.push(element);
    } else if (whole.startsWith('</')) stack.pop();
    else if (!whole.startsWith('<') && whole.trim() !== '') {
      const end = found.index + whole.length;
      visit({ ...around, text: unescapeXml(whole), start: found.index, end });
    }
  }
}

/** What `&amp;` and its like stand for. */
export function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (...found) => {
    const [whole, name, decimal, hexadecimal] = found.map(String);
    if (found[1] !== undefined) return entities[name?.toLowerCase() ?? ''] ?? whole ?? '';
    const code = found[2] === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : (whole ?? '');
  });
}

/** For a text or an attribute that was changed. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&${escapes[character]};`);
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const escapes: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };

function childOf(around: Element, name: string): Element {
  const nth = around.children.get(name) ?? 0;
  around.children.set(name, nth + 1);
  const path = `${around.path}/${name}${nth === 0 ? '' : nth}`;
  const isRepeated = around.isRepeated || nth > 0;
  return { name, parent: around.name, path, isRepeated, children: new Map() };
}

function readAttributes(
  { name: parent, path, isRepeated }: Element,
  attributes: string,
  offset: number,
  visit: (text: XmlText) => void,
): void {
  for (const found of attributes.matchAll(attribute)) {
    const [whole, qualified = '', double, single] = found;
    const name = localName(qualified);
    const raw = double ?? single ?? '';
    if (raw === '' || qualified.startsWith('xmlns')) continue;
    const end = offset + found.index + whole.length - 1;
    const place = { path: `${path}/@${name}`, name, parent, isRepeated };
    visit({ ...place, text: unescapeXml(raw), start: end - raw.length, end });
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
