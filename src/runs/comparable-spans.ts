/** Which spans of a run can be compared: a span that is missing says nothing where spans are known to have been lost. */
import type { SpanEvent } from '../domain/flow.ts';
import { type InstanceRole, instanceRoles } from '../domain/observation.ts';
import type { SpansOfRun } from './run-telemetry.ts';

export type ComparableSpans = {
  /** Exchanges whose spans are whole in every instance. */
  readonly exchanges: ReadonlySet<string>;
  readonly ofRole: Readonly<Partial<Record<InstanceRole, readonly SpanEvent[]>>>;
};

/** Used when a run is over. The secondary counts like the others: what it lost would be learned as noise. */
export function comparableSpans({ ofRole }: Pick<SpansOfRun, 'ofRole'>): ComparableSpans {
  const [first, ...others] = instanceRoles.flatMap((role) => ofRole[role] ?? []);
  const isWhole = (id: string) =>
    [first, ...others].every((each) => each?.traced.has(id) && !each.incomplete.has(id));
  const exchanges = new Set([...(first?.traced ?? [])].filter(isWhole));
  const kept = Object.entries(ofRole).map(([role, { events }]) => [
    role,
    events.filter(({ exchangeId }) => exchanges.has(exchangeId)),
  ]);
  return { exchanges, ofRole: Object.fromEntries(kept) };
}
