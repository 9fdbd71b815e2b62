import { describe, expect, test } from '@jest/globals';
import type { ChangedFile } from '../../../src/domain/change.ts';
import { linesByRoute, touchedRoutesOf } from '../../../src/snapshots/exercise/touched-routes.ts';

const baseline = `const limit = 10;
function tax(sum) {
  if (sum > limit) {
    return sum * 0.2;
  }
  return 0;
}
const total = (items) => {
  return items.map((item) => item.price).reduce((a, b) => a + b, 0);
};
exports.handle = { tax, total };
`;
const lines = { 'GET /tax': [2, 3, 6], 'GET /total': [9], 'GET /none': [] };

function touched(blocks: ChangedFile['blocks'], changes: Partial<ChangedFile> = {}): readonly string[] {
  const file: ChangedFile = { path: 'shop.js', status: 'modified', binary: false, blocks, ...changes };
  return touchedRoutesOf({ file, baseline }, lines);
}
const at = (start: number, end = start) => ({ start, end });

describe('routes that reach a change', () => {
  test('a branch that did not run counts for its function', () => {
    expect(touched([{ baseline: at(4), candidate: at(4) }])).toEqual(['GET /tax']);
  });
  test('an insertion counts for the function that it stands in, after lines that moved', () => {
    const first = { baseline: null, candidate: at(1, 5) };
    expect(touched([first, { baseline: null, candidate: at(15) }])).toContain('GET /total');
    expect(touched([{ baseline: null, candidate: at(10) }])).toEqual(['GET /total']);
  });
  test('a deletion counts for the function that it was taken from', () => {
    expect(touched([{ baseline: at(6), candidate: null }])).toEqual(['GET /tax']);
  });
  test('what stands outside any function counts for all that use the file', () => {
    expect(touched([{ baseline: at(1), candidate: at(1) }])).toEqual(['GET /tax', 'GET /total']);
  });
  test('a file that cannot be read as code counts as a whole', () => {
    expect(touched([{ baseline: at(4), candidate: at(4) }], { path: 'shop.py' })).toEqual([
      'GET /tax',
      'GET /total',
    ]);
  });
});

test('lines of exchanges become lines of their routes; other files and exchanges do not count', () => {
  const routeOf = new Map([
    ['x1', 'GET /a'],
    ['x2', 'GET /a'],
    ['x3', 'GET /b'],
  ]);
  const reached = [
    { exchangeId: 'x1', path: 'a.js', lines: [3, 1] },
    { exchangeId: 'x2', path: 'a.js', lines: [3, 7] },
    { exchangeId: 'x3', path: 'b.js', lines: [1] },
    { exchangeId: 'x9', path: 'a.js', lines: [1] },
  ];
  expect(linesByRoute('a.js', reached, routeOf)).toEqual({ 'GET /a': [1, 3, 7], 'GET /b': [] });
});
