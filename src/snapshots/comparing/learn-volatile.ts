import type { Hit, RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { alignHits, type HitPair, hitsByExchange } from '../aligning/align-hits.ts';
import { compareCaptured, type IsVolatile, pathPattern } from './compare-captured.ts';

/** For a probe and a variable, which paths inside it vary between two runs of the baseline. */
export type VolatilePaths = (probeId: string, name: string) => IsVolatile;

/** Learns from baseline and secondary what varies by nature; without a secondary, nothing is known to vary. */
export function learnVolatile(baseline: RuntimeSnapshot, secondary: RuntimeSnapshot | null): VolatilePaths {
  const learned = new Set<string>();
  const others = secondary === null ? new Map<string, readonly Hit[]>() : hitsByExchange(secondary);
  for (const [exchangeId, hits] of hitsByExchange(baseline)) {
    for (const pair of alignHits(hits, others.get(exchangeId) ?? [])) {
      for (const key of differingPaths(pair)) learned.add(key);
    }
  }
  return (probeId, name) => (path) => learned.has(keyOf(probeId, name, path));
}

function differingPaths({ baseline, candidate: other }: HitPair): readonly string[] {
  if (baseline === null || other === null) return [];
  return Object.entries(baseline.values).flatMap(([name, value]) => {
    const again = other.values[name];
    const differences = again === undefined ? [] : compareCaptured(value, again, () => false);
    return differences.map(({ path }) => keyOf(baseline.probeId, name, pathPattern(path)));
  });
}

function keyOf(probeId: string, name: string, path: string): string {
  return `${probeId}\n${name}\n${path}`;
}
