import { describe, expect, test } from '@jest/globals';
import { aResponse, aRun, diff, named, settled } from '../builders.ts';

const page = (body: string) => aResponse({ body, headers: [['Content-Type', 'text/html; charset=utf-8']] });
const xml = (body: string) => aResponse({ body, headers: [['Content-Type', 'application/xml']] });

describe('two pages', () => {
  test.each([
    ['a changed text', '<p>a</p>', '<p>b</p>', ['value-changed body/p/text()']],
    ['a changed attribute', '<p id="a">', '<p id="b">', ['value-changed body/p/@id']],
    ['an attribute more', '<input>', '<input disabled>', ['field-added body/input/@disabled']],
    ['an attribute fewer', '<a rel="nofollow" href="/">x', '<a href="/">x', ['field-removed body/a/@rel']],
    ['the order of attributes', '<a rel="b" href="/">x', '<a href="/" rel="b">x', []],
    ['white space between elements', '<ul><li>a</li></ul>', '<ul>\n  <li>\n a </li>\n</ul>', []],
    ['lines broken elsewhere', '<p>a b\nc</p>', '<p>a\nb c</p>', []],
    ['a no-break space for a space', '<p>a b</p>', '<p>a&nbsp;b</p>', ['value-changed body/p/text()']],
    ['white space that shows', '<pre>a  b</pre>', '<pre>a b</pre>', ['value-changed body/pre/text()']],
    ['a row at the head', '<ul><li>a<li>b</ul>', '<ul><li>z<li>a<li>b</ul>', ['element-added body/ul/li[1]']],
    ['a row fewer', '<ul><li>z<li>a<li>b</ul>', '<ul><li>z<li>b</ul>', ['element-removed body/ul/li[2]']],
    ['another element', '<b>a</b>', '<i>a</i>', ['element-removed body/b', 'element-added body/i']],
    ['one of several', '<p>a<p>b<p>c', '<p>a<p>x<p>c', ['value-changed body/p[2]/text()']],
    ['a comment', '<p>a</p><!--1-->', '<p>a</p><!--2-->', ['value-changed body/comment()']],
    ['another doctype', '<!doctype html><p>', '<p>', ['element-removed body/processing-instruction()']],
    ['a script', '<script>a()</script>', '<script>b()</script>', ['value-changed body/script/text()']],
    [
      'state for scripts',
      '<script>{"a":1}</script>',
      '<script>{"a":2}</script>',
      ['value-changed body/script/(json)/a'],
    ],
    ['text that is not markup', 'OK', 'KO', ['value-changed body/text()']],
    ['an entity for its character', '<p>&auml;</p>', '<p>ä</p>', []],
  ])('%s', (_, baseline, other, expected) => {
    expect(named(diff(page(baseline), page(other)))).toEqual(expected);
  });

  test('of a text of several lines the changed ones are told', () => {
    const [found, ...others] = diff(
      page('<style>a{}\nb{}\nc{}</style>'),
      page('<style>a{}\nb{x}\nc{}</style>'),
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'text-changed', hunks: ['@@ -2,1 +2,1 @@\n-b{}\n+b{x}'] });
  });

  test('a row that moved, with a place that a person can find', () => {
    const rows = (...ids: readonly number[]) =>
      page(`<table>${ids.map((id) => `<tr><td>${id}</td><td>n${id}</td></tr>`).join('')}</table>`);
    const [found, ...others] = diff(rows(1, 2, 3, 4), rows(4, 1, 2, 3));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      kind: 'element-moved',
      place: 'body/table/tr[4]',
      pattern: 'body/table/tr',
      baseline: { text: '<tr><td>4</td><td>n4</td></tr>' },
    });
  });
});

describe('two documents in XML', () => {
  test.each([
    ['another prefix of one namespace', '<a xmlns="u"><b/></a>', '<p:a xmlns:p="u"><p:b/></p:a>', []],
    [
      'another namespace',
      '<a xmlns="u"/>',
      '<a xmlns="v"/>',
      ['element-removed body/a', 'element-added body/a'],
    ],
    [
      'a prefix, as it is written',
      '<s:a xmlns:s="u" s:b="1"/>',
      '<s:a xmlns:s="u" s:b="2"/>',
      ['value-changed body/s:a/@s:b'],
    ],
    ['white space between elements', '<a><b>1</b><c/></a>', '<a>\n <b>1</b>\n <c/>\n</a>', []],
    ['white space in a text', '<a>b c</a>', '<a> b c</a>', ['value-changed body/a/text()']],
    ['CDATA for escaped text', '<a>&lt;b&gt;</a>', '<a><![CDATA[<b>]]></a>', []],
    ['an element for its empty form', '<a></a>', '<a/>', []],
    ['case', '<a/>', '<A/>', ['element-removed body/a', 'element-added body/A']],
    [
      'an attribute with a telling name',
      '<a __proto__="1"/>',
      '<a __proto__="2"/>',
      ['value-changed body/a/@__proto__'],
    ],
    ['the declaration alone', '<?xml version="1.0"?><a/>', '<a/>', []],
  ])('%s', (_, baseline, other, expected) => {
    expect(named(diff(xml(baseline), xml(other)))).toEqual(expected);
  });
});

describe('what varies in markup', () => {
  const uuid = (digit: string) => `${digit.repeat(8)}-1111-4111-8111-${digit.repeat(12)}`;

  test('a uuid in an attribute is noise, and no reason to overlook its sibling', () => {
    const order = (id: string, state: string) => xml(`<orders><order id="${id}" state="${state}"/></orders>`);
    const answers = (candidate: string, state: string) => ({
      baseline: order(uuid('a'), 'open'),
      secondary: order(uuid('b'), 'open'),
      candidate: order(candidate, state),
    });
    const noise = 'value-changed body/orders/order/@id: noise';
    expect(settled([aRun(answers(uuid('c'), 'open'))])).toEqual([noise]);
    expect(settled([aRun(answers(uuid('c'), 'shut'))])).toEqual([
      noise,
      'value-changed body/orders/order/@state',
    ]);
    expect(settled([aRun(answers('17', 'open'))])).toEqual(['value-changed body/orders/order/@id']);
  });

  test('a token in a page is noise as long as it keeps its form', () => {
    const form = (token: string) => page(`<form><input name="csrf" value="${token}"><p>hi</p></form>`);
    const answers = (token: string) => ({
      baseline: form('k3jH9sLq0PzX7vBn'),
      secondary: form('Zt5Rw8YuE1aCm4Dx'),
      candidate: form(token),
    });
    expect(settled([aRun(answers('q9WeR2tYu7IoP4aS'))])).toEqual([
      'value-changed body/form/input[@name=csrf]/@value: noise',
    ]);
    expect(settled([aRun(answers(''))])).toEqual(['value-changed body/form/input[@name=csrf]/@value']);
  });

  test('rows in any order are unordered once the baseline shows it', () => {
    const list = (items: string) => page(`<ul>${[...items].map((item) => `<li>${item}</li>`).join('')}</ul>`);
    const answers = { baseline: list('abc'), secondary: list('cab'), candidate: list('bac') };
    expect(settled([aRun(answers)])).toEqual([
      expect.stringMatching(/^element-moved body\/ul\/li\[\d\]: noise$/),
    ]);
  });
});
