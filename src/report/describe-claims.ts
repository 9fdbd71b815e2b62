import type { Evidence } from '../domain/evidence.ts';
import { joinFirst, type Phrase, say } from './phrase.ts';

/** Where a change says that it changes nothing and differences were found all the same; empty elsewhere. */
export function describeClaims({ claims = [], clusters }: Pick<Evidence, 'claims' | 'clusters'>): Phrase {
  if (claims.length === 0 || clusters.length === 0) return [];
  const named = claims.map(({ commit, subject }) => say`“${subject}” (${commit.slice(0, 7)})`);
  return say`Contradicts what the change says of itself: ${joinFirst(named, ', ', 3)}`;
}
