import type { RuntimeSnapshot } from '../../domain/runtime-snapshot.ts';
import { type FlowStep, stepOf } from './flow-step.ts';

/** The request flow of each exchange in one instance. */
export type ExchangeFlows = {
  readonly flows: ReadonlyMap<string, readonly FlowStep[]>;
  /** Exchanges of which the flow is not known to be whole and their own. */
  readonly unsettled: ReadonlySet<string>;
  /** Whether the flow was told up to the end of the run; else an exchange without events says nothing. */
  readonly isWhole: boolean;
};

/** Takes the flow of one instance apart by exchange, in the order in which things were done. */
export function readFlows({ events, dropped }: RuntimeSnapshot): ExchangeFlows {
  const flows = new Map<string, FlowStep[]>();
  const unsettled = new Set<string>();
  for (const event of events) {
    if (event.kind === 'flow-unsettled') unsettled.add(event.exchangeId);
    const step = event.exchangeId === '' ? null : stepOf(event);
    if (step === null) continue;
    const flow = flows.get(event.exchangeId) ?? [];
    flows.set(event.exchangeId, flow);
    flow.push(step);
  }
  return { flows, unsettled, isWhole: dropped === 0 && !unsettled.has('') };
}

/**
 * Exchanges whose flow is settled in all of these instances. Where one of them was not told to the end, only those of which each has
 * told something.
 */
export function settledExchanges(instances: readonly ExchangeFlows[]): readonly string[] {
  const ids = new Set(instances.flatMap(({ flows }) => [...flows.keys()]));
  const isTold = (id: string) => instances.every(({ flows, isWhole }) => isWhole || flows.has(id));
  return [...ids].filter((id) => isTold(id) && instances.every(({ unsettled }) => !unsettled.has(id)));
}
