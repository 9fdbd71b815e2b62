/**
 * `npm run bench:memory [-- COUNT …] [--budget TIME]`: the largest resident size of `shadowgate compare` over recordings of so many exchanges
 * (100,000 and 1,000,000), from the reading of the recording to the report, against two services that run already. All is replayed (`all`), and
 * again as much as the default budget chooses. What is measured is the program that users have: bundled as `dist/` is, since to strip the types
 * from sources costs Node tens of megabytes that no user pays. Writes `bench/results/memory.json`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeBundles } from '../../scripts/bundles.ts';
import { answerOf, startTargets } from '../replay/light-target.ts';
import { makeRecording } from '../replay/make-recording.ts';
import { type MeasuredGate, measureGate } from './measure-gate.ts';

const root = resolve(import.meta.dirname, '../..');
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { budget: { type: 'string', multiple: true, default: ['all', '90s'] } },
});
const counts = positionals.length === 0 ? [100_000, 1_000_000] : positionals.map(Number);
/** With everything replayed, at the largest count; and what it may be above that at the smallest. */
const bars = { residentMB: 150, growth: 1.1 };
/** One request in so many is a write, which goes alone. */
const writeEvery = 20;

const folder = mkdtempSync(join(tmpdir(), 'bench-memory-'));
const targets = await startTargets(folder);
try {
  process.exitCode = report(await measureAll()) ? 0 : 1;
} finally {
  targets.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measureAll(): Promise<readonly MeasuredGate[]> {
  for (const [name, bytes] of await makeBundles(root)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  const answer = await answerOf(targets.origins[0]);
  const rows: MeasuredGate[] = [];
  for (const exchanges of counts) {
    const recording = join(folder, `${exchanges}.sgrec`);
    await makeRecording(recording, { exchanges, writeEvery, answer });
    for (const budget of values.budget) {
      rows.push(await measureGate({ folder, recording, exchanges, budget, origins: targets.origins }));
    }
    rmSync(recording);
  }
  return rows;
}

function report(rows: readonly MeasuredGate[]): boolean {
  console.table(rows.map(({ spans: _, ...row }) => row));
  for (const { exchanges, budget, spans } of rows) {
    process.stdout.write(`${exchanges}, ${budget}: at the highest of each tenth of the time\n`);
    console.table(spans);
  }
  const whole = rows.filter(({ budget }) => budget === 'all');
  const [first, last] = [whole.at(0), whole.at(-1)];
  if (first === undefined || last === undefined) throw new Error('nothing was replayed whole');
  const growth = last.residentMB / first.residentMB;
  const isMet = last.residentMB <= bars.residentMB && growth <= bars.growth;
  process.stdout.write(
    `${last.residentMB} MB (bar ${bars.residentMB}), ${growth.toFixed(2)} times that of ${first.exchanges} (bar ${bars.growth})\n`,
  );
  const results = { node: process.version, writeEvery, rows, growth, bars, isMet };
  writeFileSync(join(root, 'bench/results/memory.json'), `${JSON.stringify(results, null, 2)}\n`);
  return isMet;
}
