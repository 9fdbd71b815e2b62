/**
 * `npm run bench:agent [-- --rounds N --node PATH --only NAME]`: what the agent costs the service it is loaded into, in CPU time of the
 * service's process, as ratios to the same service without it in the same round; and beside it the two ways in which others capture.
 * Each variant must show that it saw what it was to see. Writes `bench/results/agent.json`.
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { everyHit, type Variant, variants } from './agent-variants.ts';
import { measureLeak } from './measure-leak.ts';
import { measurePauses, type Pauses } from './measure-pauses.ts';
import { type Measured, measureVariant } from './measure-variant.ts';
import { type Spread, spreadOf } from './spread-of.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    node: { type: 'string', default: process.execPath },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
/** Microseconds of CPU that a hit with a record of 2 KB may take, and MB that 50,000 of them may leave. */
const [hitBar, leakBar] = [300, 20];

type Row = {
  readonly name: string;
  readonly cpuUs: number;
  readonly ratio: Spread;
  readonly bar: number | null;
};

const chosen = variants.filter(
  ({ name }) => values.only === undefined || name === 'no agent' || new RegExp(values.only).test(name),
);
const byRound: ReadonlyMap<string, Measured>[] = [];
const pauses: Pauses[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const measured = new Map<string, Measured>();
  for (const variant of chosen) measured.set(variant.name, await measureVariant(values.node, variant));
  byRound.push(measured);
  if (values.only === undefined) pauses.push(await measurePauses(values.node));
  process.stdout.write(`round ${round} of ${rounds}, load ${loadavg()[0]?.toFixed(1)}\n`);
}
const leak = values.only === undefined ? await measureLeak(values.node) : null;
process.exitCode = report() ? 0 : 1;

function rowOf({ name, against, counts, bar }: Variant): Row {
  const of = (measured: ReadonlyMap<string, Measured>, which: string) =>
    measured.get(which)?.[counts] ?? Number.NaN;
  return {
    name,
    cpuUs: spreadOf(byRound.map((measured) => of(measured, name))).median,
    ratio: spreadOf(byRound.map((measured) => of(measured, name) / of(measured, against))),
    bar: bar ?? null,
  };
}

function report(): boolean {
  const rows = chosen.map(rowOf);
  for (const { name, cpuUs, ratio, bar } of rows) {
    const spread = `${ratio.median.toFixed(3)} (${ratio.lowest.toFixed(3)} to ${ratio.highest.toFixed(3)})`;
    say(
      name,
      `${cpuUs.toFixed(1).padStart(8)} us  x ${spread}${bar === null ? '' : saysBar(ratio.median, bar)}`,
    );
  }
  const hits = ways();
  for (const { name, cpuUs, wallUs, bar } of hits) {
    const wall = wallUs === null ? '' : `, ${(wallUs.median / 1000).toFixed(1)} ms on the clock`;
    say(
      name,
      `${cpuUs.median.toFixed(0).padStart(8)} us a hit${wall}${bar === null ? '' : saysBar(cpuUs.median, bar)}`,
    );
  }
  if (leak !== null)
    say(
      'left by 50,000 hits',
      `${leak.rssMB.toFixed(1).padStart(8)} MB resident, ${leak.heapMB.toFixed(1)} MB of heap${saysBar(leak.rssMB, leakBar)}`,
    );
  const isMet =
    rows.every(({ ratio, bar }) => bar === null || ratio.median <= bar) &&
    hits.every(({ cpuUs, bar }) => bar === null || cpuUs.median <= bar) &&
    (leak === null || leak.rssMB <= leakBar);
  const about = { node: byRound[0]?.get('no agent')?.version, load: loadavg()[0], rounds };
  const text = `${JSON.stringify({ ...about, rows, hits, leak, isMet }, null, 2)}\n`;
  if (values.only === undefined && values.node === process.execPath)
    writeFileSync(resolve('bench/results/agent.json'), text);
  return isMet;
}

type Way = {
  readonly name: string;
  readonly cpuUs: Spread;
  readonly wallUs: Spread | null;
  readonly bar: number | null;
};

/** What one captured hit costs, by technique. */
function ways(): readonly Way[] {
  if (!chosen.includes(everyHit) || pauses.length === 0) return [];
  const ours = byRound.map(
    (measured) =>
      (measured.get(everyHit.name)?.steady ?? Number.NaN) -
      (measured.get(everyHit.against)?.steady ?? Number.NaN),
  );
  const characters = Math.round(byRound[0]?.get(everyHit.name)?.hitCharacters ?? 0);
  const base = byRound.map((measured) => measured.get('no agent')?.steady ?? Number.NaN);
  const of = (which: keyof Pauses) => ({
    cpuUs: spreadOf(pauses.map((each, round) => each[which].cpuUs - (base[round] ?? 0))),
    wallUs: spreadOf(pauses.map((each) => each[which].wallUs)),
    bar: null,
  });
  return [
    { name: `never pausing, ${characters} characters`, cpuUs: spreadOf(ours), wallUs: null, bar: hitBar },
    { name: 'pausing in a worker session', ...of('worker') },
    { name: 'pausing by websocket', ...of('websocket') },
  ];
}

function say(name: string, text: string): void {
  process.stdout.write(`${name.padEnd(36)} ${text}\n`);
}

function saysBar(value: number, bar: number): string {
  return `  (bar ${bar}: ${value <= bar ? 'met' : 'missed'})`;
}
