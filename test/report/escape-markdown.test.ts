import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapePhrase, escapeProse, escapeTitle, escapeValue } from '../../src/report/escape-markdown.ts';
import { prose, say } from '../../src/report/phrase.ts';
import { hostileText } from '../support/hostile-text.ts';

test.each([
  ['plain', 'src/pricing.js', '<code>src/pricing.js</code>'],
  ['a mention', '@octocat', '<code>&#64;&#8203;octocat</code>'],
  ['an address', 'www.evil.example', '<code>www&#46;&#8203;evil.example</code>'],
  ['a table cell', 'a|b', '<code>a&#124;b</code>'],
  ['markup', '<b>*x*</b>', '<code>&#60;b&#62;&#42;x&#42;&#60;/b&#62;</code>'],
  ['an entity', '&lt;', '<code>&#38;lt;</code>'],
  ['blanks that would be lost', ' a  b ', '<code>&#160;a&#160; b&#160;</code>'],
  ['nothing', '', '<code>&#160;</code>'],
  ['a line break', 'a\nb', '<code>a&#92;nb</code>'],
])('a value: %s', (_name, value, escaped) => {
  expect(escapeValue(value, 100)).toBe(escaped);
});

test.each([
  ['plain', 'Raise it: now.', 'Raise it: now.'],
  ['code between backticks', 'Raise `replay.run-timeout`.', 'Raise <code>replay.run-timeout</code>.'],
  ['a lone backtick', 'a ` b', 'a &#96; b'],
  ['an issue', 'see #12', 'see &#35;&#8203;12'],
  ['an issue by its other name', 'GH-12', 'GH-&#8203;12'],
  ['an emoji', ':tada:', '&#58;&#8203;tada:'],
  ['a link', '[a](https://b)', '&#91;a&#93;(https&#58;&#8203;//b)'],
])('a sentence: %s', (_name, sentence, escaped) => {
  expect(escapeProse(sentence)).toBe(escaped);
});

test('a phrase keeps words of ours and escapes the rest', () => {
  expect(escapePhrase(say`**${'*'}** ${prose('*')}`, 10)).toBe('**<code>&#42;</code>** &#42;');
  expect(escapeTitle(say`${'a'}  ${'b  c'}`, 10)).toBe('<code>a</code> · <code>b&#160; c</code>');
});

test('laws: one line, no markup of its own, nothing that GitHub would link', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      for (const escaped of [escapeValue(text, 300), escapeProse(text)]) {
        const inner = escaped.replaceAll(/<\/?code>/g, '');
        expect(inner).not.toMatch(/[<>`|*_[\]\\@~$!\n\r]/);
        expect(inner).not.toMatch(/&(?!#\d+;)/);
        expect(inner).not.toMatch(/www\.|:\/\/|(?<!&)#/i);
      }
    }),
    { numRuns: 300 },
  );
});
