import type { Evidence } from '../domain/evidence.ts';
import { counted } from './number-text.ts';
import { type Phrase, prose, say } from './phrase.ts';

/**
 * The first of the values that an instance should have issued and did not, so that it was asked for those of production: whoever reads of a 404 should know.
 * Nothing is said where each instance was sent its own.
 */
export function describeUnresolved({ replay }: Pick<Evidence, 'replay'>): Phrase {
  const { unresolved = 0, examples = [] } = replay?.values ?? {};
  if (unresolved === 0) return [];
  const count = `${counted(unresolved, 'value')} of the recording ${unresolved === 1 ? 'was' : 'were'} sent as recorded, since an instance had issued none in place`;
  const [first] = examples;
  return first === undefined ? [count] : say`${[count]}: ${prose(first)}`;
}
