import type { Divergence, DivergenceKind } from '../../domain/divergence.ts';

const words: Readonly<Partial<Record<DivergenceKind, string>>> = {
  'field-added': 'added',
  'field-removed': 'left out',
};

/**
 * Inside a span, differences are found and held against noise as in an answer; to a reader each is one thing: a span that changed, or moved.
 * Used once noise is learned, since what is learned depends on the kind.
 */
export function nameSpanChange(divergence: Divergence): Divergence {
  const { kind, place, note } = divergence;
  if (!place.startsWith('span/') || kind.startsWith('span-')) return divergence;
  if (kind === 'element-moved') return { ...divergence, kind: 'span-moved' };
  const notes = [words[kind], note].filter((each) => each !== undefined);
  return {
    ...divergence,
    kind: 'span-changed',
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}
