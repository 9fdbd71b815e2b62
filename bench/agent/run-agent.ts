/**
 * `npm run bench:agent [-- --rounds N --node PATH --only PATTERN]`: what the agent costs the service it is loaded into, in CPU time of the
 * service's process, as ratios to a service without it that runs beside it and takes turns with it; and the two ways in which others capture.
 * Each variant must show that it saw what it was to see, and two equal services that the machine lets anything be seen at all. About a minute a
 * round. Writes `bench/results/agent.json`, unless only a part was measured.
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { control, variants } from './agent-variants.ts';
import { measureLeak } from './measure-leak.ts';
import { type Measured, measurePair } from './measure-pair.ts';
import { measurePauses, type Pauses } from './measure-pauses.ts';
import { printResults } from './print-agent.ts';
import { resultsOf } from './summarise-agent.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    node: { type: 'string', default: process.execPath },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const pattern = new RegExp(values.only ?? '');
const isWhole = values.only === undefined;

const chosen = variants.filter((variant) => variant === control || pattern.test(variant.name));
const byRound: ReadonlyMap<string, Measured>[] = [];
const pauses: Pauses[] = [];
for (let round = 1; round <= rounds; round += 1) {
  const measured = new Map<string, Measured>();
  for (const variant of chosen) measured.set(variant.name, await measurePair(values.node, variant, round));
  byRound.push(measured);
  if (isWhole) pauses.push(await measurePauses(values.node));
  process.stdout.write(`round ${round} of ${rounds}, load ${loadavg()[0]?.toFixed(1)}\n`);
}
const leak = isWhole ? await measureLeak(values.node) : null;
const results = resultsOf({ chosen, byRound, pauses, leak });
printResults(results);
if (isWhole && values.node === process.execPath) {
  const about = { load: loadavg()[0], rounds };
  writeFileSync(
    resolve('bench/results/agent.json'),
    `${JSON.stringify({ ...about, ...results }, null, 2)}\n`,
  );
}
process.exitCode = results.isMet ? 0 : 1;
