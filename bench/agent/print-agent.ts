import { leakBar, mostApart, type Results } from './summarise-agent.ts';

/** The results as a short table. Says of no bar that it is met where two equal services did not come out equal. */
export function printResults({ node, isTrusted, rows, hits, leak }: Results): void {
  const say = (name: string, text: string) => process.stdout.write(`${name.padEnd(36)} ${text}\n`);
  const saysBar = (value: number, bar: number | null) =>
    bar === null ? '' : `  (bar ${bar}: ${isTrusted ? (value <= bar ? 'met' : 'missed') : 'not shown'})`;
  say('', `Node ${node}`);
  for (const { name, requests, cpuUs, ratio, bar } of rows) {
    const spread = `${ratio.median.toFixed(3)} (${ratio.lowest.toFixed(3)} to ${ratio.highest.toFixed(3)})`;
    const over = requests === null ? 'warm' : `first ${requests}`;
    say(
      name,
      `${over.padEnd(11)} ${cpuUs.toFixed(1).padStart(7)} us  x ${spread}${saysBar(ratio.median, bar)}`,
    );
  }
  for (const { name, cpuUs, ofRequest, wallUs, bar } of hits) {
    const wall = wallUs === null ? '' : `, ${(wallUs / 1000).toFixed(1)} ms on the clock`;
    const requests = `${ofRequest.median.toFixed(1)} requests${saysBar(ofRequest.median, bar)}`;
    say(name, `${cpuUs.median.toFixed(0).padStart(8)} us a hit${wall}, ${requests}`);
  }
  if (leak !== null) {
    const left = `${leak.rssMB.toFixed(1).padStart(8)} MB, ${leak.heapMB.toFixed(1)} MB of heap`;
    say(`left by ${leak.hits} hits`, `${left}${saysBar(leak.rssMB, leakBar)}`);
  }
  if (!isTrusted)
    process.stdout.write(
      `Two equal services came out more than ${mostApart * 100} % apart: this run proves nothing.\n`,
    );
}
