import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareText, notesOfText } from '../../../src/comparison/text/compare-text.ts';
import { readHunks } from '../../../src/comparison/text/hunk-lines.ts';

const lines = (count: number, prefix = 'line') =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index}`);

describe('two texts', () => {
  test('the changed lines, with where they stand', () => {
    const { hunks, leftOut } = compareText('a\nb\nc\nd', 'a\nB\nc\nd\ne', false);
    expect(hunks).toEqual(['@@ -2,1 +2,1 @@\n-b\n+B', '@@ -5,0 +5,1 @@\n+e']);
    expect(leftOut).toBe(0);
  });

  test('markup is split between tags, so that one tag is not the whole page', () => {
    const { hunks } = compareText('<ul><li>a</li><li>b</li></ul>', '<ul><li>a</li><li>c</li></ul>', true);
    expect(hunks).toEqual(['@@ -3,1 +3,1 @@\n-<li>b</li>\n+<li>c</li>']);
  });

  test('the list of changed lines is bounded, and says how many are not in it', () => {
    const { hunks, leftOut } = compareText(
      lines(20_000).join('\n'),
      lines(20_000, 'other').join('\n'),
      false,
    );
    const shown = hunks.flatMap((hunk) => hunk.split('\n').slice(1));
    expect(shown.length).toBeLessThanOrEqual(10_000);
    expect(shown.length + leftOut).toBe(40_000);
  });

  // Processor time, because a machine that is busy otherwise says nothing of us; 50 ms is the goal, twice that the alarm.
  test.each<[string, (index: number) => string]>([
    ['every tenth line', (index) => (index % 10 === 0 ? `x${index}` : `line ${index}`)],
    ['every line', (index) => `x${index}`],
    ['all in reverse', (index) => `line ${9_999 - index}`],
    ['all in another order', (index) => `line ${(index * 7919) % 10_000}`],
    ['few lines, repeated at random', (index) => `${((index * 7919) % 9973) % 3}`],
  ])('two texts of 10,000 lines are told apart quickly: %s', (_, line) => {
    const other = Array.from({ length: 10_000 }, (_unused, index) => line(index)).join('\n');
    const baseline = lines(10_000).join('\n');
    const times = Array.from({ length: 5 }, () => {
      const before = process.cpuUsage();
      compareText(baseline, other, false);
      return process.cpuUsage(before).user / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(100);
  });

  test('a long line is shown where it differs, not where it begins', () => {
    const long = Array.from({ length: 2_000 }, (_, index) => `word${index}`).join(' ');
    const { hunks } = compareText(long, long.replace('word1999', 'changed'), false);
    expect(hunks.join('').length).toBeLessThan(700);
    expect(hunks.join('')).toContain('changed');
  });

  test('ends of lines alone are told apart from lines', () => {
    const compared = compareText('a\r\nb', 'a\nb', false);
    expect([compared.hunks, notesOfText(compared)]).toEqual([[], ['only ends of lines differ']]);
  });

  test('unless it was cut, the hunks turn one text into the other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const { hunks, leftOut } = compareText(one.join('\n'), other.join('\n'), false);
        expect(leftOut).toBe(0);
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
