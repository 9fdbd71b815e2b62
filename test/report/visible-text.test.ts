import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { visibleText } from '../../src/report/visible-text.ts';

test.each([
  ['a line break', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
  ['a terminal command', '\u001b[31mred', '\\u{1b}[31mred'],
  ['a turn of direction', 'a\u202eb', 'a\\u{202e}b'],
  ['no width', 'a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
  ['a blank that does not break', 'a\u00a0b', 'a\\u{a0}b'],
  ['half a character', 'a\ud800', 'a\\u{d800}'],
  ['letters of all scripts and emoji', 'Zürich 東京 🚀 é', 'Zürich 東京 🚀 é'],
])('%s', (_name, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('what is cut is said to be cut, between whole characters', () => {
  expect(visibleText('abcdef', 3)).toBe('abc…');
  expect(visibleText('🚀🚀🚀', 2)).toBe('🚀🚀…');
  expect(visibleText('abc', 3)).toBe('abc');
});

test('law: nothing invisible is left', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      (text) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(visibleText(text)),
    ),
  );
});
