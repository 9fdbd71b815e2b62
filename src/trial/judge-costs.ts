/** Joins what the runs measured with the calls that were seen, for the comparison to judge what the exchanges cost. */
import { describeAlive } from '../comparison/cost/describe-alive.ts';
import { type CostRun, type SettledCosts, settleCosts } from '../comparison/cost/settle-costs.ts';
import type { InstancesEvent } from '../domain/allocation.ts';
import type { CostSettings } from '../domain/cost.ts';
import type { InstanceRole } from '../domain/observation.ts';
import type { Trial } from '../runs/observe-and-explain.ts';
import type { Run } from '../runs/replay-run.ts';

type RanTrial = Extract<Trial, { kind: 'ran' }>;

export function judgeCosts(
  {
    observe,
    explain,
    allocations,
  }: Pick<RanTrial, 'observe' | 'explain'> & Partial<Pick<RanTrial, 'allocations'>>,
  settings: CostSettings,
): SettledCosts {
  return settleCosts({
    observe: costRun(observe),
    explain: explain === null ? null : costRun(explain),
    settings,
    alive: describeAlive({
      baseline: instancesOf(observe, 'baseline'),
      secondary: instancesOf(observe, 'secondary'),
      candidate: instancesOf(observe, 'candidate'),
    }),
    memoryAlone: allocations?.kind === 'measured' ? allocations.memory : [],
  });
}

function instancesOf({ snapshots }: Run, role: InstanceRole): readonly InstancesEvent[] {
  return (snapshots[role]?.events ?? []).filter((event) => event.kind === 'instances');
}

function costRun(run: Run): CostRun {
  const { costs, memory } = run.measures;
  return { samples: costs, memory, calls: countCalls(run) };
}

/** The stand-ins know every call; where none stood in, the agents saw those that go by HTTP. */
function countCalls({ outbound, snapshots }: Run): CostRun['calls'] {
  const counts = new Map<string, number>();
  const count = (role: string, exchangeId: string) => {
    const key = `${role} ${exchangeId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  const sources =
    outbound === null
      ? Object.entries(snapshots).map(
          ([role, { events }]) => [role, events.filter(({ kind }) => kind === 'outbound-call')] as const,
        )
      : Object.entries(outbound.calls);
  for (const [role, calls] of sources) for (const { exchangeId } of calls) count(role, exchangeId);
  return sources.length === 0
    ? null
    : (role: InstanceRole, exchangeId) => counts.get(`${role} ${exchangeId}`) ?? 0;
}
