import type { AllocationReport } from '../domain/allocation.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { Evidence, ServiceEvidence } from '../domain/evidence.ts';
import type { EvidenceDraft } from './assemble-evidence.ts';

/**
 * Marks what one service's gate found with the name of that service, so that it can stand beside that of others: ids
 * get it in front, and the measures that the policy holds for each service are put away under it.
 */
export function nameService({ draft, sides }: EvidenceDraft, service: string): EvidenceDraft {
  const own: ServiceEvidence = { kind: 'gated', name: service, ...measuresOf(draft) };
  return {
    draft: {
      ...draft,
      shadow: namedShadow(draft.shadow, service),
      clusters: draft.clusters.map((each) => namedCluster(each, service)),
      flaky: draft.flaky.map((each) => namedCluster(each, service)),
      noise: draft.noise.map((each) => ({ ...each, service })),
      ...(draft.cost === undefined ? {} : { cost: draft.cost.map((each) => ({ ...each, service })) }),
      ...(draft.allocation === undefined
        ? {}
        : { allocation: draft.allocation.map((each) => namedAllocation(each, service)) }),
      ...(draft.flow === undefined ? {} : { flow: draft.flow.map((each) => ({ ...each, service })) }),
      routes: draft.routes.map((each) => ({ ...each, service })),
      warnings: draft.warnings.map((warning) => `${service}: ${warning}`),
      services: [own],
    },
    sides: Object.fromEntries(
      Object.entries(sides).map(([name, records]) => [
        name,
        records.map((each) => namedRecord(each, service)),
      ]),
    ),
  };
}

/** What is held for each service by itself. */
function measuresOf(draft: EvidenceDraft['draft']) {
  const { recording, plan, shadow, fidelity, exercise, status, unusedIgnores, bound, confirmation } = draft;
  return {
    ...{ recording, plan, shadow, fidelity, exercise, status, unusedIgnores, bound, confirmation },
    ...(draft.replay === undefined ? {} : { replay: draft.replay }),
    ...(draft.state === undefined ? {} : { state: draft.state }),
  };
}

function namedShadow(shadow: Evidence['shadow'], service: string): Evidence['shadow'] {
  const { telemetry } = shadow;
  const instances = shadow.instances.map((each) => ({ ...each, service }));
  if (telemetry === undefined) return { ...shadow, instances };
  const roles = telemetry.roles.map((each) => ({ ...each, service }));
  return { ...shadow, instances, telemetry: { ...telemetry, roles } };
}

function namedAllocation(report: AllocationReport, service: string): AllocationReport {
  if (report.kind === 'not-measured') return { ...report, service };
  return { ...report, service, rows: report.rows.map((row) => ({ ...row, service })) };
}

/** A service that was not gated at all, as evidence that has nothing but that. */
export function leftOutService(name: string, reason: string): ServiceEvidence {
  return { kind: 'left-out', name, reason };
}

function namedCluster(cluster: Cluster, service: string): Cluster {
  const { follows } = cluster;
  return {
    ...cluster,
    service,
    id: `${service}/${cluster.id}`,
    findings: cluster.findings.map((id) => `${service}/${id}`),
    ...(follows === undefined ? {} : { follows: `${service}/${follows}` }),
  };
}

/** Findings have ids and may follow one another; traces have neither. */
function namedRecord(record: unknown, service: string): unknown {
  const { id, follows, ...rest } = record as { readonly id?: string; readonly follows?: string };
  return {
    service,
    ...(id === undefined ? {} : { id: `${service}/${id}` }),
    ...rest,
    ...(follows === undefined ? {} : { follows: `${service}/${follows}` }),
  };
}
