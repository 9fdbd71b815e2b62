import { visibleText } from '../visible-text.ts';

/** A piece of HTML that was written by `html` and by nothing else: text from outside can only stand in it as text. */
export class Markup {
  readonly #source: string;

  private constructor(source: string) {
    this.#source = source;
  }

  /** The only place where a document is put together; whatever is put in goes through `escaped`. */
  static written(words: TemplateStringsArray, parts: readonly Part[]): Markup {
    return new Markup(words.map((word, index) => `${word}${asSource(parts[index] ?? null)}`).join(''));
  }

  static words(text: string): Markup {
    return new Markup(escaped(text));
  }

  source(): string {
    return this.#source;
  }
}

/** What may be put into markup. Text is shown, never read as markup; `null` is nothing. */
export type Part = string | number | null | Markup | readonly Markup[];

/**
 * Writes markup as a tagged template: html`<td>${value}</td>`. Words of the template are markup; all text that is put in
 * is made visible and escaped, so that it can stand between tags as well as between the quotes of an attribute.
 */
export function html(words: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return Markup.written(words, parts);
}

/** Words of the report itself, which may hold blanks that do not break: escaped like all text, and left as they are. */
export function ownWords(words: string): Markup {
  return Markup.words(words);
}

export const nothing: Markup = html``;

/** Characters of one text; whoever shows longer ones cuts them and says how much is missing. */
const mostOfText = 20_000;

function asSource(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escaped(visibleText(part, mostOfText));
  return part instanceof Markup ? part.source() : part.map((one) => one.source()).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? '');
}
