import type { NoiseReport } from '../domain/noise-report.ts';
import type { Confirmed } from './confirm-divergences.ts';

/** What was excused as noise and what was learned of it, one line a place, so that a reader can disagree. */
export function reportNoise(confirmed: readonly Confirmed[]): readonly NoiseReport[] {
  const reports = new Map<string, NoiseReport>();
  for (const { route, divergence, outcome } of confirmed) {
    if (outcome.kind !== 'noise') continue;
    const { pattern, kind } = divergence;
    const key = JSON.stringify([route, pattern, kind, outcome.learned]);
    const findings = (reports.get(key)?.findings ?? 0) + 1;
    reports.set(key, { route, pattern, kind, findings, learned: outcome.learned });
  }
  return [...reports.values()];
}
