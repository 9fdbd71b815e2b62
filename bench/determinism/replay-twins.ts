/** Replays a recording against two instances of one build, neither of them perturbed, and holds every byte against the other's. */

import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { builtInConfig } from '../../src/config/built-in-config.ts';
import type { DeterminismSettings } from '../../src/domain/determinism.ts';
import type { Finding } from '../../src/domain/divergence.ts';
import type { ObservedExchange } from '../../src/domain/observation.ts';
import type { Ports } from '../../src/ports.ts';
import { agentPathFrom } from '../../src/preparation/agent-path.ts';
import { openRecording } from '../../src/preparation/open-recording.ts';
import { prepareSources } from '../../src/preparation/prepare-sources.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { makeRun } from '../../src/runs/make-run.ts';
import { observeAndExplain } from '../../src/runs/observe-and-explain.ts';
import type { TrialRequest } from '../../src/runs/run-request.ts';
import { handleSignals } from '../../src/shadow/processes/handle-signals.ts';
import { createTeardown } from '../../src/shadow/processes/teardown.ts';
import { withoutWalls } from '../../src/shadow/sandbox/sandbox.ts';
import { settleTrial } from '../../src/trial/settle-trial.ts';

export type Twins = {
  readonly exchanges: number;
  /** Each exchange in which any byte differs, with the first thing that does. */
  readonly differing: readonly string[];
};

const shop = resolve(import.meta.dirname, '../../examples/shop');

/** One run over the whole recording of the shop: status, every header line and every byte of every body. */
export async function replayTwins(determinism: DeterminismSettings): Promise<Twins> {
  return withTwins(determinism, async (request, ports) => {
    const differing: string[] = [];
    let exchanges = 0;
    const outcome = await makeRun(
      { ...request, run: 'observe', suspects: [], state: null, stateSuspects: null },
      ports,
      (observed) => {
        exchanges += 1;
        const first = firstDifference(observed);
        if (first !== null) differing.push(`${observed.exchange.id} ${observed.route}: ${first}`);
      },
    );
    if (outcome.kind === 'candidate-failed') throw outcome.error;
    return { exchanges, differing };
  });
}

/** What the gate makes of the twins: both runs, and every finding with what became of it. */
export async function judgeTwins(determinism: DeterminismSettings): Promise<readonly Finding[]> {
  return withTwins(determinism, async (request, ports) => {
    const trial = await observeAndExplain(request, ports);
    const { plan } = request;
    const { findings } = settleTrial({
      ...{ trial, plan, isBuilt: false, ignores: [], today: ports.now() },
      ...{ probes: { baseline: [], candidate: [] }, changed: [] },
    });
    return findings;
  });
}

async function withTwins<Result>(
  determinism: DeterminismSettings,
  use: (request: TrialRequest, ports: Ports) => Promise<Result>,
): Promise<Result> {
  const workFolder = await realpath(await mkdtemp(join(tmpdir(), 'shadowgate-twins-')));
  const teardown = createTeardown({ journalFolder: join(workFolder, 'journal') });
  const release = handleSignals(teardown, process);
  const ports: Ports = {
    environment: process.env,
    onProgress: () => undefined,
    signal: teardown.signal,
    teardown,
    agentPath: agentPathFrom(import.meta.url),
    version: 'twins',
    now: () => new Date(),
  };
  try {
    const recording = await openRecording(join(shop, 'recording.sgrec'));
    const source = { kind: 'dir', folder: shop } as const;
    const sources = { baseline: source, candidate: source };
    const prepared = await prepareSources({
      sources,
      configured: {},
      workFolder,
      sandbox: withoutWalls,
      ports,
    });
    const { baseline, candidate } = prepared;
    if (candidate.kind === 'failed') throw candidate.error;
    const plan = await planReplay(recording.heads());
    const { replay } = builtInConfig();
    const probes = { baseline: [], candidate: [] };
    const request = {
      plan,
      recording,
      baseline,
      candidate,
      replay,
      determinism,
      probes,
      changed: [],
      workFolder,
      sandbox: withoutWalls,
    };
    return await use(request, ports);
  } finally {
    await teardown.run();
    release();
    await rm(workFolder, { recursive: true, force: true });
  }
}

function firstDifference({ baseline, candidate }: ObservedExchange): string | null {
  const [one, another] = [baseline.outcome, candidate.outcome];
  if (one.kind === 'failed' || another.kind === 'failed') return `no answer (${one.kind}, ${another.kind})`;
  if (one.status !== another.status) return `status ${one.status} and ${another.status}`;
  const line = one.headers.findIndex((each, at) => String(each) !== String(another.headers[at]));
  if (line !== -1) return `header ${String(one.headers[line])} and ${String(another.headers[line])}`;
  if (one.headers.length !== another.headers.length) return 'number of headers';
  const [before, after] = [one.body, another.body].map((body) => Buffer.from(body).toString('latin1'));
  return before === after ? null : `body ${before?.slice(0, 200)} and ${after?.slice(0, 200)}`;
}
