/**
 * `npm run bench:choosing [-- --exchanges N] [-- --runs N]`: what it costs to look a recording through and to choose from it, in CPU
 * time as a ratio to reading the same recording and doing nothing with it. Prints a table and writes bench/results/choosing.json. With
 * `--memory` the resident memory of one survey and choice is measured in a process of its own instead.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readExchanges } from '../../src/recording/file/recording-reader.ts';
import { chooseExchanges } from '../../src/replay/choosing/choose-exchanges.ts';
import { type Survey, surveyRecording } from '../../src/replay/choosing/survey-recording.ts';
import { writeShopTraffic } from './shop-traffic.ts';

const { values } = parseArgs({
  options: {
    exchanges: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '5' },
    memory: { type: 'string' },
  },
});
const room = {
  budgetMs: 20_000,
  concurrency: 8,
  pauseAfterWriteMs: 50,
  touched: new Set(['GET /taxes/{id}']),
};

if (values.memory === undefined) await measure(Number(values.exchanges), Number(values.runs));
else process.stdout.write(`${await residentMegabytes(values.memory)}`);

async function measure(exchanges: number, runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-choosing-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'traffic.sgrec');
  await writeShopTraffic(path, exchanges);
  const times: { reading: number; surveying: number; choosing: number }[] = [];
  let chosen = 0;
  for (let run = 0; run < runs; run += 1) {
    const reading = await cpuMs(async () => {
      for await (const _ of readExchanges(path));
    });
    let survey: Survey | undefined;
    const surveying = await cpuMs(async () => {
      survey = await surveyRecording(readExchanges(path));
    });
    const known = survey;
    if (known === undefined) throw new Error('nothing was surveyed');
    const choosing = await cpuMs(async () => {
      const plan = await chooseExchanges({ survey: known, exchanges: () => readExchanges(path), ...room });
      chosen = plan.exchanges.length;
    });
    times.push({ reading, surveying, choosing });
  }
  report({ exchanges, runs, chosen, times, memory: memoryOf(path) });
}

async function cpuMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function memoryOf(path: string): number {
  const script = resolve(import.meta.dirname, 'measure-choosing.ts');
  return Number(execFileSync(process.execPath, [script, '--memory', path], { encoding: 'utf8' }));
}

/** Of this process at its highest, a survey and a choice later. */
async function residentMegabytes(path: string): Promise<number> {
  const survey = await surveyRecording(readExchanges(path));
  await chooseExchanges({ survey, exchanges: () => readExchanges(path), ...room });
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

type Measured = {
  readonly exchanges: number;
  readonly runs: number;
  readonly chosen: number;
  readonly times: readonly {
    readonly reading: number;
    readonly surveying: number;
    readonly choosing: number;
  }[];
  readonly memory: number;
};

function report({ exchanges, runs, chosen, times, memory }: Measured): void {
  const median = (numbers: readonly number[]) =>
    numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
  const result = {
    ...{ exchanges, runs, chosen, residentMegabytes: memory },
    readingCpuMs: Math.round(median(times.map(({ reading }) => reading))),
    surveyToReading: Number(median(times.map(({ reading, surveying }) => surveying / reading)).toFixed(2)),
    choiceToReading: Number(median(times.map(({ reading, choosing }) => choosing / reading)).toFixed(2)),
  };
  const rows = Object.entries(result).map(([name, value]) => `${name.padEnd(20)} ${value}`);
  process.stdout.write(`${rows.join('\n')}\n`);
  const file = resolve(import.meta.dirname, '../results/choosing.json');
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}
