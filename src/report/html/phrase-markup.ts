import { grouped } from '../number-text.ts';
import type { Phrase } from '../phrase.ts';
import { html, type Markup, ownWords } from './markup.ts';

/** Characters that a value has in a page, which has more room than a comment. */
const mostOfValue = 1_000;

/** A sentence of the report as markup: values of others set as code, our words as they are. */
export function phraseMarkup(phrase: Phrase, most = mostOfValue): Markup {
  const pieces = phrase.map((part) => {
    if (typeof part === 'string') return ownWords(part);
    return 'value' in part ? codeMarkup(part.value, most) : proseMarkup(part.prose, most * 4);
  });
  return html`${pieces}`;
}

/** A value from outside. What is cut off is counted, so that nobody takes the head of a text for the whole. */
export function codeMarkup(value: string, most = mostOfValue): Markup {
  if (value.length <= most) return html`<code>${value}</code>`;
  const cut = value.length - most;
  return html`<code>${whole(value, most)}</code> <span class="cut">… and ${grouped(cut)} more characters</span>`;
}

/** A side of a difference; what is absent or empty is said in words. */
export function sideMarkup(value: string | null): Markup {
  if (value === null) return html`<em>nothing</em>`;
  return value === '' ? html`<em>an empty text</em>` : codeMarkup(value);
}

/** A sentence of another stage. What stands between backticks in it is set as code; the rest is words. */
export function proseMarkup(sentence: string, most = 4_000): Markup {
  const pieces = whole(sentence, most)
    .split(/`([^`]+)`/)
    .map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`));
  return html`${pieces}${sentence.length > most ? html` <span class="cut">… cut here</span>` : null}`;
}

/** Text whose lines matter, such as a command: each line as it stands. */
export function linesMarkup(text: string, most = 8_000): Markup {
  const lines = whole(text, most).split('\n');
  const shown = lines.map((line, index) => (index === 0 ? html`${line}` : html`\n${line}`));
  const cut = text.length - most;
  return html`<pre tabindex="0"><code>${shown}</code></pre>${cut > 0 ? html`<p class="cut">… and ${grouped(cut)} more characters</p>` : null}`;
}

/** The head of a text, without half a character at its end. */
function whole(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}
