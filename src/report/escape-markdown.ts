import type { Phrase } from './phrase.ts';
import { visibleText } from './visible-text.ts';

/**
 * Makes text harmless in GitHub's Markdown. Everything but letters, digits and plain punctuation becomes a numeric
 * entity, which Markdown takes as text and never as markup; so no value can open or close a heading, table cell,
 * code block, link, image, HTML tag or comment. What GitHub turns into links, pictures or notifications after
 * Markdown (mentions, issue numbers, addresses, emoji names) is broken up with a blank of no width.
 */

const harmless = /[\p{L}\p{M}\p{N} ,;.'"=+/%?(){}^·–—…→“”‘’✓✗-]/u;
const blankOfNoWidth = '&#8203;';

/** A value, set as code: nothing inside `<code>` is a mention or a reference. */
export function escapeValue(value: string, most: number): string {
  const shown = visibleText(value, most);
  const body = entities(shown).replaceAll(/^ | $| (?= )/g, '&#160;');
  return `<code>${body === '' ? '&#160;' : body}</code>`;
}

/** A sentence. What stands between backticks in it is set as code; the rest is words. */
export function escapeProse(sentence: string, most = 1000): string {
  const pieces = visibleText(sentence, most).split(/`([^`]+)`/);
  return pieces
    .map((piece, index) => (index % 2 === 1 ? escapeValue(piece, most) : escapeWords(piece)))
    .join('');
}

/** A phrase: words of ours as they are, sentences and values made harmless. */
export function escapePhrase(phrase: Phrase, mostOfValue: number): string {
  return phrase
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'value' in part
        ? escapeValue(part.value, mostOfValue)
        : escapeProse(part.prose, mostOfValue * 4);
    })
    .join('');
}

/** A double blank of plain text has no meaning in HTML; a dot takes its place. */
export function escapeTitle(phrase: Phrase, mostOfValue: number): string {
  return escapePhrase(phrase, mostOfValue).replaceAll('  ', ' · ');
}

function escapeWords(words: string): string {
  return entities(words)
    .replaceAll('&#58; ', ': ')
    .replaceAll(/&#58;$/g, ':')
    .replaceAll('&#58;', `&#58;${blankOfNoWidth}`)
    .replaceAll('&#35;', `&#35;${blankOfNoWidth}`)
    .replaceAll(/GH-(?=\d)/gi, (prefix) => `${prefix}${blankOfNoWidth}`);
}

function entities(text: string): string {
  return [...text]
    .map((character) => (harmless.test(character) ? character : `&#${character.codePointAt(0)};`))
    .join('')
    .replaceAll('&#64;', `&#64;${blankOfNoWidth}`)
    .replaceAll(/www\./gi, (prefix) => `${prefix.slice(0, 3)}&#46;${blankOfNoWidth}`);
}
