import type { Cluster } from '../domain/cluster.ts';

/** A group of findings with all that follows from it, directly or by way of others. */
export type ArrangedCluster = {
  readonly cluster: Cluster;
  /** Other parts of the same answers: certain to follow. */
  readonly inAnswer: readonly Cluster[];
  /** What later answers show of the state it left: likely to follow. */
  readonly inState: readonly Cluster[];
};

/**
 * Puts consequences under their cause, in the order of the evidence, so that a reader meets each cause once. What
 * follows from something that is not there stands by itself; so does what follows in a circle.
 */
export function arrangeClusters(clusters: readonly Cluster[]): readonly ArrangedCluster[] {
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  const traced = clusters.map((cluster) => ({ cluster, ...traceBack(cluster, byId) }));
  return traced
    .filter(({ cluster, root }) => root === cluster)
    .map(({ cluster }) => {
      const followers = traced.filter(({ root, cluster: one }) => root === cluster && one !== cluster);
      const through = (isThroughState: boolean) =>
        followers.filter((one) => one.isThroughState === isThroughState).map((one) => one.cluster);
      return { cluster, inAnswer: through(false), inState: through(true) };
    });
}

function traceBack(
  cluster: Cluster,
  byId: ReadonlyMap<string, Cluster>,
): { readonly root: Cluster; readonly isThroughState: boolean } {
  const passed = new Set([cluster]);
  let [root, isThroughState] = [cluster, false];
  for (;;) {
    const cause = root.follows === undefined ? undefined : byId.get(root.follows);
    if (cause === undefined) return { root, isThroughState };
    if (passed.has(cause)) return { root: cluster, isThroughState: false };
    passed.add(cause);
    isThroughState ||= root.followsThrough === 'state';
    root = cause;
  }
}
