import type { Divergence, DivergenceKind } from '../../domain/divergence.ts';

const words: Readonly<Partial<Record<DivergenceKind, string>>> = {
  'field-added': 'added',
  'field-removed': 'left out',
  'type-changed': 'another type',
  'element-added': 'element added',
  'element-removed': 'element left out',
  'element-moved': 'moved',
  'content-kind-changed': 'another kind of content',
};

/**
 * Inside a call, differences are found and held against noise as in an answer; to a reader each is one thing: an outbound
 * call that changed. Used once noise is learned, since what is learned depends on the kind.
 */
export function nameCallChange(divergence: Divergence): Divergence {
  const { kind, place, note } = divergence;
  if (!place.startsWith('outbound/') || kind === 'outbound-call-added' || kind === 'outbound-call-removed')
    return divergence;
  const notes = [words[kind], note].filter((each) => each !== undefined);
  return {
    ...divergence,
    kind: 'outbound-call-changed',
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}
