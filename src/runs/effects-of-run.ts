/** What the instances of one run did besides answering, compared: calls and errors, and the request flow around them. */
import type { FlowReport } from '../domain/flow.ts';
import { compareEvents, type EventDivergence } from '../snapshots/comparing/compare-events.ts';
import { compareFlow } from '../snapshots/flow/compare-flow.ts';
import type { Run } from './replay-run.ts';

export type EffectsOfRun = {
  readonly divergences: readonly EventDivergence[];
  /** What the evidence says of the flow besides; null where none was seen. */
  readonly flow: FlowReport | null;
};

/** Used to find suspects, and to settle what both runs showed. Null where an agent is missing on either side. */
export function effectsOfRun({
  snapshots,
  outbound,
}: Pick<Run, 'snapshots' | 'outbound'>): EffectsOfRun | null {
  const { baseline, secondary = null, candidate } = snapshots;
  if (!baseline || !candidate) return null;
  const known = outbound === null ? {} : { isKnown: outbound.standsInFor };
  const flow = compareFlow({ baseline, secondary, candidate });
  const events = compareEvents({ baseline, secondary, candidate, ...known });
  return { divergences: [...events, ...flow.divergences], flow: flow.report };
}
