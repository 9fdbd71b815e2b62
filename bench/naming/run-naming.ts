/**
 * `npm run bench:naming [-- --runs 5] [--parallel 2] [--only ID] [--all-faults]`: gates twelve faults and twelve refactors several times
 * each, and writes to bench/results/naming.json how often the first divergence stood in a statement of the fault, and whether a refactor had
 * one. With `--all-faults`, every fault of the detection bench in their place, to naming-all-faults.json.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type AppRepository, createAppRepository } from '../detection/app-repository.ts';
import { repositoryRoot } from '../detection/benched-apps.ts';
import { appOf } from '../detection/corpus.ts';
import { type GatedRow, gateSeededChange } from '../detection/gate-seeded-change.ts';
import { allFaults, type NamedChange, namedChanges } from './named-changes.ts';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    parallel: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
    'all-faults': { type: 'boolean', default: false },
  },
});
const resultsPath = join(
  repositoryRoot,
  `bench/results/${options['all-faults'] ? 'naming-all-faults' : 'naming'}.json`,
);

type Result = {
  readonly id: string;
  readonly what: string;
  readonly kind: 'fault' | 'harmless';
  readonly runs: number;
  /** Runs in which the change was found to behave differently. */
  readonly stopped: number;
  /** Runs in which a first divergence stood in a statement of the change. */
  readonly named: number;
  /** Every first divergence that was claimed, in any run. */
  readonly divergences: readonly string[];
};

const folder = mkdtempSync(join(tmpdir(), 'sg-naming-'));
const repositories = new Map<string, AppRepository>();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const results: Result[] = [];
const waiting = [...(options['all-faults'] ? allFaults() : namedChanges())].filter(
  ({ change: { id } }) => options.only.length === 0 || options.only.some((part) => id.startsWith(part)),
);
await Promise.all(Array.from({ length: Number(options.parallel) }, runAll));
process.stdout.write(`${JSON.stringify(summary(), undefined, 2)}\n`);

async function runAll(): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const result = await runOften(next, Number(options.runs));
    results.push(result);
    const { kind, id, what, runs, stopped, named, divergences } = result;
    const counts = `named ${named}/${runs} stopped ${stopped}/${runs}`;
    process.stdout.write(
      `${kind.padEnd(9)} ${id.padEnd(32)} ${what.padEnd(34)} ${counts}  ${divergences.join('; ')}\n`,
    );
    write();
  }
}

async function runOften({ what, change }: NamedChange, runs: number): Promise<Result> {
  const app = appOf(change);
  const repository = repositories.get(app.name) ?? createAppRepository(app, join(folder, app.name));
  repositories.set(app.name, repository);
  const textOf = (file: string) => readFileSync(join(repositoryRoot, app.folder, file), 'utf8');
  const rows: GatedRow[] = [];
  for (let run = 0; run < runs; run += 1) rows.push(await gateSeededChange(change, repository, textOf));
  return {
    ...{ id: change.id, what, kind: change.kind, runs },
    stopped: rows.filter(({ verdict }) => verdict !== 'passed').length,
    named: rows.filter(({ isNamed }) => isNamed === true).length,
    divergences: [...new Set(rows.flatMap(({ firstDivergence }) => firstDivergence ?? []))],
  };
}

function summary() {
  const faults = results.filter(({ kind }) => kind === 'fault');
  const refactors = results.filter(({ kind }) => kind === 'harmless');
  return {
    faults: faults.length,
    namedInEveryRun: faults.filter(({ named, runs }) => named === runs).length,
    namedOfRuns: `${sum(faults, ({ named }) => named)} of ${sum(faults, ({ runs }) => runs)}`,
    refactors: refactors.length,
    falseDivergences: sum(refactors, ({ divergences }) => divergences.length),
  };
}

function sum(list: readonly Result[], countOf: (result: Result) => number): number {
  return list.reduce((total, result) => total + countOf(result), 0);
}

function write(): void {
  mkdirSync(dirname(resultsPath), { recursive: true });
  const rows = results.toSorted((a, b) => a.kind.localeCompare(b.kind) || a.id.localeCompare(b.id));
  writeFileSync(resultsPath, `${JSON.stringify({ summary: summary(), results: rows }, undefined, 2)}\n`);
}
