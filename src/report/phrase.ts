/** A text from outside (traffic, state, commits, settings), which may hold anything. */
type Value = { readonly value: string };

/** A sentence of another stage, which may quote such texts: shown as words, made harmless all the same. */
type Prose = { readonly prose: string };

/**
 * Words of ours and values of others, kept apart until a report is rendered, so that each form of report can make
 * its values harmless in its own way and none can forget to.
 */
export type Phrase = readonly (string | Value | Prose)[];

/**
 * Writes a phrase as a tagged template: say`${count} of ${route}`. What is put in as text becomes a value, since
 * text that is put in comes from outside; numbers and phrases stay what they are.
 */
export function say(words: TemplateStringsArray, ...parts: readonly (number | string | Phrase)[]): Phrase {
  return words.flatMap((word, index): Phrase => {
    const part = parts[index];
    return [...(word === '' ? [] : [word]), ...(part === undefined ? [] : asPhrase(part))];
  });
}

/** A sentence as a phrase. */
export function prose(sentence: string): Phrase {
  return [{ prose: sentence }];
}

/** Puts phrases behind each other with words of ours between them. */
export function join(phrases: readonly Phrase[], separator: string): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [separator, ...phrase]));
}

/** The first of a list of phrases, and how many more there are: nothing is left out without being counted. */
export function joinFirst(phrases: readonly Phrase[], separator: string, most: number): Phrase {
  const more = phrases.length - most;
  if (more <= 0) return join(phrases, separator);
  return join([...phrases.slice(0, most), [`${more} more`]], separator);
}

/** A value that may be absent or empty, which would otherwise not be seen at all. */
export function valueOrNothing(value: string | null): Phrase {
  if (value === null) return ['nothing'];
  return value === '' ? ['an empty text'] : [{ value }];
}

function asPhrase(part: number | string | Phrase): Phrase {
  if (typeof part === 'number') return [String(part)];
  return typeof part === 'string' ? [{ value: part }] : part;
}
