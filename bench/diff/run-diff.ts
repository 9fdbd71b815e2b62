/**
 * `npm run bench:diff`: what a comparison costs, as times of `Buffer.equals` or of two calls of `JSON.parse` on the same
 * bodies in the same run, and in ms for texts. Prints each bar and whether it is met, writes the figures to
 * `bench/results/diff.json`, and exits with 1 when one is not met.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMet, type Measured, writeTable } from './bars.ts';
import { benchEqual, benchHeadInsert, benchMatrix, benchShuffled } from './bench-json.ts';
import { benchText } from './bench-text.ts';

const lines: Measured[] = [];
for (const bench of [benchEqual, benchMatrix, benchHeadInsert, benchShuffled, benchText]) {
  const measured = bench();
  console.log(writeTable(measured));
  lines.push(...measured);
}
const over = lines.filter((line) => !isMet(line));
const file = resolve(import.meta.dirname, '../results/diff.json');
writeFileSync(file, `${JSON.stringify({ node: process.version, lines }, null, 2)}\n`);
console.log(`\n${lines.length - over.length} of ${lines.length} met`);
process.exitCode = over.length === 0 ? 0 : 1;
