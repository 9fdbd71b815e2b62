/** Joins clusters with the errors that their exchanges threw, so that a report tells a failure with the state it came from. */
import type { Cluster } from '../domain/cluster.ts';
import type { Finding } from '../domain/divergence.ts';
import type { EvidenceTrace } from '../domain/evidence-trace.ts';
import type { Failure } from '../domain/failure.ts';

/** Used when findings are settled. A cluster gets the failure of its example, else of the first exchange that has one. */
export function attachFailures(
  clusters: readonly Cluster[],
  findings: readonly Finding[],
  traces: ReadonlyMap<string, EvidenceTrace>,
): readonly Cluster[] {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  return clusters.map((cluster) => {
    const own = cluster.findings.flatMap((id) => byId.get(id) ?? []);
    if (!own.some(isFailure)) return cluster;
    const ids = [cluster.example.exchangeId, ...own.map(({ exchangeId }) => exchangeId)];
    const all = ids.flatMap((id) => traces.get(id)?.failures ?? []);
    const wanted = all.filter((one) => isOfCluster(one, own));
    const best = wanted.find(({ variables }) => variables.length > 0) ?? wanted[0];
    if (best === undefined) return cluster;
    const { frames: _, ...failure } = best;
    return { ...cluster, failure };
  });
}

function isFailure({ divergence: { kind, candidate } }: Finding): boolean {
  if (kind === 'error-added' || kind === 'error-removed' || kind === 'process-ended') return true;
  return kind === 'response-missing' || (kind === 'status-changed' && (candidate?.text ?? '') >= '400');
}

/** Where a cluster is about an error, it is that one; an answer that failed may come from any of the candidate. */
function isOfCluster({ role, error }: Failure, findings: readonly Finding[]): boolean {
  const errors = findings.filter(({ divergence: { kind } }) => kind.startsWith('error-'));
  if (errors.length === 0) return role === 'candidate';
  return errors.some(({ divergence }) => {
    const text = (role === 'candidate' ? divergence.candidate : divergence.baseline)?.text;
    return text !== undefined && (text.startsWith(error.slice(0, 300)) || error.startsWith(text));
  });
}
