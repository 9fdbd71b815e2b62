import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareText } from '../../src/comparison/compare-text.ts';
import { readHunks } from '../../src/comparison/hunk-lines.ts';

const lines = (count: number, prefix = 'line') =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index}`);

describe('two texts', () => {
  test('the changed lines, with where they stand', () => {
    const { hunks, cut } = compareText('a\nb\nc\nd', 'a\nB\nc\nd\ne', false);
    expect(hunks).toEqual(['@@ -2,1 +2,1 @@\n-b\n+B', '@@ -5,0 +5,1 @@\n+e']);
    expect(cut).toBe(false);
  });

  test('markup is split between tags, so that one tag is not the whole page', () => {
    const { hunks } = compareText('<ul><li>a</li><li>b</li></ul>', '<ul><li>a</li><li>c</li></ul>', true);
    expect(hunks).toEqual(['@@ -3,1 +3,1 @@\n-<li>b</li>\n+<li>c</li>']);
  });

  test('an answer comes in bounded time and size when every line differs', () => {
    const { hunks, cut } = compareText(lines(20_000).join('\n'), lines(20_000, 'other').join('\n'), false);
    expect(cut).toBe(true);
    expect(hunks.join('\n').split('\n').length).toBeLessThan(200);
  });

  test('a long line is cut', () => {
    const { hunks } = compareText('a'.repeat(10_000), 'b'.repeat(10_000), false);
    expect(hunks.join('').length).toBeLessThan(1000);
  });

  test('unless it was cut, the hunks turn one text into the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const { hunks, cut } = compareText(one.join('\n'), other.join('\n'), false);
        expect(cut).toBe(false);
        const difference = readHunks({ hunks }).map(({ removed, added }) => added.length - removed.length);
        expect(difference.reduce((sum, change) => sum + change, 0)).toBe(other.length - one.length);
        expect(apply(one, hunks)).toEqual(other);
      }),
    );
  });
});

/** Puts the added lines in the place of the removed ones, from the end, by the line numbers of the hunks. */
function apply(lines: readonly string[], hunks: readonly string[]): readonly string[] {
  let result = lines;
  for (const hunk of hunks.toReversed()) {
    const [, at, count] = /^@@ -(\d+),(\d+)/.exec(hunk) ?? [];
    const [{ added } = { added: [] }] = readHunks({ hunks: [hunk] });
    result = result.toSpliced(Number(at) - 1, Number(count), ...added);
  }
  return result;
}
