import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type GateToMeasure = {
  /** Where the bundled program lies, and where it may write. */
  readonly folder: string;
  readonly recording: string;
  readonly exchanges: number;
  /** As `replay.budget` takes it. */
  readonly budget: string;
  readonly origins: readonly [baseline: string, candidate: string];
};

export type MeasuredGate = {
  readonly exchanges: number;
  readonly budget: string;
  readonly replayed: number;
  /** Largest size that was resident at any time, in units of 10⁶ bytes. */
  readonly residentMB: number;
  /** Of ten equal spans of the process's life: the largest size that was resident, and what JavaScript held of it at that time. */
  readonly spans: readonly MemorySpan[];
  readonly cpuS: number;
  readonly wallS: number;
};

export type MemorySpan = {
  readonly residentMB: number;
  readonly heapTotalMB: number;
  readonly heapUsedMB: number;
  /** Buffers included, which `buffersMB` is alone. */
  readonly externalMB: number;
  readonly buffersMB: number;
};

/** Written by the measured process itself, whose parent is not told: what its memory is made of each half second, and its usage as it ends. */
const tellAtExit = (path: string): string =>
  `data:text/javascript,${encodeURIComponent(
    `import { writeFileSync } from 'node:fs';
     const memory = [];
     const look = () => memory.push(process.memoryUsage());
     setInterval(look, 500).unref();
     process.on('exit', () => {
       look();
       writeFileSync(${JSON.stringify(path)}, JSON.stringify({ ...process.resourceUsage(), memory }));
     });`,
  )}`;

type Usage = {
  readonly maxRSS: number;
  readonly userCPUTime: number;
  readonly systemCPUTime: number;
  readonly memory: readonly NodeJS.MemoryUsage[];
};

/** Used once for each row: one whole `shadowgate compare`, in a process of its own that ends with it. */
export async function measureGate({
  folder,
  recording,
  exchanges,
  budget,
  origins,
}: GateToMeasure): Promise<MeasuredGate> {
  const [config, usageFile, evidence] = ['settings.yml', 'usage.json', 'evidence'].map((name) =>
    join(folder, name),
  );
  if (config === undefined || usageFile === undefined || evidence === undefined)
    throw new Error('three names');
  writeFileSync(config, `version: 1\nreplay:\n  budget: ${budget}\n  run-timeout: 10h\n`);
  const builds = ['--baseline', `url:${origins[0]}`, '--candidate', `url:${origins[1]}`];
  const files = ['--recording', recording, '--config', config, '--evidence', evidence];
  const program = [join(folder, 'cli.js'), 'compare', ...builds, ...files, '--quiet'];
  const startedAt = performance.now();
  const child = spawn(process.execPath, ['--import', tellAtExit(usageFile), ...program], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(child, 'exit');
  const usage = JSON.parse(readFileSync(usageFile, 'utf8')) as Usage;
  return {
    exchanges,
    budget,
    replayed: replayedOf(join(evidence, 'evidence.json'), exchanges),
    residentMB: Math.round((usage.maxRSS * 1024) / 1e6),
    spans: spansOf(usage.memory),
    cpuS: Math.round((usage.userCPUTime + usage.systemCPUTime) / 1e6),
    wallS: Math.round((performance.now() - startedAt) / 1e3),
  };
}

/** A run that was cut off or failed would need little memory. */
function replayedOf(path: string, exchanges: number): number {
  const { recording, plan, counts } = JSON.parse(readFileSync(path, 'utf8'));
  if (recording.exchanges !== exchanges) throw new Error(`${recording.exchanges} exchanges were read`);
  if (plan.notSent > 0 || counts.counted > 0)
    throw new Error(`not as planned: ${JSON.stringify({ plan, counts })}`);
  return plan.exchanges;
}

function spansOf(samples: readonly NodeJS.MemoryUsage[]): readonly MemorySpan[] {
  const length = Math.ceil(samples.length / 10);
  const firsts = Array.from({ length: Math.ceil(samples.length / length) }, (_, span) => span * length);
  return firsts.flatMap((first) => {
    const highest = samples.slice(first, first + length).toSorted((a, b) => b.rss - a.rss)[0];
    return highest === undefined ? [] : [inMegabytes(highest)];
  });
}

const inMegabytes = (memory: NodeJS.MemoryUsage): MemorySpan => ({
  residentMB: Math.round(memory.rss / 1e6),
  heapTotalMB: Math.round(memory.heapTotal / 1e6),
  heapUsedMB: Math.round(memory.heapUsed / 1e6),
  externalMB: Math.round(memory.external / 1e6),
  buffersMB: Math.round(memory.arrayBuffers / 1e6),
});
