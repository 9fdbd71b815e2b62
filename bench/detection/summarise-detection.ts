/** What the rows come to, for the results file, the terminal and the README. */
import type { ResultRow } from './detection-results.ts';

type Score = {
  /** Share of the faults that are real and reached that it stops. */
  readonly recall: number;
  readonly found: number;
  /** Of a hundred harmless changes, how many it stops. */
  readonly falsePerHundred: number;
  readonly falselyStopped: number;
};

export type DetectionSummary = {
  readonly faults: number;
  readonly unproven: readonly string[];
  readonly harmless: number;
  readonly shadowgate: Score;
  readonly diffy: Score;
  readonly keepOrIgnore: Score;
  /** Faults that passed although the replay showed a difference, because it was taken for noise or flaky. */
  readonly passedByNoise: readonly string[];
  readonly missed: readonly string[];
  readonly stopped: readonly string[];
  readonly inconclusive: readonly string[];
  /** Of the faults found, the share whose first divergence stands in a statement of the change. */
  readonly named: number;
  readonly seconds: { readonly median: number; readonly total: number };
};

const isStopped = ({ verdict }: ResultRow): boolean => verdict !== 'passed';

export function summariseDetection(rows: readonly ResultRow[]): DetectionSummary {
  const faults = rows.filter(({ kind, proven }) => kind === 'fault' && proven);
  const harmless = rows.filter(({ kind }) => kind === 'harmless');
  const scoreOf = (stops: (row: ResultRow) => boolean): Score => {
    const [found, falselyStopped] = [faults.filter(stops).length, harmless.filter(stops).length];
    return {
      ...{ recall: share(found, faults.length), found },
      ...{ falsePerHundred: share(100 * falselyStopped, harmless.length), falselyStopped },
    };
  };
  const missed = faults.filter((row) => !isStopped(row));
  const found = faults.filter(isStopped);
  const seconds = rows.map((row) => row.seconds).sort((a, b) => a - b);
  const ids = (list: readonly ResultRow[]) => list.map(({ id }) => id);
  return {
    faults: faults.length,
    unproven: ids(rows.filter(({ kind, proven }) => kind === 'fault' && !proven)),
    harmless: harmless.length,
    shadowgate: scoreOf(isStopped),
    diffy: scoreOf(({ diffy }) => diffy.length > 0),
    keepOrIgnore: scoreOf(({ keepOrIgnore }) => keepOrIgnore.length > 0),
    passedByNoise: ids(missed.filter(({ isExcused }) => isExcused)),
    missed: ids(missed),
    stopped: ids(harmless.filter(isStopped)),
    inconclusive: ids(rows.filter(({ verdict }) => verdict === 'inconclusive')),
    named: share(found.filter(({ isNamed }) => isNamed === true).length, found.length),
    seconds: {
      median: seconds[Math.floor(seconds.length / 2)] ?? 0,
      total: Math.round(seconds.reduce((sum, each) => sum + each, 0)),
    },
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}

/** The table of the README. */
export function detectionTable(summary: DetectionSummary): string {
  const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
  const line = (name: string, { recall, found, falsePerHundred }: Score) =>
    `| ${name} | ${found} of ${summary.faults} (${percent(recall)}) | ${falsePerHundred.toFixed(2)} |`;
  return [
    `| rule | of ${summary.faults} seeded faults found | of 100 harmless changes stopped |`,
    '|---|---|---|',
    line('Shadowgate', summary.shadowgate),
    line('Diffy (20 % / 0.03 %)', summary.diffy),
    line('keep or ignore (keploy)', summary.keepOrIgnore),
    '',
    `Passes caused by noise learning: ${summary.passedByNoise.length}. First divergence in a statement of the change: ${percent(summary.named)} of the faults found. ${summary.harmless} harmless changes; median ${summary.seconds.median} s a gate.`,
  ].join('\n');
}
