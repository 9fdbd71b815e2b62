import type { Evidence } from '../domain/evidence.ts';
import { counted } from './number-text.ts';
import { joinFirst, type Phrase, prose, say } from './phrase.ts';

/**
 * Values that an instance should have issued and did not, so that it was asked for those of production: whoever reads of a 404 should know.
 * Nothing is said where each instance was sent its own.
 */
export function describeUnresolved({ replay }: Pick<Evidence, 'replay'>, most: number): Phrase {
  const { unresolved = 0, examples = [] } = replay?.values ?? {};
  if (unresolved === 0) return [];
  const count = `${counted(unresolved, 'value')} of the recording ${unresolved === 1 ? 'was' : 'were'} sent as recorded, since an instance had issued none in place`;
  const named = examples.slice(0, unresolved).map(prose);
  return named.length === 0 ? [count] : say`${[count]}: ${joinFirst(named, '; ', most)}`;
}
