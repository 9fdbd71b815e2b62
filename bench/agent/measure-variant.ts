import type { Variant } from './agent-variants.ts';
import { sendLoad } from './send-load.ts';
import { startTarget } from './start-target.ts';

/** CPU of the service for one request, in microseconds: from its first one on, and once it was warm (not a number where that was not measured). */
export type Measured = {
  readonly whole: number;
  readonly steady: number;
  /** Length of the record of a hit, where there were hits. */
  readonly hitCharacters: number;
  readonly version: string;
};

const connections = 20;

/** One measurement in a fresh process. Throws when the agent did not see what it was to see. */
export async function measureVariant(node: string, variant: Variant): Promise<Measured> {
  const { whole, warm, measured } = variant.sizes;
  const target = await startTarget({
    node,
    flags: variant.preload === undefined ? [] : ['--require', variant.preload],
    agent: variant.agent,
  });
  const load = { port: target.port, target: variant.target, connections };
  const begin = await target.usage();
  await sendLoad({ ...load, from: 0, requests: whole });
  const isCounted = await target.usage();
  await sendLoad({ ...load, from: whole, requests: warm });
  const isWarm = await target.usage();
  await sendLoad({ ...load, from: whole + warm, requests: measured });
  const end = await target.usage();
  const heard = await target.stop();
  if (heard !== null && !variant.didWork(heard, whole + warm + measured))
    throw new Error(`${variant.name}: the agent did not do its work: ${JSON.stringify(heard)}`);
  return {
    whole: (isCounted.cpuUs - begin.cpuUs) / whole,
    steady: (end.cpuUs - isWarm.cpuUs) / measured,
    hitCharacters: heard === null || heard.hits === 0 ? 0 : heard.hitCharacters / heard.hits,
    version: end.version,
  };
}
