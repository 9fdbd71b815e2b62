/**
 * `npm run bench:replay [-- --rounds N --exchanges N]`: what one request costs a client, in CPU time of its process, as a ratio to wrk in the
 * same round, on the target of `target.c`. Our rows run what the product runs: recording read, replayed to two instances, bodies
 * kept and compared with the recorded ones; the first of them warm up the compiler within what is measured. All figures are of one request to one
 * instance, as those of wrk are: an exchange makes two of them, so that each has half of the reading of its record. The two rows with a bar, and undici
 * alone, make twice `--exchanges` requests, 200,000 unless told otherwise; the others a fifth of that. A tool that is not there is named, and its row left
 * out. Writes `bench/results/replay.json`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startExpress } from './express-share.ts';
import { answerOf, startTargets } from './light-target.ts';
import { makeRecording } from './make-recording.ts';
import { measured, medianOf } from './measure-clients.ts';
import { bareUndici, type Client, peersAt, replayClient } from './replay-clients.ts';

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
/** Our share of the CPU time that we and three services of Express spend. */
const shareBar = 0.25;

const folder = mkdtempSync(join(tmpdir(), 'bench-replay-'));
const targets = await startTargets(folder);
const express = await startExpress();
try {
  process.exitCode = report(await measureAll()) ? 0 : 1;
} finally {
  targets.stop();
  express.stop();
  rmSync(folder, { recursive: true, force: true });
}

type Row = { readonly name: string; readonly cpuUs: number; readonly ofWrk: number };
type Measured = {
  readonly rows: readonly Row[];
  readonly comparison: number;
  readonly exchange: ExchangeCost;
  readonly share: number;
};
/** In microseconds, of one exchange to three instances. A ratio alone rises when what is not compared gets cheaper. */
type ExchangeCost = { readonly uncomparedUs: number; readonly addedUs: number };

async function measureAll(): Promise<Measured> {
  const answer = await answerOf(targets.origins[0]);
  const reads = join(folder, 'reads.sgrec');
  const mixed = join(folder, 'mixed.sgrec');
  const few = join(folder, 'few.sgrec');
  await makeRecording(reads, { exchanges, writeEvery: 0, answer });
  await makeRecording(mixed, { exchanges: Math.ceil(exchanges / 50), writeEvery: 5, answer });
  await makeRecording(few, { exchanges: Math.ceil(exchanges / 5), writeEvery: 0, answer });
  const clients = clientsOf({ reads, mixed, few });
  const measures = new Map<string, number[]>();
  const note = (name: string, value: number) => measures.set(name, [...(measures.get(name) ?? []), value]);
  for (let round = 1; round <= rounds; round += 1) {
    measureRound(clients, note);
    note('share', express.measure(few).share);
    process.stdout.write(`round ${round} of ${rounds}, load ${loadavg()[0]?.toFixed(1)}\n`);
  }
  const median = (name: string) => medianOf(measures.get(name) ?? [Number.NaN]);
  return {
    rows: clients
      .map(({ name }) => ({ name, cpuUs: median(name), ofWrk: median(`${name} of wrk`) }))
      .filter(({ cpuUs }) => !Number.isNaN(cpuUs)),
    comparison: median('comparison'),
    exchange: { uncomparedUs: median('uncompared exchange'), addedUs: median('added by comparing') },
    share: median('share'),
  };
}

type Recordings = Readonly<Record<'reads' | 'mixed' | 'few', string>>;

function clientsOf({ reads, mixed, few }: Recordings): readonly Client[] {
  const [first, second] = targets.origins;
  const two = { origins: [first, second], concurrency: 16, compare: 'bodies' } as const;
  const prepared = { concurrency: 16, lane: 'prepared-bytes' } as const;
  const three = { ...prepared, recording: few, origins: targets.varying } as const;
  return [
    ...peersAt(first),
    bareUndici(first, 2 * exchanges),
    replayClient('ours, prepared bytes', { ...two, recording: reads, lane: 'prepared-bytes' }),
    replayClient('ours, general client', { ...two, recording: reads, lane: 'general-client' }),
    replayClient('ours, every fifth a write', { ...two, recording: mixed, lane: 'prepared-bytes' }),
    replayClient('ours, three instances', { ...three, compare: 'nothing' }),
    replayClient('ours, three compared', { ...three, compare: 'instances' }),
  ];
}

/** Ratios are taken within a round, where the machine is as busy for one client as for the next. */
function measureRound(clients: readonly Client[], note: (name: string, value: number) => void): void {
  const ofRound = new Map<string, number>();
  for (const client of clients) {
    const cpuUs = measured(client);
    if (cpuUs !== null) ofRound.set(client.name, cpuUs);
  }
  const cpuOf = (name: string) => ofRound.get(name) ?? Number.NaN;
  for (const [name, cpuUs] of ofRound) {
    note(name, cpuUs);
    note(`${name} of wrk`, cpuOf('wrk') / cpuUs);
  }
  const [uncompared, compared] = [cpuOf('ours, three instances'), cpuOf('ours, three compared')];
  note('comparison', compared / uncompared);
  note('uncompared exchange', targets.varying.length * uncompared);
  note('added by comparing', targets.varying.length * (compared - uncompared));
}

function report({ rows, comparison, exchange, share }: Measured): boolean {
  for (const { name, cpuUs, ofWrk } of rows) {
    const bar = bars[name];
    const told = bar === undefined ? '' : `  ${saysBar(ofWrk >= bar, bar)}`;
    process.stdout.write(
      `${name.padEnd(28)} ${cpuUs.toFixed(1).padStart(8)} us  ${ofWrk.toFixed(3)} of wrk${told}\n`,
    );
  }
  process.stdout.write(
    'GoReplay: left out, since no package registry has a binary of it; 0.10 to 0.12 of wrk where it was measured\n',
  );
  const isCheap = comparison <= comparisonBar;
  const isSmall = share <= shareBar;
  process.stdout.write(
    `three compared: ${comparison.toFixed(2)} of uncompared  ${saysBar(isCheap, comparisonBar)}\n`,
  );
  process.stdout.write(
    `  an exchange costs ${exchange.uncomparedUs.toFixed(0)} us uncompared, comparing it adds ${exchange.addedUs.toFixed(0)} us\n`,
  );
  process.stdout.write(
    `our share of what we and three Express services spend: ${share.toFixed(2)}  ${saysBar(isSmall, shareBar)}\n`,
  );
  const isMet = rows.every(({ name, ofWrk }) => ofWrk >= (bars[name] ?? 0)) && isCheap && isSmall;
  const load = loadavg()[0];
  const about = { node: process.version, load, rounds, requests: 2 * exchanges };
  const results = { ...about, rows, comparison, exchange, share, isMet };
  writeFileSync(join(root, 'bench/results/replay.json'), `${JSON.stringify(results, null, 2)}\n`);
  return isMet;
}

function saysBar(isMet: boolean, bar: number): string {
  return `(bar ${bar}: ${isMet ? 'met' : 'missed'})`;
}
