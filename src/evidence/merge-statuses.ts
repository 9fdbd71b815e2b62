import { type EvidenceStatus, type ProbeReport, statusesInOrder } from '../domain/evidence-status.ts';
import { sum } from './in-order.ts';

type Named = { readonly name: string; readonly status: EvidenceStatus };

const mostTold = 100;

/** Of several services the one that says least of the change, since nothing of another makes up for it; each reason with its service. */
export function mergeStatuses(services: readonly Named[]): EvidenceStatus {
  const ranks = services.map(({ status }) => statusesInOrder.indexOf(status.kind));
  const kind = statusesInOrder[Math.max(...ranks, -1)];
  if (kind === undefined) return { kind: 'inconclusive', reasons: ['nothing was replayed'], probes: null };
  const worst = services.filter(({ status }) => status.kind === kind);
  return {
    kind,
    reasons: worst.flatMap(({ name, status }) => status.reasons.map((reason) => `${name}: ${reason}`)),
    probes: mergeProbes(services.flatMap(({ status }) => status.probes ?? [])),
  };
}

function mergeProbes(reports: readonly ProbeReport[]): ProbeReport | null {
  if (reports.length === 0) return null;
  return {
    armed: sum(reports.map(({ armed }) => armed)),
    hit: sum(reports.map(({ hit }) => hit)),
    unbound: sum(reports.map(({ unbound }) => unbound)),
    slid: sum(reports.map(({ slid }) => slid)),
    disarmed: sum(reports.map(({ disarmed }) => disarmed)),
    troubled: reports.flatMap(({ troubled }) => troubled).slice(0, mostTold),
  };
}
