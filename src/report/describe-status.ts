import type { Evidence } from '../domain/evidence.ts';
import type { EvidenceStatus } from '../domain/evidence-status.ts';
import { joinFirst, type Phrase, prose } from './phrase.ts';

const words: Readonly<Record<EvidenceStatus['kind'], string>> = {
  sufficient: 'sufficient',
  limited: 'limited',
  'not-executed': 'not executed',
  inconclusive: 'inconclusive',
};

/** How much was seen of the change as it ran, in one line; nothing where no change between commits was judged. */
export function describeStatus({ status, head }: Evidence, most: number): Phrase {
  if (head === null) return [];
  return [`${words[status.kind]}: `, ...joinFirst(status.reasons.map(prose), '; ', most)];
}
