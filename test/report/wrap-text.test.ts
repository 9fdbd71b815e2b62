import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { wrapPieces, wrapText } from '../../src/report/wrap-text.ts';

test.each([
  ['text that fits', 'a  b', 40, ['a  b']],
  ['between words', 'one two three four five six', 20, ['one two three four', 'five six']],
  ['inside a word that is too long', 'x'.repeat(45), 20, ['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)]],
  ['nothing', '', 20, ['']],
])('%s', (_name, text, width, lines) => {
  expect(wrapText(text, width)).toEqual(lines);
});

test('pieces share a line where they fit, and say where they continue', () => {
  expect(wrapPieces(['aaaaaaaaaa', 'bbbbbb', 'cccccccccc'], 20)).toEqual([
    'aaaaaaaaaa · bbbbbb',
    '· cccccccccc',
  ]);
});

test('laws: no line is too long, and no letter is lost', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 20, max: 80 }),
      (text, width) => {
        const lines = wrapText(text, width);
        expect(lines.every((line) => [...line].length <= width)).toBe(true);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
      },
    ),
  );
});
