/**
 * `npm run bench:detection [-- --only PREFIX] [--sample N --seed S] [--parallel 2] [--fresh] [--table]`: gates every seeded fault and
 * every harmless change, and writes bench/results/detection.json. May be stopped and run again: rows that still hold are kept.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type AppRepository, createAppRepository } from './app-repository.ts';
import { repositoryRoot } from './benched-apps.ts';
import { appOf, wholeCorpus } from './corpus.ts';
import { keyOf, type ResultRow, readRows, writeRows } from './detection-results.ts';
import { seededBelow } from './drive-app.ts';
import { gateSeededChange } from './gate-seeded-change.ts';
import { type DrivenRun, driveBaseline, proveFault } from './prove-fault.ts';
import type { SeededChange } from './seeded-change.ts';
import { detectionTable, summariseDetection } from './summarise-detection.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    parallel: { type: 'string', default: '1' },
    fresh: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
    results: { type: 'string', default: join(repositoryRoot, 'bench/results/detection.json') },
  },
});

const corpus = wholeCorpus();
const ids = new Set(corpus.map(({ id }) => id));
const rows = new Map([...readRows(options.results)].filter(([id]) => ids.has(id)));
const summary = () => summariseDetection([...rows.values()]);
const folder = mkdtempSync(join(tmpdir(), 'sg-detection-'));
const repositories = new Map<string, AppRepository>();
const baselines = new Map<string, Promise<readonly [DrivenRun, DrivenRun]>>();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

if (!options.table) {
  const waiting = chosen().filter((change) => options.fresh || rows.get(change.id)?.key !== keyOf(change));
  process.stdout.write(`${waiting.length} of ${corpus.length} changes to gate\n`);
  await Promise.all(Array.from({ length: Number(options.parallel) }, () => gateAll(waiting)));
}
process.stdout.write(`${JSON.stringify(summary(), undefined, 2)}\n${detectionTable(summary())}\n`);

function chosen(): readonly SeededChange[] {
  const named = corpus.filter(
    ({ id, kind }) =>
      options.only.length === 0 || options.only.some((part) => id.startsWith(part) || kind === part),
  );
  if (options.sample === undefined) return named;
  const below = seededBelow(Number(options.seed));
  const ranked = named.map((change) => ({ change, rank: below(1 << 30) })).sort((a, b) => a.rank - b.rank);
  return ranked.slice(0, Number(options.sample)).map(({ change }) => change);
}

async function gateAll(waiting: readonly SeededChange[]): Promise<void> {
  const list = waiting as SeededChange[];
  for (let change = list.shift(); change !== undefined; change = list.shift()) {
    try {
      const row = await gateOne(change);
      rows.set(row.id, row);
      writeRows(options.results, [...rows.values()], summary());
      print(row);
    } catch (error) {
      process.exitCode = 1;
      process.stdout.write(`FAILED ${change.id}: ${error instanceof Error ? error.stack : String(error)}\n`);
    }
  }
}

async function gateOne(change: SeededChange): Promise<ResultRow> {
  const app = appOf(change);
  const repository = repositories.get(app.name) ?? createAppRepository(app, join(folder, app.name));
  repositories.set(app.name, repository);
  const textOf = (file: string) => readFileSync(join(repositoryRoot, app.folder, file), 'utf8');
  const row = await gateSeededChange(change, repository, textOf);
  if (change.kind === 'harmless') return { ...row, key: keyOf(change), proven: null };
  const baseline = baselines.get(app.name) ?? driveBaseline(app);
  baselines.set(app.name, baseline);
  return { ...row, key: keyOf(change), proven: await proveFault(change, app, await baseline) };
}

function print(row: ResultRow): void {
  const isRight = (row.kind === 'fault') === (row.verdict !== 'passed') && row.proven !== false;
  const details = row.kind === 'fault' ? `proven ${row.proven} named ${row.isNamed}` : row.counted.join('; ');
  process.stdout.write(
    `${isRight ? 'ok  ' : 'FAIL'} ${row.id.padEnd(36)} ${row.verdict.padEnd(18)} ${row.seconds} s  ${row.what}  ${details}\n`,
  );
  if (!isRight)
    process.stdout.write(`       ${[...row.counted, ...row.excused, ...row.reasons].join('\n       ')}\n`);
}
