import type { Hit, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { type AlignedPair, alignSequences, fullMatch } from './align-sequences.ts';

/** A hit of baseline beside the hit of candidate that stands for the same pass of the same probe. */
export type HitPair = { readonly baseline: Hit | null; readonly candidate: Hit | null };

/** Hits of a snapshot by exchange, each in the order in which they happened; work outside exchanges is left out. */
export function hitsByExchange({ hits }: Pick<RuntimeSnapshot, 'hits'>): ReadonlyMap<string, readonly Hit[]> {
  const byExchange = new Map<string, Hit[]>();
  for (const hit of hits) {
    if (hit.exchangeId === '') continue;
    const list = byExchange.get(hit.exchangeId);
    if (list === undefined) byExchange.set(hit.exchangeId, [hit]);
    else list.push(hit);
  }
  for (const list of byExchange.values()) list.sort((a, b) => a.sequence - b.sequence);
  return byExchange;
}

/** Pairs the hits of one exchange by the order of their probes, so that one more iteration is one hit more. */
export function alignHits(baseline: readonly Hit[], candidate: readonly Hit[]): readonly HitPair[] {
  const aligned = alignSequences(baseline, candidate, (a, b) => (a.probeId === b.probeId ? fullMatch : 0));
  return aligned.map((pair: AlignedPair) => ({
    baseline: pair.left === null ? null : (baseline[pair.left] ?? null),
    candidate: pair.right === null ? null : (candidate[pair.right] ?? null),
  }));
}
