import { setTimeout as wait } from 'node:timers/promises';
import { pauseByWebsocket } from './pause-by-websocket.ts';
import { breakpointAt } from './probe-places.ts';
import { openClient } from './send-load.ts';
import { startTarget, type Target, type Usage } from './start-target.ts';

/** CPU of the service and time on the clock for one request that paused, in microseconds. */
type Cost = { readonly cpuUs: number; readonly wallUs: number };

export type Pauses = Readonly<Record<'websocket' | 'worker', Cost>>;

/** A pause by websocket takes 50 to 100 ms: few of them are enough. */
const sizes = { websocket: 20, worker: 200 };
const warm = 500;
const breakpoint = breakpointAt('probed');
const workerSession = new URL('pause-in-worker.cjs', import.meta.url).pathname;

/** The two ways in which others capture, at the statement at which the agent has its probe. Throws when they did not hit. */
export async function measurePauses(node: string): Promise<Pauses> {
  return { websocket: await byWebsocket(node), worker: await inWorker(node) };
}

async function byWebsocket(node: string): Promise<Cost> {
  const target = await startTarget({ node, flags: ['--inspect=127.0.0.1:0'], agent: null });
  await send(target, warm, 20);
  const [address = ''] = /ws:\/\/\S+/.exec(target.printed()) ?? [];
  const client = await pauseByWebsocket(address, breakpoint);
  try {
    return await measure(target, sizes.websocket, async () => client.counts());
  } finally {
    client.close();
    await target.stop();
  }
}

async function inWorker(node: string): Promise<Cost> {
  const target = await startTarget({
    node,
    flags: ['--require', workerSession],
    environment: { BENCH_BREAKPOINT: JSON.stringify(breakpoint) },
    agent: null,
  });
  try {
    while ((await target.usage()).pauses.armed !== 1) await wait(20);
    await send(target, sizes.worker, 20);
    return await measure(target, sizes.worker, async () => (await target.usage()).pauses);
  } finally {
    await target.stop();
  }
}

type Counts = Pick<Usage['pauses'], 'hits' | 'characters'>;

async function measure(target: Target, requests: number, counts: () => Promise<Counts>): Promise<Cost> {
  const hitsBefore = (await counts()).hits;
  const before = await target.usage();
  const began = performance.now();
  await send(target, requests, 1);
  const wallMs = performance.now() - began;
  const { cpuUs } = await target.usage();
  const { hits, characters } = await counts();
  if (hits - hitsBefore !== requests || characters / hits < 500)
    throw new Error(`${hits - hitsBefore} pauses in ${requests} requests, ${characters} characters`);
  return { cpuUs: (cpuUs - before.cpuUs) / requests, wallUs: (wallMs * 1000) / requests };
}

async function send({ port }: Target, requests: number, connections: number): Promise<void> {
  const client = await openClient(port, connections);
  await client.send({ target: '/', from: 0, requests });
  client.close();
}
