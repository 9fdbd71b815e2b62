import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeXml, readXmlTexts, unescapeXml, type XmlText } from '../../../src/replay/values/xml-texts.ts';

function textsOf(xml: string): XmlText[] {
  const texts: XmlText[] = [];
  readXmlTexts(xml, (text) => texts.push(text));
  return texts;
}

test('elements and attributes are told with where they stand', () => {
  const xml = `<?xml version="1.0"?><!-- <no>1</no> --><s:Body xmlns:s="http://s"><Order id='17'><Note>a &amp; b</Note><Note>c</Note><Empty/></Order></s:Body>`;
  expect(
    textsOf(xml).map(({ path, name, parent, text, isRepeated }) => [path, name, parent, text, isRepeated]),
  ).toEqual([
    ['/Body/Order/@id', 'id', 'Order', '17', false],
    ['/Body/Order/Note', 'Note', 'Order', 'a & b', false],
    ['/Body/Order/Note1', 'Note', 'Order', 'c', true],
  ]);
  for (const { start, end, text } of textsOf(xml)) expect(unescapeXml(xml.slice(start, end))).toBe(text);
});

test.each([
  ['end tags without a beginning', '</a></b>x'],
  ['an end in the middle', '<a><b x="1'],
  ['quotes that never close', `<a ${'x="'.repeat(5000)}`],
  ['very many elements', '<a>'.repeat(5000)],
])('%s are passed over', (_name, xml) => {
  expect(() => textsOf(xml)).not.toThrow();
});

test('escaping is undone by unescaping', () => {
  fc.assert(fc.property(fc.string(), (text) => expect(unescapeXml(escapeXml(text))).toBe(text)));
  expect(unescapeXml('&#65;&#x42;&quot;&unknown;&#x110000;')).toBe('AB"&unknown;&#x110000;');
});
