import { cpus } from 'node:os';

/** CPU time spent so far, in milliseconds. */
export type SpentCpu = {
  /** By the program that replays. */
  readonly own: number;
  /** By everything on the machine; 0 where it does not say. */
  readonly all: number;
};

/** Less than this says nothing: reading the clocks is coarse, and starting up takes part of it. */
const leastMs = 2_000;

/** Read at both ends of a run. Of the whole machine, since a service may work in processes that nobody can follow. */
export function readSpentCpu(): SpentCpu {
  const { user, system } = process.cpuUsage();
  const all = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return { own: (user + system) / 1000, all };
}

/**
 * Used after a run: which share of the CPU time that the machine spent went to the replay itself. Where that is large, the instances wait
 * for us, and how long they take to answer says as much about the replay as about the builds. Null where too little was spent to tell.
 */
export function cpuShareBetween(before: SpentCpu, after: SpentCpu): number | null {
  const all = after.all - before.all;
  if (all < leastMs) return null;
  return Math.min(1, (after.own - before.own) / all);
}
