import { cpus } from 'node:os';

/** CPU time spent so far, in milliseconds. */
export type SpentCpu = {
  /** By the program that replays. */
  readonly own: number;
  /** By all instances; null where that of one cannot be known. */
  readonly services: number | null;
  /** By everything on the machine; 0 where it does not say. */
  readonly machine: number;
};

/** One instance, as far as its CPU time is known. */
export type SpendingInstance = { cpuMs(): number | null };

/** Less than this says nothing: reading the clocks is coarse, and starting up takes part of it. */
const leastMs = 2_000;

/** Read at both ends of a run. */
export function readSpentCpu(instances: readonly SpendingInstance[]): SpentCpu {
  const { user, system } = process.cpuUsage();
  const machine = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return { own: (user + system) / 1000, services: sumOf(instances.map((each) => each.cpuMs())), machine };
}

/**
 * Used after a run: which share of the CPU time that replay and instances spent went to the replay itself. Where that is large, the instances
 * wait for us, and how long they take to answer says as much about the replay as about the builds. What else runs on the machine is of no
 * account; only where an instance cannot be followed, such as a service that already ran, does the whole machine stand for all of them. Null
 * where too little was spent to tell.
 */
export function cpuShareBetween(before: SpentCpu, after: SpentCpu): number | null {
  const own = after.own - before.own;
  const all = spentByAll(before, after, own);
  return all < leastMs ? null : Math.min(1, own / all);
}

function spentByAll(before: SpentCpu, after: SpentCpu, own: number): number {
  if (before.services === null || after.services === null) return after.machine - before.machine;
  return own + Math.max(0, after.services - before.services);
}

function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);
}
