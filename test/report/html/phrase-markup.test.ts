import { describe, expect, test } from '@jest/globals';
import {
  codeMarkup,
  linesMarkup,
  phraseMarkup,
  proseMarkup,
  sideMarkup,
} from '../../../src/report/html/phrase-markup.ts';
import { prose, say } from '../../../src/report/phrase.ts';

test('values are code, sentences are words with code between backticks', () => {
  const phrase = say`at ${'<b>'}: ${prose('see `x` & y')}`;
  expect(phraseMarkup(phrase).source()).toBe('at <code>&lt;b&gt;</code>: see <code>x</code> &amp; y');
});

describe('what is cut is told', () => {
  test('of a value, in characters', () => {
    const shown = codeMarkup('x'.repeat(2_500), 1_000).source();
    expect(shown).toContain(`<code>${'x'.repeat(1_000)}</code>`);
    expect(shown).toContain('… and 1,500 more characters');
  });

  test('of a sentence and of lines', () => {
    expect(proseMarkup('word '.repeat(2_000)).source()).toContain('… cut here');
    expect(linesMarkup('y'.repeat(9_000)).source()).toContain('… and 1,000 more characters');
  });

  test('never in the middle of a character', () => {
    expect(codeMarkup('😀😀', 3).source()).not.toContain('\\u{d83d}');
  });
});

test('lines stay lines', () => {
  expect(linesMarkup('a\n<b').source()).toBe('<pre tabindex="0"><code>a\n&lt;b</code></pre>');
});

test('a side that is absent or empty says so', () => {
  expect(sideMarkup(null).source()).toBe('<em>nothing</em>');
  expect(sideMarkup('').source()).toBe('<em>an empty text</em>');
  expect(sideMarkup('0').source()).toBe('<code>0</code>');
});
