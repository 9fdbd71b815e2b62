import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProtoSchema } from '../../src/comparison/content/proto-schema.ts';
import { createRunComparison } from '../../src/comparison/run-comparison.ts';
import type { Divergence } from '../../src/domain/divergence.ts';
import type { ObservedExchange } from '../../src/domain/observation.ts';
import type { Exchange } from '../../src/domain/recording.ts';
import { readExchanges } from '../../src/recording/file/recording-reader.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { replayPlan } from '../../src/replay/replay-plan.ts';
import { aRecorder } from '../recording/a-recorder.ts';
import { aHeader, collect } from '../recording/an-exchange.ts';
import { allOf, requestTo } from '../replay/support/three-instances.ts';

export type RunningService = { readonly origin: string; stop(): unknown };

export type Replayed = {
  readonly observed: readonly ObservedExchange[];
  /** Each divergence of the candidate, by the target of its exchange. */
  readonly divergences: readonly { readonly target: string; readonly divergence: Divergence }[];
  readonly notes: readonly string[];
};

/** Records what a visitor does through a real recorder, writes it to a file and reads it from there. */
export async function recordVisit(
  service: RunningService,
  visit: (origin: string) => Promise<unknown>,
): Promise<readonly Exchange[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sg-visit-'));
  const path = join(folder, 'visit.sgrec');
  try {
    const writer = await createRecording(path, aHeader);
    const { proxy } = await aRecorder(new URL(service.origin), {
      append: (exchange) => writer.append(exchange),
      now: Date.now,
    });
    await visit(`http://127.0.0.1:${proxy.port}`);
    await writer.close(await proxy.stop());
    return await collect(readExchanges(path));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Replays a recording against three services that run, and compares what they answer. All of them are stopped. */
export async function replayTo(
  recorded: readonly Exchange[],
  services: readonly [baseline: RunningService, secondary: RunningService, candidate: RunningService],
  schema: ProtoSchema | null = null,
): Promise<Replayed> {
  const notes: string[] = [];
  try {
    const request = await requestTo(services, recorded, {
      onProgress: (event) => {
        if (event.kind === 'note') notes.push(event.text);
      },
    });
    const observed = await allOf(replayPlan(request));
    const comparison = createRunComparison({}, schema);
    const divergences = observed.flatMap((one) =>
      (comparison.add(one)?.divergences ?? []).map((divergence) => ({
        target: one.exchange.target,
        divergence,
      })),
    );
    return { observed, divergences, notes };
  } finally {
    for (const service of services) await service.stop();
  }
}
