import type { Cluster } from '../domain/cluster.ts';

/** How many differences there are, in words; consequences are counted apart from what they follow, as in the report. */
export function countDifferences(clusters: readonly Cluster[], noun: string): string {
  const ids = new Set(clusters.map(({ id }) => id));
  const followers = clusters.filter(({ follows }) => follows !== undefined && ids.has(follows)).length;
  const causes = clusters.length - followers;
  const differences = causes === 1 ? `1 ${noun}` : `${causes} ${noun}s`;
  if (followers === 0) return differences;
  return `${differences}, and ${followers} more that may follow from ${causes === 1 ? 'it' : 'them'}`;
}
