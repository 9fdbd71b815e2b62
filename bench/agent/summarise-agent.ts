import { control, everyHit, type Variant } from './agent-variants.ts';
import type { Leak } from './measure-leak.ts';
import type { Compared, Measured } from './measure-pair.ts';
import type { Pauses } from './measure-pauses.ts';
import { type Spread, spreadOf } from './spread-of.ts';

export type Rounds = {
  readonly chosen: readonly Variant[];
  readonly byRound: readonly ReadonlyMap<string, Measured>[];
  readonly pauses: readonly Pauses[];
  readonly leak: Leak | null;
};

/** `requests`: over so many of them, from the first one on; null: of a service that is warm. */
export type Row = {
  readonly name: string;
  readonly requests: number | null;
  readonly cpuUs: number;
  readonly ratio: Spread;
  readonly bar: number | null;
};

/** What one captured hit costs; `ofRequest` in requests of the service beside it. */
export type Way = {
  readonly name: string;
  readonly cpuUs: Spread;
  readonly ofRequest: Spread;
  readonly wallUs: number | null;
  readonly bar: number | null;
};

export type Results = {
  readonly node: string;
  /** Whether two equal services came out equal, with which nothing else in the results means anything. */
  readonly isTrusted: boolean;
  readonly rows: readonly Row[];
  readonly hits: readonly Way[];
  readonly leak: Leak | null;
  readonly isMet: boolean;
};

/** How far the ratio of two equal services may be from 1. */
export const mostApart = 0.03;
/** A hit may take 300 us where a request takes 25: a bar in microseconds alone would judge the machine. */
const hitBar = 300 / 25;
/** MB that 50,000 hits may leave. */
export const leakBar = 20;

/** Each ratio is that of one pair; a row is the middle of those of all rounds. */
export function resultsOf({ chosen, byRound, pauses, leak }: Rounds): Results {
  const rows = chosen.flatMap((variant) => rowsOf(variant, byRound));
  const hits = chosen.includes(everyHit) && pauses.length > 0 ? waysOf(byRound, pauses) : [];
  const isTrusted = rows.every(
    ({ name, ratio }) => name !== control.name || Math.abs(ratio.median - 1) <= mostApart,
  );
  const isMet =
    isTrusted &&
    rows.every(({ ratio, bar }) => bar === null || ratio.median <= bar) &&
    hits.every(({ ofRequest, bar }) => bar === null || ofRequest.median <= bar) &&
    (leak === null || leak.rssMB <= leakBar);
  return { node: byRound[0]?.get(control.name)?.version ?? '', isTrusted, rows, hits, leak, isMet };
}

function rowsOf({ name, spreadOver, bar }: Variant, byRound: Rounds['byRound']): readonly Row[] {
  const all = byRound.flatMap((round) => round.get(name) ?? []);
  const last = spreadOver.at(-1) ?? null;
  const row = (requests: number | null, compared: readonly Compared[]): Row => ({
    name,
    requests,
    cpuUs: spreadOf(compared.map(({ cpuUs }) => cpuUs)).median,
    ratio: spreadOf(compared.map(({ ratio }) => ratio)),
    bar: requests === last ? (bar ?? null) : null,
  });
  const first = spreadOver.map((requests) =>
    row(
      requests,
      all.flatMap(({ fromFirst }) => fromFirst.filter((each) => each.requests === requests)),
    ),
  );
  return [
    ...first,
    row(
      null,
      all.map(({ steady }) => steady),
    ),
  ];
}

function waysOf(byRound: Rounds['byRound'], pauses: readonly Pauses[]): readonly Way[] {
  const ours = byRound.flatMap((round) => round.get(everyHit.name)?.steady ?? []);
  const plainUs = byRound.map((round) => round.get(control.name)?.steady.besideUs ?? Number.NaN);
  const characters = Math.round(byRound[0]?.get(everyHit.name)?.hitCharacters ?? 0);
  const pausing = (which: keyof Pauses, name: string): Way => {
    const cpuUs = pauses.map((each, round) => each[which].cpuUs - (plainUs[round] ?? Number.NaN));
    const wallUs = spreadOf(pauses.map((each) => each[which].wallUs)).median;
    const ofRequest = spreadOf(cpuUs.map((us, round) => us / (plainUs[round] ?? Number.NaN)));
    return { name, cpuUs: spreadOf(cpuUs), ofRequest, wallUs, bar: null };
  };
  return [
    {
      name: `never pausing, ${characters} characters`,
      cpuUs: spreadOf(ours.map(({ cpuUs, besideUs }) => cpuUs - besideUs)),
      ofRequest: spreadOf(ours.map(({ ratio }) => ratio - 1)),
      wallUs: null,
      bar: hitBar,
    },
    pausing('worker', 'pausing in a worker session'),
    pausing('websocket', 'pausing by websocket'),
  ];
}
