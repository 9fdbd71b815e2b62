import { everyHit } from './agent-variants.ts';
import { openClient } from './send-load.ts';
import { startTarget } from './start-target.ts';

/**
 * What a service holds more after all hits than before them, garbage collected at both times. V8 lets its young generation grow as a service
 * makes more garbage, and keeps it for a while: it has its full size from the start, so that what is measured is what stays.
 */
export type Leak = { readonly hits: number; readonly rssMB: number; readonly heapMB: number };

const [warm, requests] = [10_000, 50_000];
const flags = ['--expose-gc', '--min-semi-space-size=16', '--max-semi-space-size=16'];

/** A hit for each of 50,000 requests. Throws when one of them is missing. */
export async function measureLeak(node: string): Promise<Leak> {
  const target = await startTarget({ node, flags, agent: everyHit.agent });
  const client = await openClient(target.port, 20);
  await client.send({ target: '/', from: 0, requests: warm });
  const before = await target.usage();
  await client.send({ target: '/', from: warm, requests });
  const after = await target.usage();
  const heard = await target.stop();
  client.close();
  const hits = (heard?.passes ?? 0) - warm;
  if (hits !== requests) throw new Error(`${hits} hits in ${requests} requests`);
  const toMB = 1 / 1024 / 1024;
  return { hits, rssMB: (after.rss - before.rss) * toMB, heapMB: (after.heapUsed - before.heapUsed) * toMB };
}
