/** What one run measures besides what the instances answer: what each exchange cost, and what memory they keep. */
import type { MemoryPoint } from '../comparison/cost/judge-memory.ts';
import { createCostSampler, type SampledCosts } from '../comparison/cost/sample-costs.ts';
import type { InstanceRole, ObservedExchange } from '../domain/observation.ts';
import type { RuntimeSnapshot } from '../domain/runtime-snapshot.ts';
import type { Channels } from '../preparation/open-channels.ts';
import { cpuShareBetween, readSpentCpu, type SpendingInstance } from './measure-cpu-share.ts';
import { createMemoryWatch } from './watch-memory.ts';

export type RunMeasures = {
  /** What the exchanges cost each instance. */
  readonly costs: SampledCosts;
  /** What each instance held at several points of the run. */
  readonly memory: readonly MemoryPoint[];
  /** Share of the CPU time of replay and instances that went to the replay itself; null where too little was spent to tell. */
  readonly ownCpuShare: number | null;
};

export type RunMeasuring = {
  /** To be told of every exchange as it comes out of the replay; waits while the instances measure. */
  add(observed: ObservedExchange): Promise<void>;
  result(snapshots: Readonly<Partial<Record<InstanceRole, RuntimeSnapshot>>>): RunMeasures;
};

/** Called when the instances are ready and nothing was sent yet, which is the first point of the memory. */
export async function beginMeasures(
  channels: Channels,
  instances: readonly SpendingInstance[],
  exchanges: number,
): Promise<RunMeasuring> {
  const costs = createCostSampler();
  const memory = createMemoryWatch(channels, exchanges);
  let done = 0;
  await memory.afterExchanges(done);
  const before = readSpentCpu(instances);
  return {
    async add(observed) {
      costs.add(observed);
      done += 1;
      await memory.afterExchanges(done);
    },
    result: (snapshots) => ({
      costs: costs.result(),
      memory: memory.points(snapshots),
      ownCpuShare: cpuShareBetween(before, readSpentCpu(instances)),
    }),
  };
}
