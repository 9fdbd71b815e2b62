import { expect, test } from '@jest/globals';
import { linePairs, readHunks, showLine } from '../../../src/comparison/text/hunk-lines.ts';

const hunks = [
  '@@ -1,2 +1,2 @@\n-a\n-b\n+A\n+B',
  '@@ -9,1 +9,0 @@\n-gone',
  '@@ -12,1 +11,1 @@\n--- x\n+++ y',
];

test('lines are read back by their signs', () => {
  expect(readHunks({ hunks })).toEqual([
    { removed: ['a', 'b'], added: ['A', 'B'] },
    { removed: ['gone'], added: [] },
    { removed: ['-- x'], added: ['++ y'] },
  ]);
  expect(readHunks({})).toEqual([]);
});

test('only even runs say which line stands for which', () => {
  expect(linePairs({ hunks })).toEqual([
    { one: showLine('a'), another: showLine('A') },
    { one: showLine('b'), another: showLine('B') },
    { one: showLine('-- x'), another: showLine('++ y') },
  ]);
});
