/**
 * `npm run bench:start [-- --runs N] [-- --dependencies FOLDER]`: from the start of the command line to three ready
 * instances of `examples/shop`, with a warm cache, as a user runs it (bundled). Prints the median of the runs, the
 * share of each step and the load of the machine, and fails when the median is over the bar. With `--dependencies`
 * the shop gets that folder as installed dependencies, to see that they are not copied for every instance.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeBundles } from '../../scripts/bundles.ts';

const barMs = 3_000;
const root = resolve(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, dependencies: { type: 'string' } },
});

/** When a step was over, in milliseconds from the start of the process. */
type Marks = Record<'reading' | 'preparing' | 'starting', number>;

const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await writeBundles();
makeRepository();
const loadBefore = loadavg()[0]?.toFixed(1);
await measure();
const runs: Marks[] = [];
for (let run = 0; run < Number(values.runs); run += 1) runs.push(await measure());
process.exitCode = report(runs) <= barMs || values.dependencies !== undefined ? 0 : 1;

async function writeBundles(): Promise<void> {
  for (const [name, contents] of await makeBundles(root)) {
    const path = join(folder, 'dist', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
}

function makeRepository(): void {
  const repository = join(folder, 'shop');
  cpSync(join(root, 'examples/shop'), repository, { recursive: true });
  if (values.dependencies !== undefined) addDependencies(repository, resolve(values.dependencies));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', ...args], {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=Open the shop');
  git('switch', '--quiet', '--create', 'change');
  const changes = join(root, 'examples/changes');
  git(
    'am',
    '--quiet',
    ...readdirSync(changes)
      .sort()
      .map((name) => join(changes, name)),
  );
}

/** The install is a copy of the folder: the first one is made for real, all others come from the cache. */
function addDependencies(repository: string, dependencies: string): void {
  mkdirSync(join(repository, '.github'), { recursive: true });
  const settings = [
    'version: 1',
    'recording: recording.sgrec',
    'service:',
    `  install: cp -r ${dependencies} node_modules`,
    '  start: node src/server.js',
  ];
  writeFileSync(join(repository, '.github/shadowgate.yml'), `${settings.join('\n')}\n`);
  writeFileSync(join(repository, 'package-lock.json'), '{}\n');
}

/** One gate, ended as soon as the three instances are ready. */
async function measure(): Promise<Marks> {
  const startedAt = performance.now();
  const command = ['gate', '--repo', 'shop', '--base', 'main', '--head', 'change', '--evidence', 'evidence'];
  const gate = spawn(process.execPath, [join(folder, 'dist/cli.js'), ...command], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(gate, 'exit');
  const marks: Marks = { reading: 0, preparing: 0, starting: 0 };
  let printed = '';
  let ready = 0;
  for await (const chunk of gate.stderr.setEncoding('utf8')) {
    const now = performance.now() - startedAt;
    printed += chunk;
    if (marks.reading === 0 && printed.includes('checkout')) marks.reading = now;
    if ((printed.match(/: done\n/g) ?? []).length === 2) marks.preparing ||= now;
    ready = (printed.match(/(?:baseline|secondary|candidate) ready\n/g) ?? []).length;
    if (ready !== 3) continue;
    marks.starting = now;
    break;
  }
  gate.kill('SIGINT');
  await exited;
  if (ready !== 3) throw new Error(`The gate ended before its instances were ready:\n${printed}`);
  return marks;
}

function report(all: readonly Marks[]): number {
  const median = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  const total = median(all.map(({ starting }) => starting));
  const steps = [
    ['program, settings, git, recording', all.map(({ reading }) => reading)],
    ['checkout, dependencies, build', all.map(({ reading, preparing }) => preparing - reading)],
    ['copies, spawn, until all three are ready', all.map(({ preparing, starting }) => starting - preparing)],
  ] as const;
  process.stdout.write(`load before ${loadBefore}, ${all.length} runs, warm cache\n`);
  for (const [name, each] of steps)
    process.stdout.write(`${String(Math.round(median(each))).padStart(6)} ms  ${name}\n`);
  const each = all.map(({ starting }) => Math.round(starting)).join(', ');
  process.stdout.write(
    `${String(Math.round(total)).padStart(6)} ms  in all, median of ${each}; bar ${barMs} ms\n`,
  );
  return total;
}
