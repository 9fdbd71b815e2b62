/**
 * `npm run bench:replay [-- --rounds N --exchanges N]`: what one request costs a client, in CPU time of its process, as a ratio to wrk in the
 * same round, on the target of `target.c`. Our rows run what the product runs: recording read, planned, replayed to two instances, bodies
 * kept and compared with the recorded ones. A tool that is not there is named, and its row left out. Writes `bench/results/replay.json`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { answerOf, startTargets } from './light-target.ts';
import { makeRecording } from './make-recording.ts';
import { measured, medianOf } from './measure-clients.ts';
import { type Client, peersAt, replayClient } from './replay-clients.ts';

const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, exchanges: { type: 'string', default: '100000' } },
});
const rounds = Number(values.rounds);
const exchanges = Number(values.exchanges);

/** Shares of wrk's rate per core that the replay must reach, by row. */
const bars: Readonly<Record<string, number>> = { 'ours, prepared bytes': 0.25, 'ours, general client': 0.2 };
/** Comparing three instances may cost this much of the same requests uncompared. */
const comparisonBar = 1.2;

const folder = mkdtempSync(join(tmpdir(), 'bench-replay-'));
const targets = await startTargets(folder);
try {
  const rows = await measureAll();
  process.exitCode = report(rows) ? 0 : 1;
} finally {
  targets.stop();
  rmSync(folder, { recursive: true, force: true });
}

type Row = { readonly name: string; readonly cpuUs: number; readonly ofWrk: number };

async function measureAll(): Promise<readonly Row[]> {
  const answer = await answerOf(targets.origins[0]);
  const reads = join(folder, 'reads.sgrec');
  const mixed = join(folder, 'mixed.sgrec');
  await makeRecording(reads, { exchanges, writeEvery: 0, answer });
  await makeRecording(mixed, { exchanges: Math.ceil(exchanges / 10), writeEvery: 5, answer });
  const [first, second] = targets.origins;
  const two = { origins: [first, second], concurrency: 16, compare: 'bodies' } as const;
  const three = {
    recording: reads,
    origins: targets.varying,
    concurrency: 16,
    lane: 'prepared-bytes',
  } as const;
  const clients: readonly Client[] = [
    ...peersAt(first),
    replayClient('ours, prepared bytes', { ...two, recording: reads, lane: 'prepared-bytes' }),
    replayClient('ours, general client', { ...two, recording: reads, lane: 'general-client' }),
    replayClient('ours, every fifth a write', { ...two, recording: mixed, lane: 'prepared-bytes' }),
    replayClient('ours, three instances', { ...three, compare: 'nothing' }),
    replayClient('ours, three compared', { ...three, compare: 'instances' }),
  ];
  const cpu = new Map<string, number[]>();
  const ratios = new Map<string, number[]>();
  for (let round = 1; round <= rounds; round += 1) {
    const ofRound = new Map<string, number>();
    for (const client of clients) {
      const cpuUs = measured(client);
      if (cpuUs !== null) ofRound.set(client.name, cpuUs);
    }
    const wrk = ofRound.get('wrk');
    for (const [name, cpuUs] of ofRound) {
      cpu.set(name, [...(cpu.get(name) ?? []), cpuUs]);
      if (wrk !== undefined) ratios.set(name, [...(ratios.get(name) ?? []), wrk / cpuUs]);
    }
    process.stdout.write(`round ${round} of ${rounds}, load ${loadavg()[0]?.toFixed(1)}\n`);
  }
  return [...cpu].map(([name, all]) => ({
    name,
    cpuUs: medianOf(all),
    ofWrk: medianOf(ratios.get(name) ?? [Number.NaN]),
  }));
}

function report(rows: readonly Row[]): boolean {
  for (const { name, cpuUs, ofWrk } of rows) {
    const bar = bars[name] === undefined ? '' : `  (bar ${bars[name]})`;
    process.stdout.write(
      `${name.padEnd(28)} ${cpuUs.toFixed(1).padStart(8)} us  ${ofWrk.toFixed(3)} of wrk${bar}\n`,
    );
  }
  const costOf = (name: string) => rows.find((row) => row.name === name)?.cpuUs ?? Number.NaN;
  const comparison = costOf('ours, three compared') / costOf('ours, three instances');
  process.stdout.write(`three compared: ${comparison.toFixed(2)} of uncompared (bar ${comparisonBar})\n`);
  const isMet = rows.every(({ name, ofWrk }) => ofWrk >= (bars[name] ?? 0)) && comparison <= comparisonBar;
  const results = { node: process.version, rounds, requests: 2 * exchanges, rows, comparison, isMet };
  writeFileSync(join(root, 'bench/results/replay.json'), `${JSON.stringify(results, null, 2)}\n`);
  return isMet;
}
