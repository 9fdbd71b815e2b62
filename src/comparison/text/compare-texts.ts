import type { JsonComparison } from '../json/compare-json.ts';
import { showText } from '../values/shown-value.ts';
import { compareText, notesOfText } from './compare-text.ts';
import { differOnlyInFrames, framesNote } from './stack-frames.ts';

export type TextToCompare = {
  readonly text: string;
  /** Split between tags as well. */
  readonly markup: boolean;
  /** Why it is compared as text though it claims to be more; `null` when text is what it is. */
  readonly because: string | null;
};

/**
 * Two texts → at most one divergence with the lines that changed. Each side's own port and folders are replaced first: one
 * such line must not show in the hunks of another.
 */
export function compareTexts(before: TextToCompare, after: TextToCompare, comparison: JsonComparison): void {
  const { identity, collector, position } = comparison;
  if (identity.isSame(before.text, after.text)) return;
  const texts = [identity.ofBaseline(before.text), identity.ofOther(after.text)] as const;
  const compared = compareText(...texts, before.markup || after.markup);
  const because = [...new Set([before.because, after.because])].filter((why) => why !== null);
  const notes = [
    ...(differOnlyInFrames(...texts) ? [framesNote] : []),
    ...notesOfText(compared),
    ...because.map((why) => `compared as text: ${why}`),
  ];
  collector.add({
    kind: 'text-changed',
    ...position,
    baseline: showText(before.text),
    candidate: showText(after.text),
    hunks: compared.hunks,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  });
}
