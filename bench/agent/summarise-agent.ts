import { everyHit, type Variant } from './agent-variants.ts';
import type { Leak } from './measure-leak.ts';
import type { Pauses } from './measure-pauses.ts';
import type { Measured } from './measure-variant.ts';
import { type Spread, spreadOf } from './spread-of.ts';

type Rounds = {
  readonly chosen: readonly Variant[];
  readonly byRound: readonly ReadonlyMap<string, Measured>[];
  readonly pauses: readonly Pauses[];
  readonly leak: Leak | null;
};

type Row = {
  readonly name: string;
  readonly cpuUs: number;
  readonly ratio: Spread;
  readonly bar: number | null;
};

/** What one captured hit costs; `ofRequest` in requests of the service without an agent. */
type Way = {
  readonly name: string;
  readonly cpuUs: Spread;
  readonly ofRequest: Spread;
  readonly wallUs: number | null;
  readonly bar: number | null;
};

type Results = {
  readonly node: string;
  readonly rows: readonly Row[];
  readonly hits: readonly Way[];
  readonly leak: Leak | null;
  readonly isMet: boolean;
};

/** A hit may take 300 us where a request takes 25: a bar in microseconds alone would judge the machine. */
const hitBar = 300 / 25;
/** MB that 50,000 hits may leave. */
const leakBar = 20;

/** Ratios are taken within a round, where the machine is as busy for one variant as for the next. */
export function resultsOf({ chosen, byRound, pauses, leak }: Rounds): Results {
  const rows = chosen.map(({ name, against, counts, bar }): Row => {
    const all = byRound.map((round) => round.get(name)?.[counts] ?? Number.NaN);
    const ratio = spreadOf(
      all.map((cpuUs, round) => cpuUs / (byRound[round]?.get(against)?.[counts] ?? Number.NaN)),
    );
    return { name, cpuUs: spreadOf(all).median, ratio, bar: bar ?? null };
  });
  const hits = chosen.includes(everyHit) && pauses.length > 0 ? waysOf(byRound, pauses) : [];
  const isMet =
    rows.every(({ ratio, bar }) => bar === null || ratio.median <= bar) &&
    hits.every(({ ofRequest, bar }) => bar === null || ofRequest.median <= bar) &&
    (leak === null || leak.rssMB <= leakBar);
  return { node: byRound[0]?.get('no agent')?.version ?? '', rows, hits, leak, isMet };
}

function waysOf(byRound: Rounds['byRound'], pauses: readonly Pauses[]): readonly Way[] {
  const steady = (round: number, name: string) => byRound[round]?.get(name)?.steady ?? Number.NaN;
  const way = (name: string, cpuUs: readonly number[], wallUs: readonly number[] | null): Way => ({
    name,
    cpuUs: spreadOf(cpuUs),
    ofRequest: spreadOf(cpuUs.map((each, round) => each / steady(round, 'no agent'))),
    wallUs: wallUs === null ? null : spreadOf(wallUs).median,
    bar: wallUs === null ? hitBar : null,
  });
  const characters = Math.round(byRound[0]?.get(everyHit.name)?.hitCharacters ?? 0);
  const ours = byRound.map((_, round) => steady(round, everyHit.name) - steady(round, everyHit.against));
  const pausing = (which: keyof Pauses, name: string) =>
    way(
      name,
      pauses.map((each, round) => each[which].cpuUs - steady(round, 'no agent')),
      pauses.map((each) => each[which].wallUs),
    );
  return [
    way(`never pausing, ${characters} characters`, ours, null),
    pausing('worker', 'pausing in a worker session'),
    pausing('websocket', 'pausing by websocket'),
  ];
}

/** The results as a short table. */
export function printResults({ node, rows, hits, leak }: Results): void {
  const say = (name: string, text: string) => process.stdout.write(`${name.padEnd(36)} ${text}\n`);
  say('', `Node ${node}`);
  for (const { name, cpuUs, ratio, bar } of rows) {
    const spread = `${ratio.median.toFixed(3)} (${ratio.lowest.toFixed(3)} to ${ratio.highest.toFixed(3)})`;
    say(name, `${cpuUs.toFixed(1).padStart(8)} us  x ${spread}${saysBar(ratio.median, bar)}`);
  }
  for (const { name, cpuUs, ofRequest, wallUs, bar } of hits) {
    const wall = wallUs === null ? '' : `, ${(wallUs / 1000).toFixed(1)} ms on the clock`;
    const requests = `${ofRequest.median.toFixed(1)} requests${saysBar(ofRequest.median, bar)}`;
    say(name, `${cpuUs.median.toFixed(0).padStart(8)} us a hit${wall}, ${requests}`);
  }
  if (leak === null) return;
  const heap = `${leak.heapMB.toFixed(1)} MB of heap`;
  say(
    'left by 50,000 hits',
    `${leak.rssMB.toFixed(1).padStart(8)} MB, ${heap}${saysBar(leak.rssMB, leakBar)}`,
  );
}

function saysBar(value: number, bar: number | null): string {
  return bar === null ? '' : `  (bar ${bar}: ${value <= bar ? 'met' : 'missed'})`;
}
