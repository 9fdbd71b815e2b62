import { instanceRoles } from '../domain/observation.ts';
import type { TelemetryReport } from '../domain/telemetry.ts';
import { comparableSpans } from '../runs/comparable-spans.ts';
import type { SpansOfRun } from '../runs/run-telemetry.ts';

/** What the evidence says of the spans of the observe run: how many came, from where, and how many exchanges they prove something of. */
export function summariseTelemetry(spans: SpansOfRun): TelemetryReport {
  const roles = instanceRoles.flatMap((role) => {
    const collected = spans.ofRole[role];
    if (collected === undefined) return [];
    const { events, elsewhere, refused, traced, incomplete } = collected;
    const counts = { spans: events.length, elsewhere, refused };
    return [{ role, ...counts, traced: traced.size, incomplete: incomplete.size }];
  });
  const compared = comparableSpans(spans).exchanges.size;
  const { mode, injected } = spans;
  return { mode, roles, compared, injected, notes: [...spans.notes, ...notesOf(roles, compared)] };
}

function notesOf(roles: TelemetryReport['roles'], compared: number): readonly string[] {
  const silent = roles.filter(({ traced }) => traced === 0).map(({ role }) => role);
  if (silent.length === roles.length)
    return ['no span of any exchange was received: the service exports none, or elsewhere'];
  const most = Math.max(...roles.map(({ traced }) => traced));
  const without = most - compared;
  return [
    ...(silent.length === 0 ? [] : [`no span of any exchange was received from ${silent.join(' and ')}`]),
    ...(without <= 0
      ? []
      : [
          `telemetry incomplete: in ${without} of ${most} exchanges with spans some are missing in one of the instances, and their spans were not compared`,
        ]),
  ];
}
