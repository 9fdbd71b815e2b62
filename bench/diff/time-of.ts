/** Processor time of this process in ms, its collector and compiler included; a busy machine changes it less than the clock. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Ms of one call, over as many calls as take at least so long. */
function timeOf(work: () => void, leastMs: number): number {
  for (let calls = 1; ; ) {
    const before = processorMs();
    for (let call = 0; call < calls; call += 1) work();
    const spent = processorMs() - before;
    if (spent > leastMs || calls > 1_000_000) return spent / calls;
    calls *= spent < leastMs / 20 ? 10 : 2;
  }
}

const rounds = 5;
const warmMs = 200;
const leastMs = 40;

/** Medians of several rounds in which each work takes its turn, after all have run warm; ms of one call each. */
export function compareTimes(...works: readonly (() => void)[]): readonly number[] {
  for (const work of works) timeOf(work, warmMs);
  const times = works.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, work] of works.entries()) times[index]?.push(timeOf(work, leastMs));
  return times.map((list) => list.toSorted((one, another) => one - another)[rounds >> 1] ?? 0);
}
