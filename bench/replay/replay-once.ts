/**
 * The client of one measurement, a program of its own so that its CPU time is its own: reads a recording and replays it to instances by
 * what the product replays with. Prints one line of JSON. Its settings come as one argument of JSON.
 */
import { createRunComparison } from '../../src/comparison/run-comparison.ts';
import type { ObservedExchange } from '../../src/domain/observation.ts';
import type { ReplaySettings } from '../../src/domain/service.ts';
import { findCredentials } from '../../src/preparation/describe-credentials.ts';
import { readExchanges, readHeads } from '../../src/recording/file/recording-reader.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { replayPlan } from '../../src/replay/replay-plan.ts';
import type { SendingLane } from '../../src/replay/sending/sender.ts';
import { keepHeapSmall } from '../../src/runs/keep-heap-small.ts';

/** `bodies`: every body against the recorded one; `instances`: all instances against each other, as a gate does; `nothing`. */
export type ReplayOnce = {
  readonly recording: string;
  readonly origins: readonly string[];
  readonly concurrency: number;
  readonly lane: SendingLane;
  readonly compare: 'bodies' | 'instances' | 'nothing';
};

export type ReplayedOnce = {
  readonly requests: number;
  readonly answered: number;
  readonly equal: number;
  readonly planCpuUs: number;
  readonly cpuUs: number;
  readonly wallMs: number;
  readonly maxRssBytes: number;
};

keepHeapSmall();
const once = JSON.parse(process.argv[2] ?? '{}') as ReplayOnce;
const settings: ReplaySettings = {
  concurrency: once.concurrency,
  timing: 'as-fast-as-possible',
  speed: 1,
  pauseAfterWriteMs: 0,
  exchangeTimeoutMs: 30_000,
  runTimeoutMs: 600_000,
  credentials: [],
  jwt: [],
  login: [],
};
const roles = ['baseline', 'candidate', 'secondary'] as const;

process.stdout.write(`${JSON.stringify(await replay())}\n`);

async function replay(): Promise<ReplayedOnce> {
  const beforePlan = process.cpuUsage();
  const all = await planReplay(readHeads(once.recording));
  const { links } = await findCredentials({
    ...{ plan: all, exchanges: () => readExchanges(once.recording), settings },
    ...{ clock: 'real', now: Date.now() },
  });
  const plan = { ...all, links };
  const planCpu = process.cpuUsage(beforePlan);
  const before = process.cpuUsage();
  const startedAt = performance.now();
  const comparison = createRunComparison({});
  let requests = 0;
  let answered = 0;
  let equal = 0;
  const replaying = replayPlan({
    plan,
    exchanges: () => readExchanges(once.recording),
    targets: once.origins.map((origin, at) => ({
      role: roles[at] ?? 'secondary',
      origin,
      lane: once.lane,
      isAlive: () => true,
    })),
    settings,
    run: 'observe',
    seed: 20_261_122,
    tagExchanges: false,
    clock: 'real',
    now: () => Date.now(),
    onProgress: () => {},
    signal: new AbortController().signal,
  });
  for await (const observed of replaying) {
    for (const outcome of outcomesOf(observed)) {
      requests += 1;
      if (outcome.kind !== 'responded') continue;
      answered += 1;
      if (once.compare === 'bodies' && Buffer.compare(outcome.body, observed.exchange.responseBody) === 0)
        equal += 1;
    }
    if (once.compare === 'instances') comparison.add(observed);
  }
  const cpu = process.cpuUsage(before);
  return {
    requests,
    answered,
    equal,
    planCpuUs: planCpu.user + planCpu.system,
    cpuUs: cpu.user + cpu.system,
    wallMs: performance.now() - startedAt,
    maxRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

function outcomesOf({ baseline, candidate, secondary }: ObservedExchange) {
  return [baseline, candidate, ...(secondary === undefined ? [] : [secondary])].map(({ outcome }) => outcome);
}
