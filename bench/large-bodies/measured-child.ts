/**
 * The process whose memory `npm run bench:large-bodies` measures: `record FOLDER ORIGIN` is a recorder that lives until its input ends,
 * `replay FOLDER ORIGIN` replays and compares what was recorded. Prints its largest resident size in bytes, before and at the end.
 */
import { createRunComparison } from '../../src/comparison/run-comparison.ts';
import { builtInConfig } from '../../src/config/built-in-config.ts';
import { openRecording } from '../../src/preparation/open-recording.ts';
import { createRecording } from '../../src/recording/file/recording-writer.ts';
import { createRedactor } from '../../src/recording/redaction/redaction.ts';
import { startRecordingProxy } from '../../src/recording/relay/recording-proxy.ts';
import { planReplay } from '../../src/replay/plan-replay.ts';
import { replayPlan } from '../../src/replay/replay-plan.ts';

const [task = '', path = '', origin = ''] = process.argv.slice(2);
const largest = (): number => process.resourceUsage().maxRSS * 1024;

if (task === 'record') await record();
else await replay();

async function record(): Promise<void> {
  const header = { createdAt: new Date().toISOString(), recorder: 'bench', keyId: '0123abcd' };
  const writer = await createRecording(path, header);
  const proxy = await startRecordingProxy({
    upstream: new URL(origin),
    port: 0,
    redactor: createRedactor(Buffer.from('a redaction key of a benchmark')),
    append: (exchange) => writer.append(exchange),
    maximumBodyBytes: 256 * 1024 * 1024,
    now: Date.now,
    onProblem: (problem) => process.stderr.write(`${problem}\n`),
  });
  const before = largest();
  process.stdout.write(`${JSON.stringify({ port: proxy.port })}\n`);
  process.stdin.resume();
  await new Promise((resolve) => process.stdin.once('end', resolve));
  const counters = await proxy.stop();
  await writer.close(counters);
  process.stdout.write(`${JSON.stringify({ before, after: largest(), counters })}\n`);
}

async function replay(): Promise<void> {
  const recording = await openRecording(path);
  const before = largest();
  const { replay: settings } = builtInConfig();
  const comparison = createRunComparison({});
  const targets = (['baseline', 'secondary', 'candidate'] as const).map((role) => {
    return { role, origin, isAlive: () => true };
  });
  const replaying = replayPlan({
    ...{ plan: await planReplay(recording.heads()), exchanges: recording.exchanges, targets },
    settings: { ...settings, exchangeTimeoutMs: 120_000 },
    seed: 7,
    ...{ run: 'observe', clock: 'real', now: Date.now, tagExchanges: false, onProgress: () => undefined },
    signal: new AbortController().signal,
  });
  for await (const observed of replaying) comparison.add(observed);
  const { exchanges, differing } = comparison.result();
  const divergences = differing.flatMap((exchange) => exchange.divergences).length;
  process.stdout.write(
    `${JSON.stringify({ before, after: largest(), compared: exchanges.length, divergences })}\n`,
  );
}
