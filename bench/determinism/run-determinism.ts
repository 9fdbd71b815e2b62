/**
 * `npm run bench:determinism [-- RUNS]`: replays the recording of the shop against two unperturbed instances of one build, 20 times,
 * and tells in how many exchanges any byte differs; then once with nothing held still, for comparison, and what the gate makes of that.
 */
import { defaultDeterminism } from '../../src/domain/determinism.ts';
import { judgeTwins, replayTwins } from './replay-twins.ts';

const runs = Number(process.argv[2] ?? 20);
if (!Number.isInteger(runs) || runs < 1) throw new Error(`${process.argv[2]} is no number of runs`);
const asItIs = { ...defaultDeterminism, clock: 'real', durations: 'real', random: 'real' } as const;

let total = 0;
for (let run = 1; run <= runs; run += 1) {
  const { exchanges, differing } = await replayTwins(defaultDeterminism);
  total += differing.length;
  process.stdout.write(
    `run ${String(run).padStart(2)}: ${differing.length} of ${exchanges} exchanges differ\n`,
  );
  for (const text of differing.slice(0, 5)) process.stdout.write(`  ${text}\n`);
}
process.stdout.write(`held still: ${total} differing exchanges in ${runs} runs\n`);

const loose = await replayTwins(asItIs);
process.stdout.write(`left as it is: ${loose.differing.length} of ${loose.exchanges} exchanges differ\n`);
const findings = await judgeTwins(asItIs);
const counted = findings.filter(({ disposition }) => disposition.kind === 'counted');
process.stdout.write(`  of ${findings.length} findings, ${counted.length} are counted\n`);
process.exitCode = total === 0 && counted.length === 0 ? 0 : 1;
