import { expect, test } from '@jest/globals';
import { html, nothing } from '../../../src/report/html/markup.ts';
import { foldMarkup, restMarkup, tableMarkup } from '../../../src/report/html/table-markup.ts';

test('columns and rows are named for who cannot see the lines between them', () => {
  const table = tableMarkup({ caption: 'All', head: ['who', 'what'], rows: [[html`a`, html`b`]] }).source();
  expect(table).toContain('<caption>All</caption>');
  expect(table).toContain('<th scope="col">who</th><th scope="col">what</th>');
  expect(table).toContain('<th scope="row">a</th><td>b</td>');
});

test('rows beyond the most are counted', () => {
  const rows = Array.from({ length: 5 }, (_, index) => [html`row ${index}`]);
  const table = tableMarkup({ caption: 'All', head: ['row'], rows, most: 2 }).source();
  expect(table.match(/scope="row"/g)).toHaveLength(2);
  expect(table).toContain('… and 3 more, all of them in the evidence.');
  expect(restMarkup(0)).toBe(nothing);
});

test('nothing to show is no table and no fold', () => {
  expect(tableMarkup({ caption: 'All', head: ['row'], rows: [] })).toBe(nothing);
  expect(foldMarkup('More', nothing)).toBe(nothing);
  expect(foldMarkup('More', html`x`).source()).toContain('<details><summary>More</summary>');
});
