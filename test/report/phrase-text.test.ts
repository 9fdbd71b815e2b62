import { expect, test } from '@jest/globals';
import { prose, say } from '../../src/report/phrase.ts';
import { phraseText } from '../../src/report/phrase-text.ts';

test('values cannot move the cursor, and are cut', () => {
  expect(phraseText(say`a ${'\u001b[2Kb'} ${prose('c\rd')}`)).toBe('a \\u{1b}[2Kb c\\rd');
  expect(phraseText(say`${'x'.repeat(9)}`, 3)).toBe('xxx…');
});
