import type { Evidence, GatedService } from '../domain/evidence.ts';
import { instanceRoles } from '../domain/observation.ts';
import type { ReplayLag, ReplayReport } from '../domain/replay-report.ts';
import { sum } from './in-order.ts';

/**
 * Used for a gate over several services, which all have the settings of one file: counts add up, and of each measure of lag the worst
 * stands, since no service is less late because another was in time. The seed is that of the first by name; each service has its own
 * beside it. Absent where nothing was replayed.
 */
export function mergeReplays(gated: readonly GatedService[]): Pick<Evidence, 'replay'> {
  const reports = gated.flatMap(({ replay }) => replay ?? []);
  const [first] = reports;
  if (first === undefined) return {};
  return {
    replay: {
      ...first,
      askedFirst: mergeAskedFirst(reports),
      pauses: {
        kept: sum(reports.map(({ pauses }) => pauses.kept)),
        totalMs: sum(reports.map(({ pauses }) => pauses.totalMs)),
        boundMs: Math.min(...reports.map(({ pauses }) => pauses.boundMs)),
      },
      lag: mergeLags(reports.map(({ lag }) => lag)),
      values: {
        substituted: sum(reports.map(({ values }) => values.substituted)),
        unresolved: sum(reports.map(({ values }) => values.unresolved)),
        examples: gated.flatMap(
          ({ name, replay }) => replay?.values.examples.map((each) => `${name}: ${each}`) ?? [],
        ),
      },
    },
  };
}

function mergeAskedFirst(reports: readonly ReplayReport[]): ReplayReport['askedFirst'] {
  const counts = instanceRoles.map((role) => {
    const asked = reports.flatMap(({ askedFirst }) => askedFirst[role] ?? []);
    return [role, asked] as const;
  });
  return Object.fromEntries(
    counts.filter(([, asked]) => asked.length > 0).map(([role, asked]) => [role, sum(asked)]),
  );
}

function mergeLags(lags: readonly ReplayLag[]): ReplayLag {
  const worst = (of: (lag: ReplayLag) => number) => Math.max(...lags.map(of));
  return {
    exchanges: sum(lags.map(({ exchanges }) => exchanges)),
    medianMs: worst(({ medianMs }) => medianMs),
    p95Ms: worst(({ p95Ms }) => p95Ms),
    maxMs: worst(({ maxMs }) => maxMs),
    boundMs: worst(({ boundMs }) => boundMs),
    shareOver: worst(({ shareOver }) => shareOver),
  };
}
