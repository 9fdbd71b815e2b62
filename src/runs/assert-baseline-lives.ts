import type { InstanceRole } from '../domain/observation.ts';
import { GateError } from '../errors.ts';
import type { Shadow } from '../shadow/instance/start-shadow.ts';
import { type EndFinder, momentOf } from './instance-end.ts';

/** Without a living baseline there is nothing to compare with; what it still answered proves nothing. */
export function assertBaselineLives(shadow: Shadow, ends: Readonly<Record<InstanceRole, EndFinder>>): void {
  for (const role of ['baseline', 'secondary'] as const) {
    const instance = shadow.instances[role];
    const ending = instance?.ending() ?? null;
    if (!instance || ending === null) continue;
    const { limit, text } = ending;
    const end = ends[role].find(instance);
    const moment = end === null ? '' : `, ${momentOf(end)}`;
    throw new GateError({
      code: limit === null ? 'instance-died' : 'limit-exceeded',
      message: `The ${role} ended during the replay: it ${text}${moment}.${instance.logTail()}`,
      remedy:
        limit === null
          ? 'Find out which recorded request ends the service at the base revision: the one named here, or one beside it. Repair that first, or name it under `replay: leave-out` on the base branch.'
          : `Raise \`limits: ${limit}\` under \`service\` on the base branch, or let the service need less.`,
    });
  }
}
