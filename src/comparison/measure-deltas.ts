import type { Cluster } from '../domain/cluster.ts';
import type { Finding } from '../domain/divergence.ts';

/**
 * Used once for each cluster: by how much its numbers differ, over all findings given; nothing where fewer than two are numbers on both sides.
 * A status is a name written in digits: 500 is not 300 more than 200.
 */
export function measureDeltas(findings: readonly Finding[]): Pick<Cluster, 'deltas'> {
  const deltas = findings.flatMap(({ divergence: { kind, baseline, candidate } }) => {
    if (kind === 'status-changed') return [];
    if (baseline?.type !== 'number' || candidate?.type !== 'number') return [];
    const delta = Number(candidate.text) - Number(baseline.text);
    // The last digits of a difference of two fractions are those of its rounding.
    return Number.isFinite(delta) ? [Number(delta.toPrecision(12))] : [];
  });
  const sorted = deltas.toSorted((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined || sorted.length < 2) return {};
  const median = sorted[(sorted.length - 1) >> 1] ?? min;
  return { deltas: { findings: sorted.length, min, median, max } };
}
