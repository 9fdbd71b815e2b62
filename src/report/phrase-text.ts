import type { Phrase } from './phrase.ts';
import { visibleText } from './visible-text.ts';

/** A phrase as plain text for a terminal or a log: nothing in it can move the cursor or pass for another line. */
export function phraseText(phrase: Phrase, mostOfValue = 120): string {
  return phrase
    .map((part) => {
      if (typeof part === 'string') return part;
      return 'value' in part ? visibleText(part.value, mostOfValue) : visibleText(part.prose, 1000);
    })
    .join('');
}
