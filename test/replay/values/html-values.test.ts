import { expect, test } from '@jest/globals';
import { type HtmlValue, readHtmlValues } from '../../../src/replay/values/html-values.ts';

function valuesOf(html: string): (readonly [string, string, string])[] {
  const values: HtmlValue[] = [];
  readHtmlValues(html, (value) => values.push(value));
  return values.map(({ place, name, text }) => [place, name, text] as const);
}

test.each([
  ['a hidden input', `<input value="t1" type=hidden name='_csrf'>`, [['input:_csrf#0', '_csrf', 't1']]],
  ['a meta element', '<meta name=csrf-token content=abc>', [['input:csrf-token#0', 'csrf-token', 'abc']]],
  ['a data attribute', '<li data-order-id="17">', [['data:data-order-id#0', 'order-id', '17']]],
  [
    'links of one shape, counted among themselves',
    '<a href="/x">x</a><a href="/orders/17?a=1&amp;b=2">1</a><form action="/orders/18?a=3&b=4">',
    [
      ['link:/x?#0', '', '/x'],
      ['link:/orders/{id}?a&b#0', '', '/orders/17?a=1&b=2'],
      ['link:/orders/{id}?a&b#1', '', '/orders/18?a=3&b=4'],
    ],
  ],
  ['no link to elsewhere', '<a href="https://b.example/1"><a href="#top"><input name=empty>', []],
])('%s', (_name, html, expected) => {
  expect(valuesOf(html)).toEqual(expected);
});
