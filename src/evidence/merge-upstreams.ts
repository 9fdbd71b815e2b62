import type { UpstreamReport } from '../domain/upstream.ts';

/** What several services of one change call, as one report. The share is that of the service that is answered worst. */
export function mergeUpstreams(reports: readonly UpstreamReport[]): UpstreamReport | null {
  const shares = reports.flatMap(({ share }) => share ?? []);
  if (reports.length === 0) return null;
  const sum = (numberOf: (report: UpstreamReport) => number) =>
    reports.reduce((total, report) => total + numberOf(report), 0);
  return {
    recorded: sum(({ recorded }) => recorded),
    calls: sum(({ calls }) => calls),
    matched: sum(({ matched }) => matched),
    share: shares.length === 0 ? null : Math.min(...shares),
    hosts: [...new Set(reports.flatMap(({ hosts }) => hosts))].toSorted(),
    misses: reports.flatMap(({ misses }) => misses),
    untied: sum(({ untied }) => untied),
  };
}
