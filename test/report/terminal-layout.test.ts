import { expect, test } from '@jest/globals';
import {
  createPaint,
  indented,
  labelled,
  labelledText,
  readableWidth,
} from '../../src/report/terminal-layout.ts';

const plain = createPaint(false);

test('colours only where they were asked for, whatever the environment says', () => {
  expect(plain.red('a')).toBe('a');
  expect(createPaint(true).red('a')).toBe('\u001b[31ma\u001b[39m');
});

test.each([
  [80, 80],
  [10, 60],
  [500, 140],
  [Number.NaN, 100],
])('a width of %p is read as %p', (width, read) => {
  expect(readableWidth(width)).toBe(read);
});

test('a label stands in a column of its own', () => {
  expect(labelled('Noise', ['a', 'b'], plain)).toEqual(['Noise       a', '            b']);
  expect(labelledText('Noise', 'one two three four five six', 40, plain)).toEqual([
    'Noise       one two three four five six',
  ]);
  expect(indented(['a'], 2)).toEqual(['  a']);
});
