import type { Evidence } from '../domain/evidence.ts';
import type { EvidenceDraft } from './assemble-evidence.ts';
import { compareTexts, sum, textOf } from './in-order.ts';

/** The spans of several services of one change, as one report: each instance bears the name of its service. */
export function mergeTelemetries(
  all: readonly EvidenceDraft['draft'][],
): Pick<Evidence['shadow'], 'telemetry'> {
  const reports = all.flatMap(({ shadow }) => shadow.telemetry ?? []);
  if (reports.length === 0) return {};
  const versions = [...new Set(reports.flatMap(({ injected }) => injected ?? []))].toSorted(compareTexts);
  return {
    telemetry: {
      mode: reports.some(({ mode }) => mode === 'auto') ? 'auto' : 'receive',
      roles: reports.flatMap(({ roles }) => roles).toSorted((a, b) => compareTexts(textOf(a), textOf(b))),
      compared: sum(reports.map(({ compared }) => compared)),
      injected: versions.length === 0 ? null : versions.join(', '),
      notes: [...new Set(reports.flatMap(({ notes }) => notes))].toSorted(compareTexts),
    },
  };
}
