import type { FirstDivergence } from '../../domain/evidence-trace.ts';
import type { Probe } from '../../domain/runtime-snapshot.ts';
import type { HitPair } from '../aligning/align-hits.ts';
import type { FlowStep } from '../flow/flow-step.ts';
import { provesChangedLine } from '../probes/probe-ids.ts';
import { explainCall } from './explain-by-control.ts';
import type { ProbeSides } from './name-divergence.ts';

type Side = 'baseline' | 'candidate';
type Request = {
  readonly exchangeId: string;
  readonly pairs: readonly HitPair[];
  readonly sides: ProbeSides;
  /** What either build asked, called, wrote and started in this exchange, in its order. */
  readonly flows: Readonly<Record<Side, readonly FlowStep[]>>;
};

/**
 * Used beside the first divergence, since a change may hold two faults: a list that grew does not explain a query for each of
 * its rows. What one build did more often than the other is put down to the changed statement under which it was done, if that statement
 * calls something that the other build does not. Null where another statement did it, or it cannot be told.
 */
export function explainEffects(request: Request): FirstDivergence | null {
  for (const side of ['candidate', 'baseline'] as const) {
    const step = firstBeyond(
      request.flows[side],
      request.flows[side === 'candidate' ? 'baseline' : 'candidate'],
    );
    const pair = step && pairAround(step, side, request);
    const told = pair && explainCall({ ...request, thrown: { baseline: null, candidate: null } }, pair);
    if (told) return told.first;
  }
  return null;
}

/** The first step that the other build did not do as often. */
function firstBeyond(own: readonly FlowStep[], other: readonly FlowStep[]): FlowStep | undefined {
  const left = new Map<string, number>();
  for (const { label } of other) left.set(label, (left.get(label) ?? 0) + 1);
  return own.find(({ label }) => {
    const rest = left.get(label) ?? 0;
    left.set(label, rest - 1);
    return rest <= 0;
  });
}

/** The pass during which a step was done: it came before the look behind a statement, or after the look before one. */
function pairAround({ sequence }: FlowStep, side: Side, { pairs, sides }: Request): HitPair | null {
  const passed = pairs
    .filter((pair) => pair[side] !== null)
    .toSorted((one, another) => (one[side]?.sequence ?? 0) - (another[side]?.sequence ?? 0));
  const next = passed.findIndex((pair) => (pair[side]?.sequence ?? 0) > sequence);
  const behind = next === -1 ? undefined : passed[next];
  const ahead = next === -1 ? passed.at(-1) : passed[next - 1];
  const probeOf = (pair: HitPair | undefined): Probe | undefined =>
    sides[side].get(pair?.[side]?.probeId ?? '');
  const isCause = (pair: HitPair | undefined, isAfter: boolean) => {
    const probe = probeOf(pair);
    if (probe === undefined || !provesChangedLine(probe.id)) return false;
    return (probe.moment === 'after') === isAfter && (probe.calls ?? []).length > 0;
  };
  if (isCause(behind, true)) return behind ?? null;
  return isCause(ahead, false) ? (ahead ?? null) : null;
}
