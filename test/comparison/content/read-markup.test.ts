// covers: read-xml.ts, covers: read-html.ts, covers: build-markup.ts, covers: markup-node.ts
import { describe, expect, test } from '@jest/globals';
import { writeMarkup } from '../../../src/comparison/content/markup-node.ts';
import { readHtml } from '../../../src/comparison/content/read-html.ts';
import { type ReadMarkup, readXml } from '../../../src/comparison/content/read-xml.ts';

function written(read: ReadMarkup): string {
  return read.kind === 'read' ? read.nodes.map((node) => writeMarkup(node)).join('') : `! ${read.why}`;
}

describe('XML', () => {
  test.each([
    ['<a b="1"><c/>x</a>', '<a b="1"><c></c>x</a>'],
    ['<a xmlns="u" xmlns:p="v"><p:b/></a>', '<a xmlns="u"><p:b xmlns="v"></p:b></a>'],
    ['<?xml version="1.0"?><?style x?><a/>', '<?style x?><a></a>'],
    ['<a>', '! not well-formed XML: Unclosed root tag'],
    ['<p:a/>', '! not well-formed XML: Unbound namespace prefix: "p:a"'],
    ['', ''],
  ])('%s', (text, expected) => {
    expect(written(readXml(text))).toBe(expected);
  });
});

describe('a page', () => {
  test.each([
    ['<p>a<p>b', '<p>a</p><p>b</p>'],
    ['<b><i>a</b>', '<b><i>a</i></b>'],
    ['<br>a < b & c', '<br></br>a < b & c'],
    ['<A HREF=x>', '<a href="x"></a>'],
    ['<a b="1" b="2">', '<a b="1"></a>'],
  ])('%s', (text, expected) => {
    expect(written(readHtml(text))).toBe(expected);
  });
});

describe('a hostile document is told, in bounded time', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `a${index}="1"`).join(' ');
  const levels = Array.from(
    { length: 20 },
    (_, level) => `<!ENTITY e${level + 1} "&e${level};&e${level};">`,
  ).join('');
  test.each<[string, () => ReadMarkup, RegExp]>([
    [
      'entities of entities',
      () => readXml(`<!DOCTYPE a [<!ENTITY e0 "x">${levels}]><a>&e20;</a>`),
      /^! not well-formed/,
    ],
    [
      'an outside entity',
      () => readXml('<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'),
      /^! not/,
    ],
    ['depth in XML', () => readXml('<a xmlns:p="u">'.repeat(100_000)), /^! nested deeper/],
    ['depth in a page', () => readHtml('<div>'.repeat(200_000)), /^! nested deeper/],
    ['many nodes', () => readXml(`<a>${'<b/>'.repeat(250_000)}</a>`), /^! more than/],
    ['many attributes in XML', () => readXml(`<a ${many(100_000)}/>`), /^! an element with more than/],
    ['many attributes in a page', () => readHtml(`<a ${many(50_000)}>`), /^<a a0="1"/],
    ['one huge attribute', () => readXml(`<a b="${'x'.repeat(1_000_000)}"/>`), /^<a b="x/],
    ['misnested tags', () => readHtml('<b><i>'.repeat(100) + '<p>x'.repeat(20_000)), /^<b><i>/],
    ['nothing but brackets', () => readHtml('<'.repeat(200_000)), /^</],
  ])('%s', (_, read, expected) => {
    const before = process.cpuUsage();
    expect(written(read())).toMatch(expected);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(5_000);
  });
});
